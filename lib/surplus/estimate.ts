/** Surplus estimate: power that the car could take from the sun now, as measured and smoothed. */
import { batteryShareW } from './battery';
import { flowW } from './car';
import { receiveHouseCurrents } from './fuse';
import { flowWhenMeasured, forgetLastMeasurement, rememberFlow } from './lag';
import { settling, watchSettling } from './settle';
import { type StepInput, secondsHeld, secondsSince } from './step-input';
import { updateStuckMeter } from './stuck-meter';

/** Time constant of the smoothing: enough for the meter's noise; short clouds are evened out by the accumulated losses [our choice]. */
const STEADY_S = 1.5;
/** Longest time that one measurement stands for [our choice]. */
export const LONGEST_GAP_S = 60;

/** Extra time for a meter that is about as slow as `staleAfter`: it is often a little late, and not lost. */
const SLOW_METER = 1.2;
/** Weight of a new interval of the meter in the learned one. */
const EVERY_WEIGHT = 0.2;

/** Timeout of the meter: without a measurement for this many seconds it counts as lost. */
export function meterTimeoutS({ settings, state }: StepInput): number {
  const isSlow = (state.meterEveryS ?? 0) > settings.staleAfter * 0.8;
  return settings.staleAfter * (isSlow ? SLOW_METER : 1);
}

/**
 * Updates the surplus with a new measurement.
 * @returns the seconds it stands for; 0 if there was none, or one that does not count yet
 */
export function measure(input: StepInput): number {
  const { settings, reading, state, nowMs } = input;
  const flowsW = flowW(input);
  watchSettling(input, flowsW);
  rememberFlow(input, flowsW);
  state.firstMs ??= nowMs;
  receiveHouseCurrents(input);
  if (reading.gridW === undefined) return 0;
  const sinceS = secondsSince(input, state.measuredMs);
  const gap = sinceS > meterTimeoutS(input);
  const wasStuck = state.meter.stuck;
  checkMeter(input, gap);
  if (state.meter.stuck) return 0;
  const first = gap || wasStuck;
  if (state.measuredMs !== null && sinceS <= settings.staleAfter * SLOW_METER)
    state.meterEveryS = (state.meterEveryS ?? sinceS) + (sinceS - (state.meterEveryS ?? sinceS)) * EVERY_WEIGHT;
  const passedS = Math.min(LONGEST_GAP_S, secondsHeld(input, state.measuredMs));
  state.measuredMs = nowMs;
  if (first) resetBudgets(input);
  const withoutCarW = batteryShareW(input) - reading.gridW;
  const surplusW = Math.min(flowWhenMeasured(input, withoutCarW) + withoutCarW, sunLimitW(input)) - settings.reserve;
  if (settling(input) && !first) return 0;
  state.availableW = surplusW;
  state.steadyW += (surplusW - state.steadyW) * (first ? 1 : weight(passedS, STEADY_S));
  return first ? 0 : passedS;
}

/** Checks whether the meter is stuck. After a gap the time before it does not count. */
function checkMeter({ reading, state, nowMs }: StepInput, gap: boolean): void {
  const before = gap ? { ...state.meter, movedSinceMs: null } : state.meter;
  const chargeW = reading.chargeW === undefined ? before.fromW : Math.abs(reading.chargeW);
  state.meter = updateStuckMeter(before, reading.meterW ?? 0, chargeW, nowMs);
}

/** Restarts delays and accumulated losses after a gap, as it is not known what was in between. */
function resetBudgets(input: StepInput): void {
  const { state } = input;
  forgetLastMeasurement(input);
  state.enoughSinceMs = null;
  state.lackSinceMs = null;
  state.restBetterWs = 0;
  state.threeBetterWs = 0;
  state.currentWs = 0;
}

/** Upper bound of the surplus, in watt: a home battery that is not measured may feed the car unseen, so no more than the sun gives. */
function sunLimitW({ reading }: StepInput): number {
  return reading.pvW === undefined || reading.batteryW !== undefined ? Number.POSITIVE_INFINITY : reading.pvW;
}

function weight(passedS: number, constantS: number): number {
  return 1 - Math.exp(-passedS / constantS);
}
