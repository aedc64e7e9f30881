/**
 * The plug observer: whether a car is plugged in, judged from keys that change together. `car` alone does not show it: a car that
 * was plugged in again between two polls never shows `car` 1, and some firmwares show `car` 1 during a phase switch.
 * Pure: changes and the time come in, events come out.
 */
import type { Json } from '../json';
import { createForceReset, type ForceReset, LATE_RESET_MS } from './force-reset';
import { createPlugSigns, type Observation, type PlugSigns, type Signs } from './plug-signs';

/** The keys that the plug is judged from. A charger that lacks some of them is judged by the others. */
export const PLUG_KEYS = ['car', 'wh', 'frc', 'cbl', 'lccfi', 'rbc', 'psm', 'fsp'] as const;

export interface Plugged {
  kind: 'plugged';
  time: number;
  /** The charger was found so: nothing that happened. */
  isFirst: boolean;
  /** It was plugged in while the charger was not observed. */
  isLate: boolean;
  /** What `wh` shows belongs to this car. False: it still shows what the car before has charged. */
  isNewCount: boolean;
}

export interface Unplugged {
  kind: 'unplugged';
  time: number;
  /**
   * What of `wh` belongs to the session that ends: `now` what it shows, `before` what it showed in the snapshot before, because
   * this one is of the next car, `fall` what it showed before it last fell.
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

/** Longest phase switch that shows `car` 1, up to 15 s, with a margin: longer is an unplug [goecharger/go-eCharger-API-v2#198]. */
export const STAYS_MS = 20_000;
/** Time in which the keys of one unplug arrive over MQTT, one by one [our choice]. */
const ONE_UNPLUG_MS = 3000;
const NEVER = Number.NEGATIVE_INFINITY;

/** What the observer knows. Times are those of the changes; `undefined` and `NEVER` stand for none. */
interface State {
  isPlugged: boolean | undefined;
  /** `car` as the charger shows it. */
  shownCar: Json | undefined;
  /** `car` as it counts: without the 1 of a phase switch. */
  car: Json | undefined;
  /** Since when `car` shows a 1 that may be a phase switch. */
  idleSince: number | undefined;
  /** Since when `lccfi` has changed and `wh` has not: a new plug, or an idle moment that was none. */
  leftIdleSince: number | undefined;
  whFellAt: number;
  /** When cable or counter showed an unplug: over MQTT that may come a moment before `car`. */
  goneAt: number;
}

/** @param isPushed values are pushed (MQTT): a key that does not come has not changed */
export function createPlugObserver(isPushed: boolean): PlugObserver {
  const signsOf = createPlugSigns(isPushed);
  const reset = createForceReset(signsOf);
  const state: State = {
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

interface PlugJudge {
  /** What the signs of one moment mean. */
  changed(signs: Signs, time: number): PlugEvent[];
  /** What signs mean that have not been explained for longer than a phase switch lasts. */
  stayed(time: number): PlugEvent[];
}

function createPlugJudge(state: State, signsOf: PlugSigns, reset: ForceReset): PlugJudge {
  /** Between two snapshots, or within the messages of one unplug. */
  const isOneMoment = (at: number, time: number) => time - at <= ONE_UNPLUG_MS || signsOf.isSinceSnapshot(at);

  function plug(time: number, isNewCount: boolean): Plugged {
    const isFirst = state.isPlugged === undefined;
    state.isPlugged = true;
    return { kind: 'plugged', time, isFirst, isLate: isFirst || signsOf.isAway, isNewCount };
  }

  function unplug(time: number, counted: Unplugged['counted'], noticedAt: number): Unplugged {
    reset.unplugged(noticedAt, isOneMoment(reset.fellAt, noticedAt));
    Object.assign(state, {
      isPlugged: false,
      idleSince: undefined,
      leftIdleSince: undefined,
      whFellAt: NEVER,
      goneAt: NEVER,
    });
    return { kind: 'unplugged', time, counted };
  }

  function replug(signs: Signs, time: number): PlugEvent[] {
    const isLateSign = !signs.leftIdle && !signs.whFell && !signs.anotherCable && state.leftIdleSince === undefined;
    const isNewCount = signs.whMoved || isLateSign;
    const pluggedAt = isLateSign ? state.whFellAt : signs.leftIdle ? signsOf.pluggedAt(time) : time;
    return [unplug(pluggedAt, isLateSign ? 'fall' : 'before', time), plug(pluggedAt, isNewCount)];
  }

  /** The car was unplugged and plugged in again, although no snapshot has shown the charger without one. */
  function isReplug(signs: Signs, time: number): boolean {
    const hasLeftIdle = signs.leftIdle || state.leftIdleSince !== undefined;
    // `wh` that begins again by itself is the same session [goecharger/go-eCharger-API-v2#68].
    const hasForceFallen = isOneMoment(reset.fellAt, time);
    if (signs.whFell) return hasLeftIdle || signs.anotherCable || hasForceFallen;
    if (signs.forceFell) return hasLeftIdle || signsOf.isRecent(state.whFellAt, LATE_RESET_MS, time);
    if (signs.leftIdle && (hasForceFallen || !signs.wh || (signs.whMayBeNew && !signs.mayBlink))) return true;
    return signs.anotherCable;
  }

  function whilePlugged(signs: Signs, isShown: boolean, time: number): PlugEvent[] {
    if (state.idleSince !== undefined) return afterIdle(signs, isShown, state.idleSince, time);
    const events: PlugEvent[] = [];
    if ((isShown || signs.leftIdle) && isReplug(signs, time)) events.push(...replug(signs, time));
    else if (signs.whMoved) state.leftIdleSince = undefined;
    else if (signs.leftIdle && !signs.mayBlink) state.leftIdleSince = time;
    if (events.length === 0 && signs.whFell) state.whFellAt = time;
    if (isShown) return events;
    if (signs.mayBlink && !isGone(signs) && !isOneMoment(state.goneAt, time)) state.idleSince = time;
    else events.push(unplug(time, 'now', time));
    return events;
  }

  function afterIdle(signs: Signs, isShown: boolean, since: number, time: number): PlugEvent[] {
    const wasGone = isGone(signs) || (isShown && signs.leftIdle && !signs.wh);
    if (!isShown) return wasGone ? [unplug(since, 'now', time)] : [];
    state.idleSince = undefined;
    signsOf.switched();
    return wasGone ? [unplug(since, signs.whMoved ? 'before' : 'now', time), plug(time, signs.whMoved)] : [];
  }

  return {
    changed(signs, time) {
      if (signs.whFell || signs.cableMoved) state.goneAt = time;
      const isShown = isPluggedIn(state.shownCar) ?? (state.isPlugged && state.idleSince === undefined);
      if (state.isPlugged) return whilePlugged(signs, isShown === true, time);
      if (!isShown) {
        state.isPlugged = isShown;
        return [];
      }
      // Found plugged in, or plugged in while nobody observed: the charger has the time in its own keys.
      const isUnseen = state.isPlugged === undefined || (signsOf.isAway && signs.leftIdle);
      return [plug(isUnseen ? signsOf.pluggedAt(time) : time, signs.whMoved)];
    },
    stayed(time) {
      const { idleSince, leftIdleSince } = state;
      const hasStayed = (since: number | undefined) => since !== undefined && Math.abs(time - since) >= STAYS_MS;
      if (hasStayed(idleSince)) {
        state.car = state.shownCar;
        return [unplug(idleSince!, 'now', time)];
      }
      return hasStayed(leftIdleSince) ? [unplug(leftIdleSince!, 'now', time), plug(leftIdleSince!, false)] : [];
    },
  };
}

/** While `car` shows 1 these are signs of an unplug, and not of a phase switch. */
function isGone(signs: Signs): boolean {
  return signs.whFell || signs.forceFell || signs.cableMoved;
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

/** `car`: 1 idle, 2 charging, 3 waiting for the car, 4 complete; the others say nothing of a plug. */
export function isPluggedIn(car: Json | undefined): boolean | undefined {
  if (car === 1) return false;
  return car === 2 || car === 3 || car === 4 ? true : undefined;
}
