/**
 * State file: a small JSON file in Node-RED's user directory for what must outlast a killed Node-RED. It is written whole or not
 * at all, and is on the disk when `set` returns. Without a user directory (an embedded Node-RED) the state is kept in memory.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeAPI } from 'node-red';
import { asError } from './failure';

export interface StateFile {
  get(key: string): unknown;
  /**
   * Keeps a value, or deletes it with undefined. A value must be plain JSON.
   * @returns whether it will outlast this process
   */
  set(key: string, value: unknown): boolean;
  /** The reason why it could not be read or written last, and the remedy; undefined while all is well. */
  readonly problem: string | undefined;
}

/** Largest file that is read: ours has some hundred bytes a charger. */
const LARGEST_BYTES = 1_000_000;

/** Open state files by path: all nodes use the same. */
const open = new Map<string, StateFile>();

/** @param name of the file in the user directory */
export function stateFileOf(RED: NodeAPI, name: string): StateFile {
  const { userDir } = RED.settings as { userDir?: unknown };
  const path = typeof userDir === 'string' && userDir !== '' ? join(userDir, name) : undefined;
  const found = open.get(path ?? '');
  if (found) return found;
  const made = path === undefined ? inMemory() : openStateFile(path);
  open.set(path ?? '', made);
  return made;
}

function inMemory(): StateFile {
  const entries = new Map<string, unknown>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
      return true;
    },
    problem: undefined,
  };
}

/** @param path of the file; its folder must be there */
export function openStateFile(path: string): StateFile {
  let problem: string | undefined;
  const entries = new Map<string, unknown>();
  try {
    for (const [key, value] of Object.entries(read(path))) entries.set(key, value);
  } catch (thrown) {
    problem = `${path} cannot be read (${asError(thrown).message}): its content is lost, and a new file is written`;
  }
  return {
    get problem() {
      return problem;
    },
    get: (key) => entries.get(key),
    set(key, value) {
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
      try {
        write(path, JSON.stringify(Object.fromEntries(entries)));
        problem = undefined;
        return true;
      } catch (thrown) {
        problem = `${path} cannot be written (${asError(thrown).message}): give Node-RED the right to write to its user directory`;
        return false;
      }
    },
  };
}

function read(path: string): Record<string, unknown> {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return {};
  if (size > LARGEST_BYTES) throw new Error(`it has ${size} bytes`);
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new Error('it is no JSON object');
  return content as Record<string, unknown>;
}

/** Renaming is done whole or not at all; the renamed file must be on the disk before. */
function write(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    const file = openSync(draft, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}
