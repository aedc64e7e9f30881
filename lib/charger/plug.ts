/**
 * The plug observer: whether a car is plugged in, judged from keys that change together. `car` alone does not show it: a car that
 * was plugged in again between two polls never shows `car` 1, and some firmwares show `car` 1 during a phase switch.
 * Pure: changes and the time come in, events come out.
 */
import type { Json } from '../json';
import { createForceReset } from './force-reset';
import { createPlugJudge, isPluggedIn, NEVER, type PlugState } from './plug-judge';
import { createPlugSigns, type Observation } from './plug-signs';

/** The keys that the plug is judged from. A charger that lacks some of them is judged by the others. */
export const PLUG_KEYS = ['car', 'wh', 'frc', 'cbl', 'lccfi', 'rbc', 'psm', 'fsp'] as const;

export interface Plugged {
  kind: 'plugged';
  time: number;
  /** The charger was found so: nothing that happened. */
  isFirst: boolean;
  /** It was plugged in while the charger was not observed. */
  isLate: boolean;
  /** True where `wh` already counts for this car. False: it still shows what the car before has charged. */
  isNewCount: boolean;
}

export interface Unplugged {
  kind: 'unplugged';
  time: number;
  /**
   * The count of `wh` that belongs to the session that ends: `now` the present one, `before` that of the snapshot before, because
   * this one is of the next car, `fall` the one before `wh` last fell.
   */
  counted: 'now' | 'before' | 'fall';
}

export type PlugEvent = Plugged | Unplugged;

export interface PlugObserver {
  /**
   * Takes in what changed at one moment (see `stepsOf`).
   * @param isOwnWrite a fall of `frc` to 0 was written by this program, so that it is no sign of a plug
   */
  observe(changes: readonly Observation[], time: number, isOwnWrite?: boolean): PlugEvent[];
  /** All values of a snapshot have been taken in. */
  snapshotTaken(time: number): PlugEvent[];
  /** The charger is offline, or not observed. */
  connectionLost(): void;
  /** Takes in `rbt`, the clock of the charger: it shows when the car was plugged in. */
  uptime(rbt: Json, time: number): void;
  readonly isAway: boolean;
  /** Undefined until the charger has shown it. */
  readonly isPlugged: boolean | undefined;
  /** `car` without the 1 of a phase switch: it stays as it was before that. */
  readonly car: Json | undefined;
  /** It is not clear yet what the signs mean; `snapshotTaken` ends that. */
  readonly isUndecided: boolean;
  /** The newest fall of `frc` to 0 belongs to an unplug: nobody has set it. */
  readonly isOwnReset: boolean;
}

/** @param isPushed values are pushed (MQTT): a key that does not come has not changed */
export function createPlugObserver(isPushed: boolean): PlugObserver {
  const signsOf = createPlugSigns(isPushed);
  const reset = createForceReset(signsOf);
  const state: PlugState = {
    isPlugged: undefined,
    shownCar: undefined,
    car: undefined,
    idleSince: undefined,
    leftIdleSince: undefined,
    whFellAt: NEVER,
    goneAt: NEVER,
  };
  const judge = createPlugJudge(state, signsOf, reset);
  return {
    get isPlugged() {
      return state.isPlugged;
    },
    get car() {
      return state.car;
    },
    get isUndecided() {
      return state.idleSince !== undefined || state.leftIdleSince !== undefined;
    },
    get isOwnReset() {
      return reset.isOwn;
    },
    get isAway() {
      return signsOf.isAway;
    },
    observe(changes, time, isOwnWrite = false) {
      const signs = reset.withoutReset(signsOf.read(changes, time, isOwnWrite), time);
      state.shownCar = changes.findLast(({ key }) => key === 'car')?.value ?? state.shownCar;
      const events = judge.changed(signs, time);
      if (state.idleSince === undefined) state.car = state.shownCar;
      return events;
    },
    snapshotTaken(time) {
      signsOf.snapshotTaken(time);
      return judge.stayed(time);
    },
    connectionLost: signsOf.connectionLost,
    uptime: signsOf.uptime,
  };
}

/**
 * Splits the changes of one moment into steps with one `car` each, to be observed one after the other. Over MQTT a moment is put
 * together of messages in any order: the signs of an unplug come with that, and those of the next plug last.
 */
export function stepsOf<T extends { key: string; value: Json }>(changes: readonly T[]): T[][] {
  const cars = changes.filter(({ key }) => key === 'car');
  if (cars.length < 2) return [[...changes]];
  const unplugged = Math.max(
    0,
    cars.findIndex(({ value }) => isPluggedIn(value) === false),
  );
  const others = changes.filter(({ key }) => key !== 'car' && key !== 'lccfi');
  const last = changes.filter(({ key }) => key === 'lccfi');
  return cars.map((each, at) => [...(at === unplugged ? others : []), ...(at === cars.length - 1 ? last : []), each]);
}
