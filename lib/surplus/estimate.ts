/** The surplus: what the car could take from the sun now, as measured, and without the meter's noise. */
import { batteryShareW } from './battery';
import { flowW } from './car';
import { hearHouse } from './fuse';
import { breakOff, flowWhenMeasured, rememberFlow } from './lag';
import { settling, watchSettling } from './settle';
import { type StepInput, secondsHeld, secondsSince } from './step-input';
import { heardMeter } from './stuck-meter';

/** Time constant in seconds: enough to even out noise; what is fleeting the budgets of the decisions even out. */
const STEADY_S = 1.5;
/** A gap longer than this counts as this long. */
export const LONGEST_GAP_S = 60;

/** A meter as slow as `staleAfter` comes a little late as often as a little early: until then it is slow, and not lost. */
const SLOW_METER = 1.2;
const EVERY_WEIGHT = 0.2;

/** Seconds without a measurement after which the meter counts as lost. */
export function silentAfterS({ settings, state }: StepInput): number {
  const isSlow = (state.meterEveryS ?? 0) > settings.staleAfter * 0.8;
  return settings.staleAfter * (isSlow ? SLOW_METER : 1);
}

/**
 * Takes a new measurement.
 * @returns the seconds this measurement stands for; 0 if there was none, or none that can be believed yet
 */
export function measure(moment: StepInput): number {
  const { settings, reading, state, nowMs } = moment;
  const flowsW = flowW(moment);
  watchSettling(moment, flowsW);
  rememberFlow(moment, flowsW);
  state.firstMs ??= nowMs;
  hearHouse(moment);
  if (reading.gridW === undefined) return 0;
  const sinceS = secondsSince(moment, state.measuredMs);
  const gap = sinceS > silentAfterS(moment);
  const wasFrozen = state.meter.frozen;
  hearMeter(moment, gap);
  if (state.meter.frozen) return 0;
  const first = gap || wasFrozen;
  if (state.measuredMs !== null && sinceS <= settings.staleAfter * SLOW_METER)
    state.meterEveryS = (state.meterEveryS ?? sinceS) + (sinceS - (state.meterEveryS ?? sinceS)) * EVERY_WEIGHT;
  const passedS = Math.min(LONGEST_GAP_S, secondsHeld(moment, state.measuredMs));
  state.measuredMs = nowMs;
  if (first) startAnew(moment);
  const elseW = batteryShareW(moment) - reading.gridW;
  const foundW = Math.min(flowWhenMeasured(moment, elseW) + elseW, sunLimitW(moment)) - settings.reserve;
  if (settling(moment) && !first) return 0;
  state.availableW = foundW;
  state.steadyW += (foundW - state.steadyW) * (first ? 1 : weight(passedS, STEADY_S));
  return first ? 0 : passedS;
}

/** A meter that has just come back tells nothing of the time before. */
function hearMeter({ reading, state, nowMs }: StepInput, gap: boolean): void {
  const before = gap ? { ...state.meter, movedSinceMs: null } : state.meter;
  const chargeW = reading.chargeW === undefined ? before.fromW : Math.abs(reading.chargeW);
  state.meter = heardMeter(before, reading.meterW ?? 0, chargeW, nowMs);
}

/** What held before a gap is no part of a delay or a budget: nobody knows what was in between. */
function startAnew(moment: StepInput): void {
  const { state } = moment;
  breakOff(moment);
  state.enoughSinceMs = null;
  state.lackSinceMs = null;
  state.restBetterWs = 0;
  state.threeBetterWs = 0;
  state.currentWs = 0;
}

/** A home battery that is not measured may feed the car unseen: then more than the sun gives is no surplus. */
function sunLimitW({ reading }: StepInput): number {
  return reading.pvW === undefined || reading.batteryW !== undefined ? Number.POSITIVE_INFINITY : reading.pvW;
}

function weight(passedS: number, constantS: number): number {
  return 1 - Math.exp(-passedS / constantS);
}
