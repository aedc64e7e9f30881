/**
 * Waiting with an end. Not by `AbortSignal.timeout` and `AbortSignal.any`: Node.js may collect the two as garbage before they
 * abort, so that nothing ends what waits for them, and a long-lived signal remembers every `any` made of it.
 */
import { onAbort } from '../abort';
import { TransportError } from './transport';

/** What a timer of Node.js can hold; a longer time would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Runs a task with a signal that aborts after a time, or with any of the others.
 * @param task has to end by itself when its signal aborts
 */
export async function withTimeout<T>(
  ms: number,
  others: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const timer = setTimeout(
    () => own.abort(new DOMException('no answer in time', 'TimeoutError')),
    Math.min(Math.max(ms, 0), LONGEST_MS),
  );
  const leaving = others.map((other) => onAbort(other, () => own.abort(other.reason)));
  try {
    return await task(own.signal);
  } finally {
    clearTimeout(timer);
    for (const leave of leaving) leave();
  }
}

/**
 * The same promise, but no longer waited for than the signal allows.
 * @param ms nor longer than this; far cheaper than `within`, where nothing else has to know that the time is over
 */
export function raceAbort<T>(signal: AbortSignal, promise: Promise<T>, ms?: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let leave = () => {};
    const giveUp = () => {
      left();
      reject(new TransportError('TIMEOUT', 'no answer in time', { maybeSent: true }));
    };
    const timer = ms === undefined ? undefined : setTimeout(giveUp, ms);
    const left = () => {
      clearTimeout(timer);
      leave();
    };
    leave = onAbort(signal, giveUp);
    promise.then(
      (value) => {
        left();
        resolve(value);
      },
      (error) => {
        left();
        reject(error);
      },
    );
  });
}
