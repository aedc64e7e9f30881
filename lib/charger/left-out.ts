/**
 * Keys that are left out: the charger has shown them and does not have them in its answers now, because its API is not up yet
 * or a part of it was restarted [marq24/ha-goecharger-api2#160]. The value of such a key is stale with the first answer
 * without it. After a while it is missing: then it is forgotten, so that no flow acts on it any more.
 */
import type { Json } from '../json';
import type { Keys } from '../transport/transport';
import type { LeftOutNews } from './charger.types';
import { MOST_STORED_KEYS, type ValueStore } from './value-store';

/** A key is missing after this many answers in a row without it … */
const MISSING_ANSWERS = 3;
/** … and after the time of this many polls [our choice]. */
const MISSING_POLLS = 5.5;
/** Longest time until a key that is left out is missing, also with long poll intervals [our choice]. */
const MISSING_AT_MOST_MS = 45_000;

export interface LeftOutKeys {
  /** Takes in an answer to a question for `asked`. @returns what is left out, missing or shown again since the one before */
  answered(asked: Keys, values: ReadonlyMap<string, Json>): LeftOutNews[];
  has(key: string): boolean;
  keys(): Iterable<string>;
}

interface LeftOutKey {
  /** When the first answer without it came, by `performance.now()`. */
  since: number;
  answers: number;
  isMissing: boolean;
}

/** @param isPolled the key is subscribed by name, so that it is asked for by name too */
export function createLeftOutKeys(
  store: Pick<ValueStore, 'get' | 'forget'>,
  intervalMs: number,
  isPolled: (key: string) => boolean,
): LeftOutKeys {
  const leftOut = new Map<string, LeftOutKey>();
  /** Keys that came with a question for everything: only of these does it say something that such an answer lacks them. */
  const inEverything = new Set<string>();
  const missingMs = Math.min(intervalMs * MISSING_POLLS, MISSING_AT_MOST_MS);

  function expected(asked: Keys, values: ReadonlyMap<string, Json>): Iterable<string> {
    if (asked !== 'all') return asked;
    for (const key of values.keys()) if (inEverything.size < MOST_STORED_KEYS) inEverything.add(key);
    return [...inEverything].filter((key) => !isPolled(key));
  }

  function notInResponse(key: string): LeftOutNews | undefined {
    const entry = leftOut.get(key);
    const now = performance.now();
    if (!entry) {
      if (!store.get(key) || leftOut.size >= MOST_STORED_KEYS) return undefined;
      leftOut.set(key, { since: now, answers: 1, isMissing: false });
      return { key, state: 'stale' };
    }
    entry.answers += 1;
    if (entry.isMissing || entry.answers < MISSING_ANSWERS || now - entry.since < missingMs) return undefined;
    entry.isMissing = true;
    store.forget(key);
    return { key, state: 'missing' };
  }

  return {
    answered(asked, values) {
      const news: LeftOutNews[] = [];
      for (const key of leftOut.keys()) {
        if (!values.has(key)) continue;
        leftOut.delete(key);
        news.push({ key, state: 'shown' });
      }
      for (const key of expected(asked, values)) {
        if (values.has(key)) continue;
        const each = notInResponse(key);
        if (each) news.push(each);
      }
      return news;
    },
    has: (key) => leftOut.has(key),
    keys: () => leftOut.keys(),
  };
}
