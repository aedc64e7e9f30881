/** Whether polls keep their beat: where in its interval each falls, over a long time. */

/**
 * How far the beat has moved from the first polls to the last, in milliseconds. Beats that were left out do not count.
 * @param times of the polls, in milliseconds, oldest first
 */
export function driftMs(times: readonly number[], intervalMs: number): number {
  const [first = 0] = times;
  let beats = 0;
  const off = times.map((time, at) => {
    const before = times[at - 1];
    if (before !== undefined) beats += Math.max(1, Math.round((time - before) / intervalMs));
    return time - first - beats * intervalMs;
  });
  return median(off.slice(-20)) - median(off.slice(0, 20));
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
