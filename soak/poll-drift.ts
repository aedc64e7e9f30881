/** Drift of polls: how far the place of the polls in their interval moves over a long time. */

/** Polls whose mean place is taken as one, so that a single late poll on a busy machine does not count. */
const POLLS_A_MEAN = 20;

/**
 * Drift from the first polls to the last, in milliseconds. Polls that are left out, or late once, do not count.
 * @param times of the polls, in milliseconds, oldest first
 */
export function driftMs(times: readonly number[], intervalMs: number): number {
  const places: number[] = [];
  for (let at = 0; at + POLLS_A_MEAN <= times.length; at += POLLS_A_MEAN)
    places.push(placeInInterval(times.slice(at, at + POLLS_A_MEAN), intervalMs));
  let drift = 0;
  places.forEach((place, at) => {
    const step = place - (places[at - 1] ?? place);
    // The shorter way round the interval: a slow drift goes on beyond its end.
    drift += step - Math.round(step / intervalMs) * intervalMs;
  });
  return drift;
}

/** Mean place of these polls in the interval: the mean of directions on a circle. */
function placeInInterval(times: readonly number[], intervalMs: number): number {
  const anglePerMs = (2 * Math.PI) / intervalMs;
  const sum = (part: (angle: number) => number) => times.reduce((total, time) => total + part(time * anglePerMs), 0);
  return Math.atan2(sum(Math.sin), sum(Math.cos)) / anglePerMs;
}

/** Median of a list; `NaN` where it is empty. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
