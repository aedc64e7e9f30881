/**
 * Timeouts. Not by `AbortSignal.timeout` and `AbortSignal.any`: Node.js may collect the two as garbage before they abort, so that
 * the timeout never comes, and a long-lived signal keeps every `any` made of it.
 */
import { onAbort } from '../abort';
import { TransportError } from './transport';

/** The longest time a timer can have; a longer one would end at once [Node.js]. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs a task with a signal that aborts after a time, or when one of the other signals aborts.
 * @param task has to end when its signal aborts
 */
export async function withTimeout<T>(
  ms: number,
  others: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const timer = setTimeout(
    () => own.abort(new DOMException('no answer in time', 'TimeoutError')),
    Math.min(Math.max(ms, 0), LONGEST_TIMER_MS),
  );
  const stopListening = others.map((other) => onAbort(other, () => own.abort(other.reason)));
  try {
    return await task(own.signal);
  } finally {
    clearTimeout(timer);
    for (const stop of stopListening) stop();
  }
}

/**
 * The same promise, rejected with TIMEOUT when the signal aborts first.
 * @param ms or after this time; far cheaper than `withTimeout`, for a task that need not know about it
 */
export function raceAbort<T>(signal: AbortSignal, promise: Promise<T>, ms?: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let stopListening = () => {};
    const end = () => {
      clearTimeout(timer);
      stopListening();
    };
    const giveUp = () => {
      end();
      reject(new TransportError('TIMEOUT', 'no answer in time', { maybeSent: true }));
    };
    const timer = ms === undefined ? undefined : setTimeout(giveUp, ms);
    stopListening = onAbort(signal, giveUp);
    promise.then(
      (value) => {
        end();
        resolve(value);
      },
      (error) => {
        end();
        reject(error);
      },
    );
  });
}
