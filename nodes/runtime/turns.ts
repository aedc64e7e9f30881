/** What costs too much to be done whenever it could be: some at once, and then in turn. */

/**
 * @param mostAtOnce so many need not wait where none came before
 * @param oneEveryMs and where they never rest, one in each of these times
 * @returns takes the next turn: how long to wait for it, in milliseconds
 */
export function createTurns(mostAtOnce: number, oneEveryMs: number): () => number {
  /** Until when the turns that were taken would last, were each given its time. */
  let takenUntil = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    takenUntil = Math.max(takenUntil, now) + oneEveryMs;
    return Math.max(takenUntil - now - mostAtOnce * oneEveryMs, 0);
  };
}
