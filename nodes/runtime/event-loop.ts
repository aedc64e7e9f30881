/**
 * Turns of the event loop. A flow may give a node thousands of messages in one moment: what it does with them is done in slices
 * of some milliseconds, in the order in which they came, so that other flows, connections and timers go on meanwhile.
 */

/** Shorter than anybody notices, and long enough that a few hundred messages need one slice [our choice]. */
const SLICE_MS = 10;

type Resume = () => void;

let waiting: Resume[] = [];
let next = 0;
let sliceEndsAt = 0;
/** The slice ends when the event loop has turned, whatever of it is left. */
let isRunning = false;

/** To be awaited before work for a message. @returns nothing to wait for as long as the present slice lasts */
export function eventLoopTurn(): Promise<void> | undefined {
  if (!isRunning) begin();
  if (waiting.length === 0 && performance.now() < sliceEndsAt) return undefined;
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

function begin(): void {
  isRunning = true;
  sliceEndsAt = performance.now() + SLICE_MS;
  setImmediate(() => {
    isRunning = false;
    if (waiting.length === 0) return;
    begin();
    goOn();
  });
}

/** One after the other: what each does runs before the time is looked at again. */
function goOn(): void {
  if (performance.now() >= sliceEndsAt) return;
  waiting[next]?.();
  next += 1;
  if (next < waiting.length) queueMicrotask(goOn);
  else {
    waiting = [];
    next = 0;
  }
}
