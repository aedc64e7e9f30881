/**
 * Snapshots of a car: the changes of several keys that belong to one moment. Where values are polled, an answer is a snapshot.
 * Where they are pushed, each key comes by itself, and a snapshot is what has arrived in a short while.
 */
import type { Json } from '../json';
import type { KeyChange } from './value-store';

export interface Snapshots {
  add(change: KeyChange): void;
  /** All changes of this moment have been added. */
  added(): void;
  /** An answer of the charger has been taken in, changed or not. */
  answered(values: ReadonlyMap<string, Json>, time: number): void;
  /** Takes a snapshot when a short while is over, where values are pushed. */
  takeSoon(): void;
  /** Takes one now. */
  take(time?: number): void;
  close(): void;
}

/** Answers in a row with `car` and without `wh` that one question, or two, can cause: after more the charger has no `wh`. */
const MOST_WITHOUT_WH = 2;
/** Most changes of one snapshot: without `car` none is ever complete, and waiting changes must not fill the memory. */
const MOST_CHANGES = 200;

/**
 * @param settleMs how long to wait for what belongs together; 0 where values are polled
 * @param taken called with the changes of each snapshot
 */
export function createSnapshots(settleMs: number, taken: (changes: KeyChange[], time: number) => void): Snapshots {
  const isPushed = settleMs > 0;
  let changes: KeyChange[] = [];
  let answersWithoutWh = 0;
  let timer: NodeJS.Timeout | undefined;

  function take(time = Date.now()): void {
    clearTimeout(timer);
    timer = undefined;
    const snapshot = changes;
    changes = [];
    taken(snapshot, time);
  }

  function takeSoon(): void {
    if (isPushed) timer ??= setTimeout(() => take(), settleMs);
  }

  return {
    add: (change) => void changes.push(change),
    added() {
      if (changes.length > MOST_CHANGES) changes = changes.slice(-MOST_CHANGES);
      if (changes.length > 0) takeSoon();
    },
    answered(values, time) {
      if (isPushed || !values.has('car')) return;
      // An answer to a question for `car` alone, or for who the charger is, has only a part of a snapshot.
      answersWithoutWh = values.has('wh') ? 0 : answersWithoutWh + 1;
      if (answersWithoutWh === 0 || answersWithoutWh > MOST_WITHOUT_WH) take(time);
    },
    takeSoon,
    take,
    close() {
      clearTimeout(timer);
      changes = [];
    },
  };
}
