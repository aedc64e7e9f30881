/**
 * Schemas of saved nodes, and migrations between them: saved flows outlive versions of this package. Every node is saved with
 * the number of its schema; one with a smaller number is migrated step by step, when it runs and when the editor opens it. Flows
 * without a number are older than the first schema, or were written without the editor.
 */
import { ChargerError } from '../../lib/errors';

/** The properties of a node as saved. */
export type Saved = Record<string, unknown>;

/** Brings a node from one schema to the next; changes nothing of what it is given. */
export type MigrationStep = (saved: Saved) => Saved;

export interface Migrations {
  /** The schema this version of the package saves. */
  schema: number;
  /**
   * The properties as of this schema; all others stay.
   * @throws ChargerError INVALID for a schema newer than this package
   */
  migrate<T extends object>(saved: T): T & Saved;
}

/** @param steps the first makes schema 1 of flows without a number, the second makes 2 of 1, … */
export function migrations(...steps: MigrationStep[]): Migrations {
  return {
    schema: steps.length,
    migrate<T extends object>(saved: T): T & Saved {
      const from = schemaOf(saved);
      if (from > steps.length)
        throw new ChargerError(
          'INVALID',
          `This node was saved by a newer version of node-red-contrib-go-echarger (schema ${from}; this version knows up to ${steps.length}): update the package and restart Node-RED`,
        );
      if (from === steps.length) return saved as T & Saved;
      const migrated = steps.slice(from).reduce((properties, step) => step(properties), { ...saved } as Saved);
      return { ...(migrated as T & Saved), schema: steps.length };
    },
  };
}

/** The schema a node was saved with; 0 where there is no number. */
export function schemaOf(saved: object): number {
  const { schema: given } = saved as Saved;
  // An imported object could throw when it is made a number.
  const schema = typeof given === 'string' || typeof given === 'number' ? Number(given) : 0;
  return Number.isInteger(schema) && schema > 0 ? schema : 0;
}

/** A list of names; flows that were written without the editor may have a text with commas. */
export function listOf(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return list.flatMap((item) => (typeof item === 'string' && item.trim() !== '' ? [item.trim()] : []));
}

/** Text as in a text box: numbers as text, nothing as empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function flagOf(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A flag as it is saved. */
export function savedFlagOf(value: unknown): boolean | string {
  return isOneVariable(value) ? value : flagOf(value);
}

/** One of the choices; the first where it is none of them. */
export function choiceOf<T>(value: unknown, choices: readonly [T, ...T[]]): T {
  return isOneVariable(value) ? (value as T) : (choices.find((choice) => choice === value) ?? choices[0]);
}

/** Text that is one environment variable and nothing else: Node-RED knows its value when the node runs, and the editor does not. */
function isOneVariable(value: unknown): value is string {
  return typeof value === 'string' && /^\$\{\S+\}$/.test(value);
}
