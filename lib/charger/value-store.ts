/** What is known of one charger: the newest value of each key, and whether it may be old. */
import type { Json } from './charger.types';

export interface StoredValue {
  value: Json;
  /** When it arrived, in milliseconds since 1970. */
  time: number;
  /** The same by `performance.now()`, which nobody sets. */
  at: number;
  /** Which stretch of being online it came from. */
  epoch: number;
  /** Of a list: the most entries it ever had; 0 of anything else. */
  length: number;
  /** The charger sent it just then; false for what a broker had kept. */
  live: boolean;
}

export interface KeyChange {
  key: string;
  value: Json;
  previous: Json | undefined;
}

export interface ValueStore {
  get(key: string): StoredValue | undefined;
  keys(): Iterable<string>;
  /** Takes values in. @returns what is new or different */
  update(values: ReadonlyMap<string, Json>, time: number, live: boolean): KeyChange[];
  isStale(entry: StoredValue): boolean;
  /** The charger is out of reach: all that is known may be old, until it is told anew. */
  lostTouch(): void;
  /** Nobody listened for the key lately: what is known of it may be old, until it is told anew. */
  doubt(key: string): void;
  /** The charger does not show it any more. */
  forget(key: string): void;
}

/** Several times what any charger reports: one that makes up new keys all the time must not fill the memory. */
export const MOST_KEYS = 2000;

/** Before the first stretch of being online. */
const NO_EPOCH = -1;

export function createValueStore(): ValueStore {
  const entries = new Map<string, StoredValue>();
  let epoch = 0;
  return {
    get: (key) => entries.get(key),
    keys: () => entries.keys(),
    update(values, time, live) {
      const changes: KeyChange[] = [];
      const at = performance.now();
      for (const [key, value] of values) {
        const entry = entries.get(key);
        if (!entry) {
          if (entries.size >= MOST_KEYS) continue;
          entries.set(key, { value, time, at, epoch, live, length: lengthOf(value) });
          changes.push({ key, value, previous: undefined });
          continue;
        }
        const previous = entry.value;
        const isSame = isEqual(previous, value);
        // What a broker kept of a value that was heard from the charger is no news.
        if (isSame && !live && entry.live && entry.epoch === epoch) continue;
        entry.value = value;
        entry.length = Math.max(entry.length, lengthOf(value));
        entry.time = time;
        entry.at = at;
        entry.epoch = epoch;
        entry.live = live;
        if (!isSame) changes.push({ key, value, previous });
      }
      return changes;
    },
    isStale: (entry) => entry.epoch !== epoch,
    lostTouch() {
      epoch += 1;
    },
    doubt(key) {
      const entry = entries.get(key);
      if (entry) entry.epoch = NO_EPOCH;
    },
    forget: (key) => void entries.delete(key),
  };
}

function lengthOf(value: Json): number {
  return Array.isArray(value) ? value.length : 0;
}

/** The same JSON. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  if (Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}
