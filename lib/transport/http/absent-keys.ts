/**
 * Absent keys: those that a charger leaves out of its responses. A key that its model does not have must not cost a request with every poll,
 * and one that was not ready yet, or comes with the next session, must not be lost: it is asked for again with the next
 * poll, and then each time it has been away twice as long [marq24/ha-goecharger-api2#160].
 */
import type { Json } from '../../json';
import { rowOf } from '../../keys/index';
import { SERIAL_KEY } from '../device-kind';
import type { Keys } from '../transport';

/** A key that was never shown is most likely one that the model does not have [our choice]. */
const LONGEST_UNSEEN_MS = 600_000;
/** One that was shown, or that is answered `null`, exists and comes back [our choice]. */
const LONGEST_SEEN_MS = 30_000;
/** Several times what any charger has: messages that ask for made-up names must not fill the memory. */
const MOST_KEYS = 2000;

export interface AbsentKeys {
  /** The keys a poll asks for: all but those that are away and not due. */
  worthAsking(wanted: ReadonlySet<string>): ReadonlySet<string>;
  /** Takes in the response to a request for `asked`, and removes the values that mean "not there". */
  answered(asked: Keys, values: Map<string, Json>): void;
  /** The charger was restarted or replaced: all are worth asking for again. */
  forget(): void;
}

interface Absence {
  sinceMs: number;
  /** When it is asked for again, by `performance.now()`. */
  dueMs: number;
}

/** @param intervalMs between two polls: what is due before half of it has passed goes with the present one */
export function createAbsentKeys(intervalMs: number, now = () => performance.now()): AbsentKeys {
  const absent = new Map<string, Absence>();
  const seen = new Set<string>();
  /** CORE and PRO answer `null` for what they do not know, or do not show now [marq24/ha-goecharger-api2#160]. */
  let nullMeansAbsent = false;

  function leftOut(key: string, exists: boolean): void {
    const atMs = now();
    const sinceMs = absent.get(key)?.sinceMs ?? atMs;
    const longestMs = exists ? LONGEST_SEEN_MS : LONGEST_UNSEEN_MS;
    if (absent.size >= MOST_KEYS && !absent.has(key)) absent.clear();
    absent.set(key, { sinceMs, dueMs: atMs + Math.min(atMs - sinceMs, longestMs) });
  }

  function shown(key: string): void {
    absent.delete(key);
    if (seen.size < MOST_KEYS) seen.add(key);
  }

  return {
    worthAsking(wanted) {
      if (absent.size === 0) return wanted;
      const soonMs = now() + intervalMs / 2;
      const worth = new Set<string>();
      let isSure = false;
      for (const key of wanted) {
        const absence = absent.get(key);
        if (absence && absence.dueMs > soonMs) continue;
        worth.add(key);
        isSure ||= absence === undefined;
      }
      if (worth.size === wanted.size && isSure) return wanted;
      return isSure ? worth : worth.add(SERIAL_KEY);
    },
    answered(asked, values) {
      const type = values.get('typ');
      if (typeof type === 'string') nullMeansAbsent = /phoenix|core|pro/i.test(type);
      const nulls = nullMeansAbsent ? [...values].filter(isNotShown).map(([key]) => key) : [];
      if (asked !== 'all') for (const key of asked) if (!values.has(key)) leftOut(key, seen.has(key));
      for (const key of nulls) {
        values.delete(key);
        leftOut(key, true);
      }
      for (const key of values.keys()) shown(key);
    },
    forget() {
      absent.clear();
    },
  };
}

/** Answered `null` although the key is never `null` where it is there. */
function isNotShown([key, value]: [string, Json]): boolean {
  return value === null && rowOf(key)?.nullable === false;
}
