/** What costs too much to be done whenever it could be: some at once, and then in turn. */

export interface Turns {
  /** How long to wait for the next turn, in milliseconds. */
  waitMs(): number;
  /** Takes it, so that the one behind it is the next. */
  take(): void;
}

/**
 * @param mostAtOnce so many need not wait where none came before
 * @param oneEveryMs and where they never rest, one in each of these times
 */
export function createTurns(mostAtOnce: number, oneEveryMs: number): Turns {
  /** Until when the turns that were taken would last, were each given its time. */
  let takenUntil = Number.NEGATIVE_INFINITY;
  const nextUntil = (now: number) => Math.max(takenUntil, now) + oneEveryMs;
  return {
    waitMs() {
      const now = performance.now();
      return Math.max(nextUntil(now) - now - mostAtOnce * oneEveryMs, 0);
    },
    take() {
      takenUntil = nextUntil(performance.now());
    },
  };
}
