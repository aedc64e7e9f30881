/**
 * Abort listeners for thousands of waiters of one signal. An `EventTarget` goes through all its listeners whenever one is added
 * or removed: with twenty thousand messages under way that blocked the event loop for half a minute [measured]. Here a signal
 * has one listener while somebody waits, and adding a waiter costs the same however many there are.
 */

interface Waiting {
  /** An entry for each, also where the same callback comes twice. */
  all: Set<{ callback: () => void }>;
  listener: () => void;
}

const bySignal = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls back once when the signal aborts, at once where it has.
 * @returns ends the waiting
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => {};
  }
  const waiting = bySignal.get(signal) ?? listenTo(signal);
  const own = { callback };
  waiting.all.add(own);
  return () => {
    if (waiting.all.delete(own) && waiting.all.size === 0) leave(signal, waiting);
  };
}

function listenTo(signal: AbortSignal): Waiting {
  const waiting: Waiting = {
    all: new Set(),
    listener() {
      leave(signal, waiting);
      for (const { callback } of waiting.all) callback();
      waiting.all.clear();
    },
  };
  bySignal.set(signal, waiting);
  signal.addEventListener('abort', waiting.listener);
  return waiting;
}

function leave(signal: AbortSignal, waiting: Waiting): void {
  signal.removeEventListener('abort', waiting.listener);
  if (bySignal.get(signal) === waiting) bySignal.delete(signal);
}
