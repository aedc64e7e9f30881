/** Lost meter: a measurement that the mode or the fuse needs has stopped, is stuck, or lacks the home battery; and what is set then. */
import { batteryLost } from './battery';
import { mostA } from './current';
import { meterTimeoutS } from './estimate';
import { fuseLimitA, tripFuse } from './fuse';
import { hasHeadroom } from './headroom';
import { noHeadroom, notCharging, type Setpoint } from './setpoint';
import { setCharging } from './start-stop';
import { phasesSet, type StepInput, secondsSince } from './step-input';

export type LostReason = 'meter-stale' | 'meter-frozen' | 'battery-stale';

/** The reason to do without a measurement from now on; undefined while all that is needed is fresh. */
export function lostMeter(input: StepInput): LostReason | undefined {
  const { settings, state } = input;
  const missing = (sinceMs: number | null) => secondsSince(input, sinceMs ?? state.firstMs);
  const houseS = settings.fuse === undefined ? 0 : missing(state.houseMs);
  if (houseS > meterTimeoutS(input)) return 'meter-stale';
  if (settings.mode === 'fast') return undefined;
  if (state.meter.stuck) return 'meter-frozen';
  if (missing(state.measuredMs) > meterTimeoutS(input)) return 'meter-stale';
  return batteryLost(input) ? 'battery-stale' : undefined;
}

/** Setpoint by the owner's choice for a lost meter (`onStale`). */
export function setpointWithoutMeter(input: StepInput, reason: LostReason): Setpoint {
  const { settings } = input;
  if (settings.onStale === 'stop') return notCharging(input, 'stale', reason);
  if (settings.onStale === 'release') return releaseCharger(input, reason);
  const currentA = settings.minCurrent;
  const phases = phasesSet(input);
  if (!hasHeadroom(input) || mostA(input, phases) < currentA) return noHeadroom(input);
  setCharging(input, true);
  return { enabled: true, phases, currentA, state: 'stale', reason };
}

/** Leaves the charger to its own rules, unless the fuse has no headroom for the current that is set: those rules do not know it. */
function releaseCharger(input: StepInput, reason: LostReason): Setpoint {
  const { settings, state, reading } = input;
  const phases = phasesSet(input);
  const currentA = settings.minCurrent;
  const setA = reading.currentA ?? currentA;
  const isFuseWatched = settings.fuse !== undefined && reading.houseCurrentsA !== undefined;
  if (isFuseWatched && (state.fuseOff || fuseLimitA(input, phases) < setA)) {
    tripFuse(input);
    return notCharging(input, 'limited', 'fuse');
  }
  // The next step with a meter takes the charge as it finds it.
  state.on = null;
  state.changedMs = null;
  return { enabled: 'release', phases, currentA, state: 'stale', reason };
}
