/**
 * The hold-back of writes: a value waits while an earlier one of its key is being confirmed. The same value waits until that has
 * ended, another one for a while.
 */
import type { OpenWrites } from './open-writes';
import type { SentValues } from './sent-values';
import type { WriteRequest } from './write-request';

/** Time for which a write that is being confirmed holds back the next value of its key [our choice]. */
export const HOLD_BACK_MS = 2500;

export interface HoldBack {
  /** The waiting requests that may be sent now. Ends those that no message waits for any more. */
  ready(): WriteRequest[];
  /** When a waiting request may be sent or is over time, by `performance.now()`. */
  nextAt(): number;
}

export function createHoldBack(open: OpenWrites, sentValues: SentValues): HoldBack {
  function heldUntil({ key, json }: WriteRequest): number {
    const before = open.confirmingOf(key);
    if (!before) return 0;
    return before.json === json && !sentValues.isChangedByOthers(key)
      ? Number.POSITIVE_INFINITY
      : before.sentAt + HOLD_BACK_MS;
  }

  return {
    ready() {
      const now = performance.now();
      // A value that was withdrawn meanwhile takes no other's place.
      return open.waiting().filter((request) => !request.endIfAbandoned() && now >= heldUntil(request));
    },
    nextAt() {
      const now = performance.now();
      const times = open.waiting().flatMap((request) => {
        const held = heldUntil(request);
        return held > now ? [held, request.deadline] : [request.deadline];
      });
      return Math.min(...times);
    },
  };
}
