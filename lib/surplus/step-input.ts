/** Step input: the settings, the reading, the state and the time that every part of a step gets. */
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

/** Seconds since a time; infinite for null. */
export function secondsSince(input: StepInput, sinceMs: number | null): number {
  return sinceMs === null ? Number.POSITIVE_INFINITY : Math.max(0, input.nowMs - sinceMs) / 1000;
}

/** Seconds that a condition has held since a time; 0 for null. */
export function secondsHeld(input: StepInput, sinceMs: number | null): number {
  return sinceMs === null ? 0 : Math.max(0, input.nowMs - sinceMs) / 1000;
}

/** Phases that the charger is set to; three until that is known, which is the careful guess for a minimum. */
export function phasesSet(input: StepInput): 1 | 3 {
  return input.reading.phases ?? input.state.sent.phases ?? 3;
}
