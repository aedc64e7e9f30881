/** When to start and when to stop: the owner's delays are kept whatever the surplus does. */
import { carReady } from './car';
import { mostA } from './current';
import { type Moment, secondsHeld, secondsSince } from './moment';
import { choices, leastFeedW } from './phases';

/** A stop comes when so much of the minimum's energy over `stopDelay` was missing, and after so many times `stopDelay` at the latest. */
const TOLERATED_SHARE = 0.7;
const LONGEST_STOP = 3;
/** How far the surplus may fall short for a moment without beginning `startDelay` anew. */
const DIP_W = 300;

/** Turns the wish to charge on or off, and notes when. Nothing happens where it stands already. */
export function wish({ state, nowMs }: Moment, on: boolean): void {
  if (state.on === on) return;
  state.on = on;
  state.changedMs = nowMs;
  state.enoughSinceMs = null;
  state.lackSinceMs = null;
  state.lackWs = 0;
  state.regretWs = 0;
  state.regretSinceMs = null;
  state.switchingSinceMs = null;
  state.wakePulse = null;
  state.wakeStepMs = null;
}

/** Follows whether there is enough to start, or too little to go on. @param passedS what the new measurement stands for */
export function weighSurplus(moment: Moment, passedS: number): void {
  const { settings, state, nowMs } = moment;
  if (state.on) {
    const missingW = leastFeedW(moment, settings.stopDelay) - state.availableW;
    const lacks = state.steadyW < leastFeedW(moment, settings.stopDelay) && missingW > 0;
    state.lackSinceMs = lacks ? (state.lackSinceMs ?? nowMs) : null;
    state.lackWs = lacks ? state.lackWs + missingW * passedS : 0;
    return;
  }
  const leastStartW = leastFeedW(moment, 0);
  const enough =
    carReady(moment) && roomToCharge(moment) && Math.min(state.steadyW, state.availableW + DIP_W) >= leastStartW;
  state.enoughSinceMs = enough ? (state.enoughSinceMs ?? nowMs) : null;
}

/** Some choice of phases leaves at least the minimum. */
export function roomToCharge(moment: Moment): boolean {
  if (moment.state.fuseOff) return false;
  return choices(moment).some((phases) => mostA(moment, phases) >= moment.settings.minCurrent);
}

/** Seconds of `minPause` that are left. */
export function pauseLeftS(moment: Moment): number {
  return moment.state.on ? 0 : Math.max(0, moment.settings.minPause - secondsSince(moment, moment.state.changedMs));
}

/** Seconds of `minRun` that are left. */
export function runLeftS(moment: Moment): number {
  return moment.state.on ? Math.max(0, moment.settings.minRun - secondsSince(moment, moment.state.changedMs)) : 0;
}

/** Seconds until a start if the surplus stays; undefined: there is too little. */
export function startInS(moment: Moment): number | undefined {
  if (moment.state.enoughSinceMs === null) return undefined;
  const delayS = moment.settings.startDelay - secondsHeld(moment, moment.state.enoughSinceMs);
  return Math.max(0, delayS, pauseLeftS(moment));
}

/**
 * Seconds until a stop if the lack stays; undefined: there is enough. A stop and the start after it cost sun too, so a small
 * lack is held longer than a large one.
 */
export function stopInS(moment: Moment): number | undefined {
  const { settings, state } = moment;
  if (state.lackSinceMs === null) return undefined;
  const leastW = leastFeedW(moment, settings.stopDelay);
  const heldS = secondsHeld(moment, state.lackSinceMs);
  const missingW = Math.max(1, leastW - state.availableW);
  const toleratedS = (leastW * settings.stopDelay * TOLERATED_SHARE - state.lackWs) / missingW;
  const delayS = Math.max(settings.stopDelay - heldS, Math.min(toleratedS, settings.stopDelay * LONGEST_STOP - heldS));
  return Math.max(0, delayS, runLeftS(moment));
}
