/** When to start and when to stop: the owner's delays are kept whatever the surplus does. */
import { carReady } from './car';
import { mostA } from './current';
import { type Moment, secondsHeld, secondsSince } from './moment';
import { choices, leastFeedW } from './phases';

/** Turns the wish to charge on or off, and notes when. Nothing happens where it stands already. */
export function wish({ state, nowMs }: Moment, on: boolean): void {
  if (state.on === on) return;
  state.on = on;
  state.changedMs = nowMs;
  state.enoughSinceMs = null;
  state.lackSinceMs = null;
  state.regretWs = 0;
  state.regretSinceMs = null;
  state.switchingSinceMs = null;
  state.wakePulse = null;
  state.wakeStepMs = null;
}

/** Follows whether there is enough to start, or too little to go on. Called with each new measurement. */
export function weighSurplus(moment: Moment): void {
  const { settings, state, nowMs } = moment;
  if (state.on) {
    const lacks = state.steadyW < leastFeedW(moment, settings.stopDelay) && state.availableW < leastFeedW(moment, 0);
    state.lackSinceMs = lacks ? (state.lackSinceMs ?? nowMs) : null;
    return;
  }
  const enough = carReady(moment) && roomToCharge(moment) && state.quickW >= leastFeedW(moment, 0);
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

/** Seconds until a stop if the lack stays; undefined: there is enough. */
export function stopInS(moment: Moment): number | undefined {
  if (moment.state.lackSinceMs === null) return undefined;
  const delayS = moment.settings.stopDelay - secondsHeld(moment, moment.state.lackSinceMs);
  return Math.max(0, delayS, runLeftS(moment));
}
