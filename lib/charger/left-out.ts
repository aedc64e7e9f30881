/**
 * Values that the charger has shown and leaves out of its answers now, although it answers: its API was not up yet, or a part
 * of it was restarted [marq24/ha-goecharger-api2#160]. Such a value is stale with the first answer without it, and missing
 * after a while: then it is forgotten, because nobody may go by it any more.
 */
import type { Keys } from '../transport/transport';
import type { Json, LeftOutNews } from './charger.types';
import { MOST_KEYS, type ValueStore } from './value-store';

/** Missing is what as many answers in a row have lacked … */
const MISSING_ANSWERS = 3;
/** … for as many polls, and no longer than this is needed [our choice]. */
const MISSING_POLLS = 5.5;
const MISSING_AT_MOST_MS = 45_000;

export interface LeftOut {
  /** Takes in an answer to a question for `asked`. @returns what is left out, missing or shown again since the one before */
  answered(asked: Keys, values: ReadonlyMap<string, Json>): LeftOutNews[];
  has(key: string): boolean;
  keys(): Iterable<string>;
}

interface Absence {
  /** By `performance.now()`. */
  at: number;
  answers: number;
  isMissing: boolean;
}

/** @param isPolled somebody wants the key by name, so that it is asked for by name too */
export function createLeftOut(
  known: Pick<ValueStore, 'get' | 'forget'>,
  intervalMs: number,
  isPolled: (key: string) => boolean,
): LeftOut {
  const absences = new Map<string, Absence>();
  /** What came with a question for everything. A key that never did says nothing by being absent from it. */
  const inEverything = new Set<string>();
  const missingMs = Math.min(intervalMs * MISSING_POLLS, MISSING_AT_MOST_MS);

  function expected(asked: Keys, values: ReadonlyMap<string, Json>): Iterable<string> {
    if (asked !== 'all') return asked;
    for (const key of values.keys()) if (inEverything.size < MOST_KEYS) inEverything.add(key);
    return [...inEverything].filter((key) => !isPolled(key));
  }

  function lacks(key: string): LeftOutNews | undefined {
    const absence = absences.get(key);
    const at = performance.now();
    if (!absence) {
      if (!known.get(key) || absences.size >= MOST_KEYS) return undefined;
      absences.set(key, { at, answers: 1, isMissing: false });
      return { key, state: 'stale' };
    }
    absence.answers += 1;
    if (absence.isMissing || absence.answers < MISSING_ANSWERS || at - absence.at < missingMs) return undefined;
    absence.isMissing = true;
    known.forget(key);
    return { key, state: 'missing' };
  }

  return {
    answered(asked, values) {
      const news: LeftOutNews[] = [];
      for (const key of absences.keys()) {
        if (!values.has(key)) continue;
        absences.delete(key);
        news.push({ key, state: 'shown' });
      }
      for (const key of expected(asked, values)) {
        if (values.has(key)) continue;
        const each = lacks(key);
        if (each) news.push(each);
      }
      return news;
    },
    has: (key) => absences.has(key),
    keys: () => absences.keys(),
  };
}
