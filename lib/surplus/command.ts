/** Commands for a setpoint: only what differs from the charger, and not again while it may be applying the last one. */
import { wattPerAmpere } from './car';
import { CAR } from './reading';
import type { Setpoint } from './setpoint';
import { startSettling } from './settle';
import type { Commands, Enabled } from './state';
import { phasesSet, type StepInput, secondsSince } from './step-input';

/** A command that does not show by then is repeated: a charger applies it within two seconds and is polled every few [our choice]. */
const AGAIN_AFTER_S = 15;

/** @returns the commands, which the state remembers as sent */
export function commandsFor(input: StepInput, setpoint: Setpoint): Commands {
  const { reading, state, nowMs } = input;
  const commands: Commands = {};
  const due = (name: keyof Commands, value: unknown) =>
    state.sent[name] !== value || secondsSince(input, state.sentMs[name]) >= AGAIN_AFTER_S;

  const { enabled } = setpoint;
  if (enabled === 'as-found') {
    const exceeds = reading.enabled !== false && setpoint.currentA < (reading.currentA ?? 0);
    if (exceeds && due('currentA', setpoint.currentA)) commands.currentA = setpoint.currentA;
    remember(input, commands);
    return commands;
  }
  if (enabledDiffers(input, enabled) && due('enabled', enabled)) commands.enabled = enabled;
  if (enabled === true) {
    const { currentA, phases } = setpoint;
    if (reading.currentA !== currentA && due('currentA', currentA)) commands.currentA = currentA;
    if (phasesSet(input) !== phases && due('phases', phases)) {
      commands.phases = phases;
      if (state.sent.phases !== phases || state.sentMs.phases === null || reading.phases !== undefined)
        state.switchesMs = [...state.switchesMs, nowMs];
      state.switchingSinceMs = nowMs;
    }
  }
  remember(input, commands);
  return commands;
}

function enabledDiffers({ reading, state }: StepInput, enabled: Enabled): boolean {
  // No key shows that the charger's own rules are in force: the release is sent once.
  if (enabled === 'release') return state.sent.enabled !== 'release';
  if (state.sent.enabled === 'release') return true;
  return (reading.enabled ?? state.sent.enabled) !== enabled;
}

function remember(input: StepInput, commands: Commands): void {
  const { reading, state, nowMs } = input;
  if (commands.enabled !== undefined) state.sentMs.enabled = nowMs;
  if (commands.phases !== undefined) state.sentMs.phases = nowMs;
  if (commands.currentA !== undefined) {
    state.sentMs.currentA = nowMs;
    state.currentWs = 0;
    // Only a car that draws follows at once; a phase switch has a pause before it.
    if (reading.car === CAR.charging && commands.phases === undefined && commands.enabled === undefined)
      startSettling(input, commands.currentA * wattPerAmpere(input, phasesSet(input)));
  }
  state.sent = { ...state.sent, ...commands };
}
