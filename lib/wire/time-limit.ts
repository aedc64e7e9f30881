/** Limits that have not run out yet. */
const running = new Set<AbortSignal>();

/**
 * A signal that aborts after a while, for use in `AbortSignal.any`. Node.js 20 keeps nothing of an `AbortSignal.timeout`
 * that only such a combination knows: when the garbage collector comes by, it never aborts, and the wait never ends.
 */
export function timeLimit(ms: number): AbortSignal {
  const signal = AbortSignal.timeout(ms);
  running.add(signal);
  signal.addEventListener('abort', () => running.delete(signal), { once: true });
  return signal;
}
