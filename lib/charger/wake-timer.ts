/** A wake-up timer: one timer for many deadlines, set to the earliest of them. */

export interface WakeTimer {
  /** When it wakes, by `performance.now()`; never where it is not set. */
  readonly at: number;
  /** Wakes at this moment instead of the one before. */
  set(at: number): void;
  stop(): void;
}

/** Shortest delay, so that a deadline that cannot be met yet does not keep the event loop busy [our choice]. */
const SHORTEST_MS = 5;

export function createWakeTimer(wake: () => void): WakeTimer {
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;
  return {
    get at() {
      return wakesAt;
    },
    set(at) {
      clearTimeout(timer);
      wakesAt = at;
      if (at === Number.POSITIVE_INFINITY) return;
      const delayMs = Math.max(at - performance.now(), SHORTEST_MS);
      timer = setTimeout(() => {
        wakesAt = Number.POSITIVE_INFINITY;
        wake();
      }, delayMs);
    },
    stop: () => clearTimeout(timer),
  };
}
