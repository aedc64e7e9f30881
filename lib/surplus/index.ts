/**
 * Solar surplus controller: a pure function. It takes the settings, the last state, a reading and the time, and returns the
 * commands for the charger and the reason.
 * @example
 * let state = surplus.initial();
 * const result = surplus.step({ mode: 'solar' }, state, reading, Date.now());
 * state = result.state; // result.commands: to be written; result.explanation: why
 */
export {
  ACTIONS,
  type ActionWord,
  type Explanation,
  type Next,
  REASONS,
  type ReasonWord,
  STATES,
  type StateWord,
} from './explanation';
export { CAR, ENERGY_LIMIT_REACHED, type ReadingInput } from './reading';
export {
  BATTERY_PRIORITIES,
  type BatteryPriority,
  complete,
  DEFAULTS,
  MODES,
  type Mode,
  ON_STALE,
  type OnStale,
  PHASE_CHOICES,
  type PhaseChoice,
  type Settings,
  type SettingsInput,
} from './settings';
export { type Member, type Share, share } from './share';
export type { Commands, Enabled, State } from './state';
export { initial, type Step, step } from './step';
