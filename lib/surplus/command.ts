/** From what is decided to what has to be written: only what differs, and not again while the charger may be applying it. */
import { wattPerAmpere } from './car';
import type { Decision } from './decision';
import { CAR } from './reading';
import { startSettling } from './settle';
import type { Commands, Enabled } from './state';
import { phasesSet, type StepInput, secondsSince } from './step-input';

/** A charger applies within a second or two and is polled every few; a command that does not show by then is given again. */
const AGAIN_AFTER_S = 15;

export function commandsFor(moment: StepInput, decision: Decision): Commands {
  const { reading, state, nowMs } = moment;
  const commands: Commands = {};
  const due = (name: keyof Commands, value: unknown) =>
    state.sent[name] !== value || secondsSince(moment, state.sentMs[name]) >= AGAIN_AFTER_S;

  const { enabled } = decision;
  if (enabled === 'as-found') {
    const exceeds = reading.enabled !== false && decision.currentA < (reading.currentA ?? 0);
    if (exceeds && due('currentA', decision.currentA)) commands.currentA = decision.currentA;
    remember(moment, commands);
    return commands;
  }
  if (enabledDiffers(moment, enabled) && due('enabled', enabled)) commands.enabled = enabled;
  if (enabled === true) {
    const { currentA, phases } = decision;
    if (reading.currentA !== currentA && due('currentA', currentA)) commands.currentA = currentA;
    if (phasesSet(moment) !== phases && due('phases', phases)) {
      commands.phases = phases;
      if (state.sent.phases !== phases || state.sentMs.phases === null || reading.phases !== undefined)
        state.switchesMs = [...state.switchesMs, nowMs];
      state.switchingSinceMs = nowMs;
    }
  }
  remember(moment, commands);
  return commands;
}

function enabledDiffers({ reading, state }: StepInput, enabled: Enabled): boolean {
  // Whether the charger's own rules are in force cannot be read: the release is given once.
  if (enabled === 'release') return state.sent.enabled !== 'release';
  if (state.sent.enabled === 'release') return true;
  return (reading.enabled ?? state.sent.enabled) !== enabled;
}

function remember(moment: StepInput, commands: Commands): void {
  const { reading, state, nowMs } = moment;
  if (commands.enabled !== undefined) state.sentMs.enabled = nowMs;
  if (commands.phases !== undefined) state.sentMs.phases = nowMs;
  if (commands.currentA !== undefined) {
    state.sentMs.currentA = nowMs;
    state.currentWs = 0;
    // Only a car that draws follows; where phases change too, the pause in between tells the two apart.
    if (reading.car === CAR.charging && commands.phases === undefined && commands.enabled === undefined)
      startSettling(moment, commands.currentA * wattPerAmpere(moment, phasesSet(moment)));
  }
  state.sent = { ...state.sent, ...commands };
}
