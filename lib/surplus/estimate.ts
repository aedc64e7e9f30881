/** The surplus: what the car could take from the sun now, as measured, followed quickly, and followed slowly. */
import { batteryShareW } from './battery';
import { flowW } from './car';
import { type Moment, secondsHeld, secondsSince } from './moment';
import { settling, watchSettling } from './settle';

/** Time constants, in seconds: down at once, up smoothly; the slow one is for starting, stopping and phases. */
const DOWN_S = 2;
const UP_S = 3;
const STEADY_S = 10;
/** A gap longer than this counts as this long. */
export const LONGEST_GAP_S = 60;

/** A meter as slow as `staleAfter` comes a little late as often as a little early: until then it is slow, and not lost. */
const SLOW_METER = 1.2;
const EVERY_WEIGHT = 0.2;

/** Seconds without a measurement after which the meter counts as lost. */
export function silentAfterS({ settings, state }: Moment): number {
  const isSlow = (state.meterEveryS ?? 0) > settings.staleAfter * 0.8;
  return settings.staleAfter * (isSlow ? SLOW_METER : 1);
}

/**
 * Takes a new measurement.
 * @returns the seconds this measurement stands for; 0 if there was none
 */
export function measure(moment: Moment): number {
  const { settings, reading, state, nowMs } = moment;
  const flowingW = flowW(moment);
  watchSettling(moment, flowingW);
  state.firstMs ??= nowMs;
  if (reading.houseCurrentsA) state.houseMs = nowMs;
  if (reading.gridW === undefined) return 0;
  const sinceS = secondsSince(moment, state.measuredMs);
  const first = sinceS > silentAfterS(moment);
  if (state.measuredMs !== null && sinceS <= settings.staleAfter * SLOW_METER)
    state.meterEveryS = (state.meterEveryS ?? sinceS) + (sinceS - (state.meterEveryS ?? sinceS)) * EVERY_WEIGHT;
  const passedS = Math.min(LONGEST_GAP_S, secondsHeld(moment, state.measuredMs));
  state.measuredMs = nowMs;
  const foundW = Math.min(flowingW - reading.gridW + batteryShareW(moment), sunLimitW(moment)) - settings.reserve;
  if (first) {
    state.availableW = foundW;
    state.quickW = foundW;
    state.steadyW = foundW;
    // What held before the gap is no part of a delay: nobody knows what was in between.
    state.enoughSinceMs = null;
    state.lackSinceMs = null;
    state.lackWs = 0;
    state.regretWs = 0;
    state.regretSinceMs = null;
    return 0;
  }
  if (!settling(moment)) state.availableW = foundW;
  const { availableW } = state;
  state.quickW += (availableW - state.quickW) * weight(passedS, availableW < state.quickW ? DOWN_S : UP_S);
  state.steadyW += (availableW - state.steadyW) * weight(passedS, STEADY_S);
  return passedS;
}

/** A home battery that is not measured may feed the car unseen: then more than the sun gives is no surplus. */
function sunLimitW({ reading }: Moment): number {
  return reading.pvW === undefined || reading.batteryW !== undefined ? Number.POSITIVE_INFINITY : reading.pvW;
}

function weight(passedS: number, constantS: number): number {
  return 1 - Math.exp(-passedS / constantS);
}
