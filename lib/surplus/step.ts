/** Step of the controller: pure, so that the time and all that is measured come in as arguments. */
import { debouncedCar, flowW, observeCar } from './car';
import { commandsFor } from './command';
import { weighCurrent } from './current';
import { decide } from './decide';
import { measure } from './estimate';
import type { Explanation } from './explanation';
import { watchFuse } from './fuse';
import { forgetSwitches, weighPhases } from './phases';
import { type ReadingInput, readingOf } from './reading';
import type { Setpoint } from './setpoint';
import { complete, type SettingsInput } from './settings';
import { weighSurplus } from './start-stop';
import { type Commands, NOTHING_KNOWN, type State } from './state';
import { phasesSet, type StepInput } from './step-input';

export interface Step {
  state: State;
  commands: Commands;
  explanation: Explanation;
}

/** State before the first step. @param _settings taken for symmetry with `step`: the state does not depend on them */
export function initial(_settings?: SettingsInput): State {
  return copyOf(NOTHING_KNOWN);
}

/**
 * Calculates the next step.
 * @param settingsInput the node's settings; a setting that is missing or invalid takes its default
 * @param before the state of the last step, or of `initial`; it is not changed
 * @param readingInput what is measured and set now
 * @param nowMs any clock in milliseconds that does not stand still; jumps are survived
 * @returns the new state, the commands to write (often none), and the explanation; never throws
 */
export function step(
  settingsInput: SettingsInput | null | undefined,
  before: State | null | undefined,
  readingInput: ReadingInput | null | undefined,
  nowMs: number,
): Step {
  const state = copyOf(before);
  const asMeasured: StepInput = {
    settings: complete(settingsInput),
    reading: readingOf(readingInput),
    state,
    nowMs: clock(state, nowMs),
  };
  const input: StepInput = { ...asMeasured, reading: { ...asMeasured.reading, car: debouncedCar(asMeasured) } };
  noticeModeChange(input);
  observeCar(input);
  const passedS = measure(input);
  watchFuse(input);
  if (passedS > 0) {
    weighPhases(input, passedS);
    weighSurplus(input, passedS);
    if (state.on) weighCurrent(input, phasesSet(input), passedS);
  }
  const setpoint = decide(input);
  const commands = commandsFor(input, setpoint);
  return { state, commands, explanation: explain(input, setpoint) };
}

function copyOf(before: State | null | undefined): State {
  const from = before?.version === 1 ? before : NOTHING_KNOWN;
  return {
    ...NOTHING_KNOWN,
    ...from,
    switchesMs: [...from.switchesMs],
    sent: { ...from.sent },
    sentMs: { ...from.sentMs },
    shown: from.shown && { ...from.shown },
  };
}

/** Latest time that JavaScript's Date can hold [Node.js]. */
const LATEST_MS = 8.64e15;

/** Clock of the controller: an invalid time counts as the last one, and a clock that was set back shifts all remembered times. */
function clock(state: State, nowMs: number): number {
  const now = Number.isFinite(nowMs) && Math.abs(nowMs) <= LATEST_MS ? nowMs : (state.stepMs ?? 0);
  const backMs = state.stepMs === null ? 0 : state.stepMs - now;
  if (backMs > 0) shift(state, backMs);
  state.stepMs = now;
  return now;
}

function shift(state: State, byMs: number): void {
  const times: Record<string, unknown> = state as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(times))
    if (name.endsWith('Ms') && name !== 'stepMs' && typeof value === 'number') times[name] = value - byMs;
  state.switchesMs = state.switchesMs.map((atMs) => atMs - byMs);
  for (const name of ['enabled', 'currentA', 'phases'] as const) {
    const sentMs = state.sentMs[name];
    if (sentMs !== null) state.sentMs[name] = sentMs - byMs;
  }
  if (state.shown) state.shown.sinceMs -= byMs;
  const { movedSinceMs } = state.meter;
  state.meter = { ...state.meter, movedSinceMs: movedSinceMs === null ? null : movedSinceMs - byMs };
  state.lag = { ...state.lag, flows: [], sumsW: null };
}

/** Restarts the wake-up attempts in another mode, and forgets old phase switches. */
function noticeModeChange(input: StepInput): void {
  const { settings, state } = input;
  forgetSwitches(input);
  if (state.mode !== settings.mode) {
    state.wakeAttempts = 0;
    state.wakePulse = null;
    state.wakeStepMs = null;
  }
  state.mode = settings.mode;
}

function explain(input: StepInput, setpoint: Setpoint): Explanation {
  const { state, nowMs, settings } = input;
  if (state.shown?.state !== setpoint.state || state.shown.reason !== setpoint.reason)
    state.shown = { state: setpoint.state, reason: setpoint.reason, sinceMs: nowMs };
  const isAllowed = setpoint.enabled === true || setpoint.enabled === 'as-found';
  return {
    state: setpoint.state,
    mode: settings.mode,
    currentA: isAllowed ? setpoint.currentA : 0,
    phases: isAllowed ? setpoint.phases : phasesSet(input),
    powerW: Math.round(flowW(input)),
    surplusW: Math.round(state.availableW),
    reason: setpoint.reason,
    since: state.shown.sinceMs,
    ...(setpoint.next ? { next: setpoint.next } : {}),
  };
}
