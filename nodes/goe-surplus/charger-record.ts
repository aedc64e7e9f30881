/**
 * What was found at a charger before a goe-surplus set it, and what goe-surplus wrote there: the one is given back when the node
 * is removed, the other tells its own values from the owner's. It outlasts a killed Node-RED.
 */
import type { Node, NodeAPI } from 'node-red';
import type { Charger, Json } from '../../lib/charger/charger.types';
import { type StateFile, stateFileOf } from '../runtime/state-file';
import { FORCE, knownOf } from './charger-reading';
import type { Wish, WishedKey } from './target';

export interface ChargerRecord {
  /** Notes what stands at a charger whose keys are about to be written, and what will. */
  note(values: Wish): void;
  /** Notes a value before it is wished. @returns whether that will outlast a killed Node-RED; if not, it is not noted */
  keep(key: WishedKey, value: number): boolean;
  /** The value is one that goe-surplus wrote to this key, in this life or an earlier one. */
  isOwn(key: WishedKey, value: Json): boolean;
  /**
   * The charger shows a value that nobody here has written lately: from now on that is what was found.
   * @param first the first one in the life of a node: it may be what an earlier life wrote
   */
  shown(key: string, value: Json, first: boolean): void;
  /** What was found of the keys that were written since. */
  readonly found: Readonly<Wish>;
  /** All is given back, or stays on purpose. */
  forget(): void;
}

/** In Node-RED's user directory. */
const FILE = 'goe-surplus.json';
const KEYS: readonly WishedKey[] = ['frc', 'amp', 'psm', 'lmo', 'fup', 'acp', 'dwo'];
/** Of each key so many of the last different values are known as our own. */
const KEPT_VALUES = 4;
/** Changes every few seconds, which no memory card likes: its own values are known in this life only. */
const NOT_IN_FILE = new Set<string>(['amp']);

type Value = number | boolean | null;
interface Entry {
  found: Wish;
  own: Partial<Record<WishedKey, Value[]>>;
}

/** By file and charger, for all nodes that it ever has in this process. */
const entries = new WeakMap<StateFile, Map<string, Entry>>();

/**
 * The record of a node's charger, in Node-RED's user directory. Where that cannot be, the node warns of it once.
 * @returns with it what is to be called before something is written
 */
export function openRecord(
  RED: NodeAPI,
  node: Pick<Node, 'warn'>,
  charger: Pick<Charger, 'identity' | 'known'>,
  id: string,
): { record: ChargerRecord; writing(values: Wish): void } {
  const file = stateFileOf(RED, FILE);
  const record = recordOf(charger, id, file);
  let warned: string | undefined;
  const warnOfFile = () => {
    if (file.problem !== undefined && file.problem !== warned)
      node.warn(
        `${file.problem}. Until then a Node-RED that is killed leaves no energy limit at ${charger.identity.name}.`,
      );
    warned = file.problem;
  };
  warnOfFile();
  return {
    record,
    writing(values) {
      record.note(values);
      warnOfFile();
    },
  };
}

/** @param id names a charger that does not tell its serial number */
export function recordOf(charger: Pick<Charger, 'identity' | 'known'>, id: string, file: StateFile): ChargerRecord {
  const place = () => charger.identity.serial ?? `node ${id}`;

  function entry(): Entry {
    const known = entries.get(file) ?? new Map<string, Entry>();
    entries.set(file, known);
    const made = known.get(place()) ?? entryOf(file.get(place()));
    known.set(place(), made);
    return made;
  }

  function save(): boolean {
    const { found, own } = entry();
    const inFile = Object.fromEntries(Object.entries(own).filter(([key]) => !NOT_IN_FILE.has(key)));
    return file.set(place(), { found, own: inFile });
  }

  /** @returns whether there is anything new to save */
  function noteOwn(key: WishedKey, value: Value): boolean {
    const { own } = entry();
    const before = own[key] ?? [];
    own[key] = [value, ...before.filter((each) => each !== value)].slice(0, KEPT_VALUES);
    return !NOT_IN_FILE.has(key) && !before.includes(value);
  }

  return {
    get found() {
      return entry().found;
    },
    note(values) {
      const { found } = entry();
      let isNew = false;
      for (const [key, value] of Object.entries(values) as [WishedKey, Value][]) {
        const stands = knownOf(charger, key);
        if (!(key in found) && isValue(stands)) {
          found[key] = stands;
          isNew = true;
        }
        if (noteOwn(key, value)) isNew = true;
      }
      if (isNew) save();
    },
    keep(key, value) {
      const before = entry().own[key] ?? [];
      if (!noteOwn(key, value) || save()) return true;
      entry().own[key] = before;
      return false;
    },
    isOwn: (key, value) => isValue(value) && (entry().own[key] ?? []).includes(value),
    shown(name, value, first) {
      const { found, own } = entry();
      const key = name as WishedKey;
      if (!(key in found) || !isValue(value) || found[key] === value) return;
      // The force lapses when the car is unplugged, whoever set it [goecharger/go-eCharger-API-v2#117].
      const isLapsed = key === 'frc' && value === 0;
      // A late echo, or what a charger had not yet kept before it restarted; the force alone has so few values that everybody uses all.
      const mayBeOurs = first || key !== 'frc';
      // Of `amp` an earlier life has not left what it wrote.
      if (!isLapsed && mayBeOurs && (own[key]?.includes(value) ?? true)) return;
      found[key] = value;
      save();
    },
    forget() {
      entries.get(file)?.delete(place());
      if (file.get(place()) !== undefined) file.set(place(), undefined);
    },
  };
}

/**
 * An earlier life forced the car to charge and was killed: that was for the sun, and not as the owner left it. To be asked before
 * anybody can have forced it since.
 */
export function isLeftForced(charger: Pick<Charger, 'known'>, record: Pick<ChargerRecord, 'found' | 'isOwn'>): boolean {
  return knownOf(charger, 'frc') === FORCE.on && 'frc' in record.found && record.isOwn('frc', FORCE.on);
}

/** From a file that somebody may have edited. */
function entryOf(saved: unknown): Entry {
  const { found, own } = (saved ?? {}) as { found?: Record<string, unknown>; own?: Record<string, unknown> };
  const entry: Entry = { found: {}, own: {} };
  for (const key of KEYS) {
    const stood = found?.[key];
    const written = own?.[key];
    if (isValue(stood)) entry.found[key] = stood;
    if (Array.isArray(written)) entry.own[key] = written.filter(isValue).slice(0, KEPT_VALUES);
  }
  return entry;
}

function isValue(value: unknown): value is Value {
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
