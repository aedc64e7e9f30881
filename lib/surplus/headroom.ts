/** Headroom for the minimum current, below the limits of the owner, the charger and the fuse of the house. */
import { mostA } from './current';
import { choices } from './phases';
import type { StepInput } from './step-input';

/** At least one number of phases that may be chosen has headroom for the minimum current. */
export function hasHeadroom(input: StepInput): boolean {
  if (input.state.fuseOff) return false;
  return choices(input).some((phases) => mostA(input, phases) >= input.settings.minCurrent);
}

/** The fuse, and not the charger, is the lowest limit. */
export function fuseBinds({ settings, state, reading }: StepInput): boolean {
  if (settings.fuse === undefined) return false;
  return state.fuseOff || (state.fuseA ?? Number.POSITIVE_INFINITY) <= (reading.limitA ?? settings.maxCurrent);
}
