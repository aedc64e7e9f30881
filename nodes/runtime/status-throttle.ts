/**
 * Throttle of a node's status, which costs as much as many values: a burst is shown as it comes, a node that never rests now
 * and then, and the last one always. Each node has a throttle of its own; what is due at thousands of nodes in one moment is
 * shown in slices of the event loop.
 */
import { eventLoopTurn } from './event-loop';

/** Statuses that a node shows without delay after a rest. */
const BURST = 20;
/** Time between two statuses of a node that never rests [our choice]. */
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
  /** When the statuses shown so far are paid for, at one a gap. */
  let paidAtMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  /** Counts statuses shown at once, and the node's end: who waited for a slice meanwhile shows nothing. */
  let overtaken = 0;
  let isWaiting = false;

  const inSlice = () => {
    const before = overtaken;
    const turn = eventLoopTurn();
    if (!turn) run();
    else void turn.then(() => before === overtaken && run());
  };

  const run = () => {
    isWaiting = false;
    if (show()) paidAtMs = Math.max(paidAtMs, performance.now()) + GAP_MS;
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
      const waitMs = paidAtMs - performance.now() - (BURST - 1) * GAP_MS;
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
