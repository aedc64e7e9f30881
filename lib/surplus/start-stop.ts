/** Start and stop of a charge: `startDelay`, `stopDelay`, `minRun` and `minPause` are kept whatever the surplus does. */
import { carReady } from './car';
import { enoughW } from './current';
import { hasHeadroom } from './headroom';
import { accumulate, opportunityLossW } from './opportunity-loss';
import { chargingLossW, chosenPhasesInS, leastStartW } from './phases';
import { phasesSet, type StepInput, secondsHeld, secondsSince } from './step-input';

/**
 * Energy that a start, and a stop, must gain: this power times the owner's delay, which is 20 Wh with the default delay. With a
 * shorter delay less is enough. A stop needs 2 Wh in any case: a meter may show the car's power before a polled charger does,
 * and that is no lack of sun. Settled on the training days of `bench/surplus`.
 */
const START_WORTH_W = 1200;
const STOP_WORTH_W = 400;
const LEAST_STOP_WORTH_WS = 2 * 3600;
/** A charge with too little sun is held for at most this many times `stopDelay`, even where a stop would gain little. */
const LONGEST_HOLD = 3;
/** Shortest bound for holding a charge: a shorter one would stop a charge that has just begun, as a polled charger shows it late [our choice]. */
const LONGEST_HOLD_S = 30;

/** Allows charging, or ends it, and remembers when. Changes nothing where that is so already. */
export function setCharging({ state, nowMs }: StepInput, on: boolean): void {
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

/** Adds a new measurement to the start and stop delays and to their energy. @param passedS the time that it stands for */
export function weighSurplus(input: StepInput, passedS: number): void {
  const { state, nowMs } = input;
  const { steadyW } = state;
  const gainW = chargingLossW(input) - opportunityLossW(steadyW, 0);
  const ws = accumulate(state.restBetterWs, gainW, passedS, Math.max(startWorthWs(input), stopWorthWs(input)));
  // Before a start a dark hour does not count against the sun after it.
  state.restBetterWs = state.on ? ws : Math.min(0, ws);
  if (state.on) {
    const lacks = steadyW < enoughW(input, phasesSet(input));
    state.lackSinceMs = lacks ? (state.lackSinceMs ?? nowMs) : null;
    return;
  }
  const enough = carReady(input) && hasHeadroom(input) && steadyW >= leastStartW(input);
  state.enoughSinceMs = enough ? (state.enoughSinceMs ?? nowMs) : null;
}

/** Rest of `minPause`, in seconds. */
export function pauseLeftS(input: StepInput): number {
  return input.state.on ? 0 : Math.max(0, input.settings.minPause - secondsSince(input, input.state.changedMs));
}

/** Rest of `minRun`, in seconds. */
export function runLeftS(input: StepInput): number {
  return input.state.on ? Math.max(0, input.settings.minRun - secondsSince(input, input.state.changedMs)) : 0;
}

/** Time until a start if the surplus stays, in seconds; undefined with too little surplus. */
export function startInS(input: StepInput): number | undefined {
  const { settings, state } = input;
  if (state.enoughSinceMs === null) return undefined;
  const delayS = settings.startDelay - secondsHeld(input, state.enoughSinceMs);
  const gainW = opportunityLossW(state.steadyW, 0) - chargingLossW(input);
  const worthS = gainW > 0 ? (startWorthWs(input) + state.restBetterWs) / gainW : Number.POSITIVE_INFINITY;
  return Math.max(0, delayS, worthS, pauseLeftS(input), chosenPhasesInS(input));
}

/**
 * Time until a stop if the lack stays, in seconds; undefined with enough surplus. A stop and the next start cost sun too, so a
 * small lack is held longer than a large one, up to a bound.
 */
export function stopInS(input: StepInput): number | undefined {
  const { settings, state } = input;
  if (state.lackSinceMs === null) return undefined;
  const heldS = secondsHeld(input, state.lackSinceMs);
  const gainW = chargingLossW(input) - opportunityLossW(state.steadyW, 0);
  const worthS = gainW > 0 ? (stopWorthWs(input) - state.restBetterWs) / gainW : Number.POSITIVE_INFINITY;
  const boundS = Math.max(settings.stopDelay * LONGEST_HOLD, LONGEST_HOLD_S) - heldS;
  return Math.max(0, settings.stopDelay - heldS, Math.min(worthS, boundS), runLeftS(input));
}

function startWorthWs({ settings }: StepInput): number {
  return START_WORTH_W * settings.startDelay;
}

function stopWorthWs({ settings }: StepInput): number {
  return Math.max(LEAST_STOP_WORTH_WS, STOP_WORTH_W * settings.stopDelay);
}
