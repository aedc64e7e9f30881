/** Whether polls keep their beat: where in its interval each falls, over a long time. */

/** So many polls together tell where the beat is, whatever a busy machine does to a single one. */
const TOGETHER = 20;

/**
 * How far the beat has moved from the first polls to the last, in milliseconds. Beats that were left out, and polls that were
 * late once, do not count.
 * @param times of the polls, in milliseconds, oldest first
 */
export function driftMs(times: readonly number[], intervalMs: number): number {
  const places: number[] = [];
  for (let at = 0; at + TOGETHER <= times.length; at += TOGETHER)
    places.push(placeInBeat(times.slice(at, at + TOGETHER), intervalMs));
  let moved = 0;
  places.forEach((place, at) => {
    const step = place - (places[at - 1] ?? place);
    // The shorter way round: a beat that moves little by little goes on beyond its interval.
    moved += step - Math.round(step / intervalMs) * intervalMs;
  });
  return moved;
}

/** Where between two beats these polls fall, as the mean of directions on a circle. */
function placeInBeat(times: readonly number[], intervalMs: number): number {
  const turn = (2 * Math.PI) / intervalMs;
  const sum = (part: (angle: number) => number) => times.reduce((total, time) => total + part(time * turn), 0);
  return Math.atan2(sum(Math.sin), sum(Math.cos)) / turn;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
