/** One step as its parts see it: what is wished, measured and remembered, and when. */
import type { Reading } from './reading';
import type { Settings } from './settings';
import type { State } from './state';

export interface StepInput {
  readonly settings: Settings;
  readonly reading: Reading;
  /** The step's own copy, to be changed. */
  readonly state: State;
  readonly nowMs: number;
}

/** Seconds since a moment; a moment that never was is long ago. */
export function secondsSince(moment: StepInput, sinceMs: number | null): number {
  return sinceMs === null ? Number.POSITIVE_INFINITY : Math.max(0, moment.nowMs - sinceMs) / 1000;
}

/** Seconds that something holds already; 0 while it does not. */
export function secondsHeld(moment: StepInput, sinceMs: number | null): number {
  return sinceMs === null ? 0 : Math.max(0, moment.nowMs - sinceMs) / 1000;
}

/** The phases the charger is set to; three until it says so, which is the careful guess for a minimum. */
export function phasesSet(moment: StepInput): 1 | 3 {
  return moment.reading.phases ?? moment.state.sent.phases ?? 3;
}
