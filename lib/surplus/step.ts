/** One step of the controller: pure, so that time and everything measured come in as arguments. */
import { carPlugged, flowW, observeCar } from './car';
import { commandsFor } from './command';
import { weighCurrent } from './current';
import { decide } from './decide';
import type { Decision } from './decision';
import { measure } from './estimate';
import type { Explanation } from './explanation';
import { watchFuse } from './fuse';
import { forgetSwitches, weighPhases } from './phases';
import { type ReadingInput, readingOf } from './reading';
import { complete, type SettingsInput } from './settings';
import { weighSurplus } from './start-stop';
import { type Commands, NOTHING_KNOWN, type State } from './state';
import { phasesSet, type StepInput } from './step-input';

export interface Step {
  state: State;
  commands: Commands;
  explanation: Explanation;
}

/** The state before the first step. @param _settings taken for symmetry with `step`: nothing in the state depends on them */
export function initial(_settings?: SettingsInput): State {
  return copyOf(NOTHING_KNOWN);
}

/**
 * Decides once more.
 * @param input the node's settings; what is missing or makes no sense takes its default
 * @param before what the last step, or `initial`, gave; it is not changed
 * @param readingInput what is measured and set now
 * @param nowMs any clock in milliseconds that does not stand still; jumps are survived
 * @returns the new state, what has to be written (often nothing), and why; never throws
 */
export function step(
  input: SettingsInput | null | undefined,
  before: State | null | undefined,
  readingInput: ReadingInput | null | undefined,
  nowMs: number,
): Step {
  const state = copyOf(before);
  const asMeasured: StepInput = {
    settings: complete(input),
    reading: readingOf(readingInput),
    state,
    nowMs: clock(state, nowMs),
  };
  const moment: StepInput = { ...asMeasured, reading: { ...asMeasured.reading, car: carPlugged(asMeasured) } };
  begin(moment);
  observeCar(moment);
  const passedS = measure(moment);
  watchFuse(moment);
  if (passedS > 0) {
    weighPhases(moment, passedS);
    weighSurplus(moment, passedS);
    if (state.on) weighCurrent(moment, phasesSet(moment), passedS);
  }
  const decision = decide(moment);
  const commands = commandsFor(moment, decision);
  return { state, commands, explanation: explain(moment, decision) };
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

/** Beyond this a number is no time any more [the range of JavaScript's Date]. */
const LATEST_MS = 8.64e15;

/** A clock that makes no sense stands still; one that was set back takes all remembered moments with it. */
function clock(state: State, nowMs: number): number {
  const now = Number.isFinite(nowMs) && Math.abs(nowMs) <= LATEST_MS ? nowMs : (state.stepMs ?? 0);
  const backMs = state.stepMs === null ? 0 : state.stepMs - now;
  if (backMs > 0) shift(state, backMs);
  state.stepMs = now;
  return now;
}

function shift(state: State, byMs: number): void {
  const moments: Record<string, unknown> = state as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(moments))
    if (name.endsWith('Ms') && name !== 'stepMs' && typeof value === 'number') moments[name] = value - byMs;
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

/** Another mode begins anew with a car that was given up. */
function begin(moment: StepInput): void {
  const { settings, state } = moment;
  forgetSwitches(moment);
  if (state.mode !== settings.mode) {
    state.wakeAttempts = 0;
    state.wakePulse = null;
    state.wakeStepMs = null;
  }
  state.mode = settings.mode;
}

function explain(moment: StepInput, decision: Decision): Explanation {
  const { state, nowMs, settings } = moment;
  if (state.shown?.state !== decision.state || state.shown.reason !== decision.reason)
    state.shown = { state: decision.state, reason: decision.reason, sinceMs: nowMs };
  const isAllowed = decision.enabled === true || decision.enabled === 'as-found';
  return {
    state: decision.state,
    mode: settings.mode,
    currentA: isAllowed ? decision.currentA : 0,
    phases: isAllowed ? decision.phases : phasesSet(moment),
    powerW: Math.round(flowW(moment)),
    surplusW: Math.round(state.availableW),
    reason: decision.reason,
    since: state.shown.sinceMs,
    ...(decision.next ? { next: decision.next } : {}),
  };
}
