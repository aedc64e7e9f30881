/** Setpoint: what a step wants of the charger, with state and reason, before it is compared with what is set there. */
import type { Next, ReasonWord, StateWord } from './explanation';
import { tripFuse } from './fuse';
import { fuseBinds } from './headroom';
import { setCharging } from './start-stop';
import type { Enabled } from './state';
import { phasesSet, type StepInput } from './step-input';

export interface Setpoint {
  /** `as-found`: the controller does not set the charger yet; only a fuse may lower what is set. */
  enabled: Enabled | 'as-found';
  phases: 1 | 3;
  /** Counts while charging is allowed. */
  currentA: number;
  state: StateWord;
  reason: ReasonWord;
  next?: Next | undefined;
}

/** The next action of an explanation, in whole seconds; undefined where its time is not known. */
export function next(action: Next['action'], inS: number): Next | undefined {
  return Number.isFinite(inS) ? { action, inS: Math.max(0, Math.ceil(inS)) } : undefined;
}

/** Setpoint of a car that may not charge; stops a charge that runs. */
export function notCharging(input: StepInput, state: StateWord, reason: ReasonWord): Setpoint {
  setCharging(input, false);
  return { enabled: false, phases: phasesSet(input), currentA: 0, state, reason };
}

/** Setpoint without headroom for the minimum current: not charging. Where the fuse is the reason it counts as tripped until it has recovered. */
export function noHeadroom(input: StepInput): Setpoint {
  if (!fuseBinds(input)) return notCharging(input, 'limited', 'charger-limit');
  tripFuse(input);
  return notCharging(input, 'limited', 'fuse');
}
