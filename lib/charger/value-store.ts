/** The value store of one charger: the newest value of each key, when it came, and whether it is outdated. */
import { isEqual, type Json } from '../json';

export interface StoredValue {
  value: Json;
  /** When it arrived, in milliseconds since 1970. */
  time: number;
  /** The same by `performance.now()`, which no change of the clock moves. */
  at: number;
  /** Counts how often the connection was lost before it came. */
  epoch: number;
  /** Of a list: the most entries it ever had; 0 of anything else. */
  length: number;
  /** The charger sent it just then; false for what a broker had kept. */
  live: boolean;
}

export interface KeyChange {
  key: string;
  value: Json;
  /** `undefined` for the first value of the key. */
  previous: Json | undefined;
}

export interface ValueStore {
  get(key: string): StoredValue | undefined;
  keys(): Iterable<string>;
  /** Stores values. @returns those that are new or different */
  update(values: ReadonlyMap<string, Json>, time: number, live: boolean): KeyChange[];
  /** The connection was lost, or the key was not subscribed, since the value came. */
  isOutdated(entry: StoredValue): boolean;
  /** All stored values are outdated until they come again. */
  connectionLost(): void;
  /** The value of a key that was not subscribed is outdated until it comes again. */
  markOutdated(key: string): void;
  /** The charger does not show the key any more. */
  forget(key: string): void;
}

/** Several times what any charger reports: one that makes up new keys all the time must not fill the memory. */
export const MOST_STORED_KEYS = 2000;

/** The epoch of values that are outdated in every epoch. */
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
          if (entries.size >= MOST_STORED_KEYS) continue;
          entries.set(key, { value, time, at, epoch, live, length: lengthOf(value) });
          changes.push({ key, value, previous: undefined });
          continue;
        }
        const previous = entry.value;
        const isSame = isEqual(previous, value);
        // The broker's copy of a value that the charger itself has sent adds nothing.
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
    isOutdated: (entry) => entry.epoch !== epoch,
    connectionLost() {
      epoch += 1;
    },
    markOutdated(key) {
      const entry = entries.get(key);
      if (entry) entry.epoch = NO_EPOCH;
    },
    forget: (key) => void entries.delete(key),
  };
}

function lengthOf(value: Json): number {
  return Array.isArray(value) ? value.length : 0;
}
