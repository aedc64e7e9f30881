/** Explanation of a decision, in stable words: flows may compare them, and catalogues translate them. */
import type { Mode } from './settings';

export const STATES = [
  'off',
  'no-car',
  'waiting',
  'starting',
  'charging',
  'holding',
  'switching',
  'full',
  'asleep',
  'limited',
  'stale',
  'error',
  /** Manual override: somebody set the charger, and the controller does not. Not set by the controller itself. */
  'manual',
] as const;
export type StateWord = (typeof STATES)[number];

export const REASONS = [
  /** The mode is off. */
  'mode-off',
  /** The mode is fast: as much as is allowed. */
  'mode-fast',
  /** No car is plugged in. */
  'no-car',
  /** The charger does not say whether a car is there. */
  'car-unknown',
  /** The charger reports an error. */
  'charger-error',
  /** No measurement has come yet; in `solar` and `min-solar` the charger is left as it is until one does. */
  'no-meter',
  /** No measurement for longer than `staleAfter`. */
  'meter-stale',
  /** The meter is stuck: it shows the same to the last digit although the charging power has changed by a kilowatt. */
  'meter-frozen',
  /** The home battery was measured and has not been for long: it may feed the car unseen. */
  'battery-stale',
  /** Too little surplus to start, or none was left and the charge was stopped. */
  'too-little-surplus',
  /** Enough surplus; `startDelay` runs. */
  'enough-surplus',
  /** Enough surplus; `minPause` since the last stop runs. */
  'min-pause',
  /** Charging is allowed, the car has not taken any current yet. */
  'car-starting',
  /** The current follows the surplus. */
  'follows-surplus',
  /** More surplus than may flow. */
  'at-maximum',
  /** The car takes less than it is offered. */
  'car-takes-less',
  /** Too little surplus; the minimum is held while `stopDelay` runs. */
  'stop-delay',
  /** Too little surplus; the minimum is held while `minRun` since the start runs. */
  'min-run',
  /** Too little surplus; `min-solar` draws the rest of the minimum from the grid. */
  'min-solar',
  /** The number of phases changes, to three or to one. */
  'to-three-phases',
  'to-one-phase',
  /** The car ended the charge by itself. */
  'car-full',
  /** The car does not react; it is being woken. */
  'waking',
  /** The car did not react to any attempt; unplugging or another mode starts again. */
  'car-asleep',
  /** The fuse of the house has no headroom, or less than was to be set. */
  'fuse',
  /** The charger itself allows less than the minimum (temperature, cable, adapter), or does not let the car charge now. */
  'charger-limit',
  /** The owner's energy limit is reached; charging goes on when it is raised or lifted, or with another car. */
  'energy-limit',
  /** Given with the state `manual`. */
  'manual',
] as const;
export type ReasonWord = (typeof REASONS)[number];

/** Next action if nothing changes. */
export const ACTIONS = ['start', 'stop', 'one-phase', 'three-phases'] as const;
export type ActionWord = (typeof ACTIONS)[number];

export interface Next {
  action: ActionWord;
  /** Whole seconds from now. */
  inS: number;
}

export interface Explanation {
  state: StateWord;
  mode: Mode;
  /** Current that the car may take, in ampere; 0 while it may not charge. */
  currentA: number;
  phases: 1 | 3;
  /** Power into the car now, in watt. */
  powerW: number;
  /** Power that the car could take from the sun, in watt, after `reserve` and home battery. */
  surplusW: number;
  reason: ReasonWord;
  /** Since when state and reason are these, on the clock of the caller (ms). */
  since: number;
  next?: Next;
}
