/** When to start and when to stop: the owner's delays are kept whatever the surplus does. */
import { carReady } from './car';
import { enoughW, mostA } from './current';
import { chargingLosesW, choices, chosenPhasesInS, leastStartW } from './phases';
import { account, lossW } from './standby-loss';
import { phasesSet, type StepInput, secondsHeld, secondsSince } from './step-input';

/**
 * What a start, and a stop, must be worth: so many watt over the owner's delay, with its default 20 Wh. Whoever shortens a delay
 * wants to start, or stop, for less. A stop is worth 2 Wh at the least: the meter may show that the car has begun to draw before
 * a polled charger does, and that is no lack of sun.
 */
const START_WORTH_W = 1200;
const STOP_WORTH_W = 400;
const LEAST_STOP_WORTH_WS = 2 * 3600;
/**
 * So many times `stopDelay` a charge is held with too little sun at the most, be it worth it or not; half a minute in any case:
 * a bound that is shorter than the reading of a polled charger is old would stop a charge that has just begun.
 */
const LONGEST_HOLD = 3;
const LONGEST_HOLD_S = 30;

/** Turns the wish to charge on or off, and notes when. Nothing happens where it stands already. */
export function wish({ state, nowMs }: StepInput, on: boolean): void {
  if (state.on === on) return;
  state.on = on;
  state.changedMs = nowMs;
  state.enoughSinceMs = null;
  state.lackSinceMs = null;
  state.restBetterWs = 0;
  state.switchingSinceMs = null;
  state.wakePulse = null;
  state.wakeStepMs = null;
}

/** Follows whether there is enough to start, or too little to go on. @param passedS what the new measurement stands for */
export function weighSurplus(moment: StepInput, passedS: number): void {
  const { state, nowMs } = moment;
  const { steadyW } = state;
  const gainW = chargingLosesW(moment) - lossW(steadyW, 0);
  const ws = account(state.restBetterWs, gainW, passedS, Math.max(startWorthWs(moment), stopWorthWs(moment)));
  // While nothing flows a dark hour does not count against the sun that comes after it.
  state.restBetterWs = state.on ? ws : Math.min(0, ws);
  if (state.on) {
    const lacks = steadyW < enoughW(moment, phasesSet(moment));
    state.lackSinceMs = lacks ? (state.lackSinceMs ?? nowMs) : null;
    return;
  }
  const enough = carReady(moment) && roomToCharge(moment) && steadyW >= leastStartW(moment);
  state.enoughSinceMs = enough ? (state.enoughSinceMs ?? nowMs) : null;
}

/** Some choice of phases leaves at least the minimum. */
export function roomToCharge(moment: StepInput): boolean {
  if (moment.state.fuseOff) return false;
  return choices(moment).some((phases) => mostA(moment, phases) >= moment.settings.minCurrent);
}

/** Seconds of `minPause` that are left. */
export function pauseLeftS(moment: StepInput): number {
  return moment.state.on ? 0 : Math.max(0, moment.settings.minPause - secondsSince(moment, moment.state.changedMs));
}

/** Seconds of `minRun` that are left. */
export function runLeftS(moment: StepInput): number {
  return moment.state.on ? Math.max(0, moment.settings.minRun - secondsSince(moment, moment.state.changedMs)) : 0;
}

/** Seconds until a start if the surplus stays; undefined: there is too little. */
export function startInS(moment: StepInput): number | undefined {
  const { settings, state } = moment;
  if (state.enoughSinceMs === null) return undefined;
  const delayS = settings.startDelay - secondsHeld(moment, state.enoughSinceMs);
  const gainW = lossW(state.steadyW, 0) - chargingLosesW(moment);
  const worthS = gainW > 0 ? (startWorthWs(moment) + state.restBetterWs) / gainW : Number.POSITIVE_INFINITY;
  return Math.max(0, delayS, worthS, pauseLeftS(moment), chosenPhasesInS(moment));
}

/**
 * Seconds until a stop if the lack stays; undefined: there is enough. A stop and the start after it cost sun too: a small lack
 * is held longer than a large one, up to a bound.
 */
export function stopInS(moment: StepInput): number | undefined {
  const { settings, state } = moment;
  if (state.lackSinceMs === null) return undefined;
  const heldS = secondsHeld(moment, state.lackSinceMs);
  const gainW = chargingLosesW(moment) - lossW(state.steadyW, 0);
  const worthS = gainW > 0 ? (stopWorthWs(moment) - state.restBetterWs) / gainW : Number.POSITIVE_INFINITY;
  const boundS = Math.max(settings.stopDelay * LONGEST_HOLD, LONGEST_HOLD_S) - heldS;
  return Math.max(0, settings.stopDelay - heldS, Math.min(worthS, boundS), runLeftS(moment));
}

function startWorthWs({ settings }: StepInput): number {
  return START_WORTH_W * settings.startDelay;
}

function stopWorthWs({ settings }: StepInput): number {
  return Math.max(LEAST_STOP_WORTH_WS, STOP_WORTH_W * settings.stopDelay);
}
