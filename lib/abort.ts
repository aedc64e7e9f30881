/**
 * Being told when a signal aborts, by thousands at once. An `EventTarget` goes through all its listeners whenever one is added
 * or taken away: with twenty thousand messages under way the event loop stood still for half a minute. Here a signal has one
 * listener as long as anybody waits, and coming and going costs the same however many there are.
 */

interface Waiting {
  /** A list entry each, also where the same function comes twice. */
  all: Set<{ told: () => void }>;
  listener: () => void;
}

const bySignal = new WeakMap<AbortSignal, Waiting>();

/**
 * @param told once, when the signal aborts; at once where it has
 * @returns stops it
 */
export function onAbort(signal: AbortSignal, told: () => void): () => void {
  if (signal.aborted) {
    told();
    return () => {};
  }
  const waiting = bySignal.get(signal) ?? listenTo(signal);
  const own = { told };
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
      for (const { told } of waiting.all) told();
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
