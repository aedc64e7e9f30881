/**
 * Time slices of the event loop. A flow may give a node thousands of messages at once: the work for them is done in slices
 * of some milliseconds, in the order in which they came, so that other flows, connections and timers go on between them.
 */

/** Length of a slice: shorter than a person notices, and enough for a few hundred messages [our choice]. */
const SLICE_MS = 10;

type Resume = () => void;

let waiting: Resume[] = [];
let next = 0;
let sliceEndsAt = 0;
/** A slice ends with the turn of the event loop that it began in, also when time is left. */
let isRunning = false;

/** To be awaited before work. @returns undefined, nothing to wait for, while the present slice lasts */
export function timeSlice(): Promise<void> | undefined {
  if (!isRunning) startSlice();
  if (waiting.length === 0 && performance.now() < sliceEndsAt) return undefined;
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

function startSlice(): void {
  isRunning = true;
  sliceEndsAt = performance.now() + SLICE_MS;
  setImmediate(() => {
    isRunning = false;
    if (waiting.length === 0) return;
    startSlice();
    runWaiting();
  });
}

/** One after the other: the work of each runs before the time is looked at again. */
function runWaiting(): void {
  if (performance.now() >= sliceEndsAt) return;
  waiting[next]?.();
  next += 1;
  if (next < waiting.length) queueMicrotask(runWaiting);
  else {
    waiting = [];
    next = 0;
  }
}
