/**
 * Poll schedule: even intervals, whatever the answers take, with the chargers of a process spread over them. A thousand chargers that
 * are deployed in one moment are not asked in one moment.
 */

/** Part of an interval that a poll out of schedule is followed by at least. */
const LEAST_PAUSE = 0.25;
/** The golden ratio: steps of this part of an interval spread any number of chargers evenly. */
const GOLDEN_RATIO = 0.618_033_988_749_895;
/** Slots of an interval: of a thousand chargers ten share one, so that a process that sleeps between them wakes less often. */
const SLOTS = 100;

export interface PollSchedule {
  /** The time of the poll after one that began at this time. Missed ones are left out. */
  nextAfter(startedMs: number): number;
}

let chargers = 0;

export function createPollSchedule(intervalMs: number): PollSchedule {
  chargers += 1;
  /** The slot of this charger, as a part of the interval. */
  const phase = Math.floor(((chargers * GOLDEN_RATIO) % 1) * SLOTS) / SLOTS;
  return {
    nextAfter(startedMs) {
      const earliestMs = startedMs + intervalMs * LEAST_PAUSE;
      return (Math.ceil(earliestMs / intervalMs - phase) + phase) * intervalMs;
    },
  };
}
