/**
 * Throttle of a node's status: a burst is shown as it comes, a node that changes all the time only now and then, and the last
 * status always. Each node has its own throttle; statuses of thousands of nodes that are due at the same time are shown in time slices.
 */
import { timeSlice } from './time-slice';

/** Statuses that a node shows without delay after a pause. */
const BURST = 20;
/** Time between two statuses of a node that changes all the time: a person reads no faster [our choice]. */
const GAP_MS = 2000;

export interface StatusThrottle {
  /** Shows the status as soon as the throttle allows; many calls until then are one. */
  soon(): void;
  /** Shows the status at once, which delays nothing that follows: errors, and whether the charger is there. */
  now(): void;
  close(): void;
}

/** @param show returns whether there was anything new to show; what shows nothing new counts for nothing */
export function createStatusThrottle(show: () => boolean): StatusThrottle {
  /** The time by which the statuses shown so far would have been shown at one a gap. */
  let scheduledMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  /** Counts statuses shown at once, and the end of the node: one that waits for a slice meanwhile is not shown. */
  let overtaken = 0;
  let isWaiting = false;

  const inSlice = () => {
    const before = overtaken;
    const turn = timeSlice();
    if (!turn) run();
    else void turn.then(() => before === overtaken && run());
  };

  const run = () => {
    isWaiting = false;
    if (show()) scheduledMs = Math.max(scheduledMs, performance.now()) + GAP_MS;
  };

  const overtake = () => {
    clearTimeout(timer);
    overtaken += 1;
    isWaiting = false;
  };

  return {
    soon() {
      if (isWaiting) return;
      isWaiting = true;
      const waitMs = scheduledMs - performance.now() - (BURST - 1) * GAP_MS;
      if (waitMs > 0) timer = setTimeout(inSlice, waitMs);
      else inSlice();
    },
    now() {
      overtake();
      show();
    },
    close: overtake,
  };
}
