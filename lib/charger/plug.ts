/**
 * The plug: whether a car is plugged in, judged from keys that change together. `car` alone does not tell it: a car that was
 * plugged in again between two polls never shows `car` 1, and some firmwares show `car` 1 during a phase switch.
 * Pure: observations and the time come in, events come out.
 */
import type { Json } from './charger.types';
import { createPlugSigns, type Observation, type Signs } from './plug-signs';

/** What the plug is judged from. A charger that lacks some of them is judged by the others. */
export const PLUG_KEYS = ['car', 'wh', 'frc', 'cbl', 'lccfi', 'rbc', 'psm', 'fsp'] as const;

export interface Plugged {
  kind: 'plugged';
  time: number;
  /** The charger was found so: nothing that happened. */
  isFirst: boolean;
  /** It was plugged in while nobody looked. */
  isLate: boolean;
  /** What `wh` shows belongs to this car. False: it still shows what the car before has charged. */
  isNewCount: boolean;
}

export interface Unplugged {
  kind: 'unplugged';
  time: number;
  /**
   * What of `wh` belongs to the session that ends: `now` what it shows, `before` what it showed at the look before, because
   * this look is of the next car, `fall` what it showed before it last fell.
   */
  counted: 'now' | 'before' | 'fall';
}

export type PlugEvent = Plugged | Unplugged;

export interface PlugObserver {
  /**
   * Takes in what changed at one moment (see `stepsOf`).
   * @param isOwnWrite a fall of `frc` to 0 was written by this program, so that it says nothing of a plug
   */
  observe(changes: readonly Observation[], time: number, isOwnWrite?: boolean): PlugEvent[];
  /** The charger was looked at, and all that it shows has been taken in. */
  looked(time: number): PlugEvent[];
  /** The charger is out of reach, or nobody looks at it. */
  lostTouch(): void;
  /** `rbt`: the clock of the charger, by which it tells when the car was plugged in. */
  uptime(rbt: Json, time: number): void;
  readonly isAway: boolean;
  /** Undefined until the charger has told it. */
  readonly isPlugged: boolean | undefined;
  /** `car` without the 1 of a phase switch: it stays as it was before that. */
  readonly car: Json | undefined;
  /** It is not clear yet what was seen; `looked` ends that. */
  readonly isOpen: boolean;
  /** The newest fall of `frc` to 0 came with an unplug, or late after one: nobody has set it. */
  readonly isOwnReset: boolean;
}

/** `frc` falls to 0 some seconds after an unplug [syssi/homeassistant-goecharger-mqtt#190]; the bound is our choice. */
const LATE_RESET_MS = 15_000;
/** A phase switch shows `car` 1 for up to 15 s [goecharger/go-eCharger-API-v2#198]: what stays longer is an unplug. */
export const STAYS_MS = 20_000;
/** Over MQTT the keys of one unplug come one by one. */
const ONE_UNPLUG_MS = 3000;
const NEVER = Number.NEGATIVE_INFINITY;

/** @param tells values arrive by themselves (MQTT): what is not told has not changed */
export function createPlugObserver(tells: boolean): PlugObserver {
  const signsOf = createPlugSigns(tells);
  let isPlugged: boolean | undefined;
  /** As the charger shows it, and as it counts. */
  let shownCar: Json | undefined;
  let car: Json | undefined;
  /** `car` 1 that may be a phase switch, since then. */
  let idleSince: number | undefined;
  /** `lccfi` has moved and `wh` stands: a new plug, or an idle moment that was none; since then. */
  let leftIdleSince: number | undefined;
  let forceFellAt = NEVER;
  let whFellAt = NEVER;
  /** Cable or counter told of an unplug: over MQTT that may come a moment before `car`. */
  let goneAt = NEVER;
  let unpluggedAt = NEVER;
  /** The charger has not let go of what was forced since the last unplug. */
  let isResetDue = false;
  let isOwnReset = false;

  function plug(time: number, isNewCount: boolean): Plugged {
    const isFirst = isPlugged === undefined;
    isPlugged = true;
    return { kind: 'plugged', time, isFirst, isLate: isFirst || signsOf.isAway, isNewCount };
  }

  function unplug(time: number, counted: Unplugged['counted'], noticedAt: number): Unplugged {
    isPlugged = false;
    idleSince = undefined;
    leftIdleSince = undefined;
    unpluggedAt = noticedAt;
    isOwnReset = isOneMoment(forceFellAt, noticedAt);
    isResetDue = !isOwnReset;
    forceFellAt = NEVER;
    whFellAt = NEVER;
    goneAt = NEVER;
    return { kind: 'unplugged', time, counted };
  }

  function replug(signs: Signs, time: number): PlugEvent[] {
    const isLateSign = !signs.leftIdle && !signs.whFell && !signs.anotherCable && leftIdleSince === undefined;
    const isNewCount = signs.whMoved || isLateSign;
    const pluggedAt = isLateSign ? whFellAt : signs.leftIdle ? signsOf.pluggedAt(time) : time;
    return [unplug(pluggedAt, isLateSign ? 'fall' : 'before', time), plug(pluggedAt, isNewCount)];
  }

  /** Between two looks, or within the messages of one unplug. */
  const isOneMoment = (at: number, time: number) => time - at <= ONE_UNPLUG_MS || signsOf.isSinceLook(at);

  /** The car that was there is another plug by now, although no look has shown the charger without one. */
  function isReplug(signs: Signs, time: number): boolean {
    const hasLeftIdle = signs.leftIdle || leftIdleSince !== undefined;
    // `wh` that begins again by itself is the same session [goecharger/go-eCharger-API-v2#68].
    const hasForceFallen = isOneMoment(forceFellAt, time);
    if (signs.whFell) return hasLeftIdle || signs.anotherCable || hasForceFallen;
    if (signs.forceFell) return hasLeftIdle || signsOf.isRecent(whFellAt, LATE_RESET_MS, time);
    if (signs.leftIdle && (hasForceFallen || !signs.wh || (signs.whMayBeNew && !signs.mayBlink))) return true;
    return signs.anotherCable;
  }

  /** While `car` shows 1 these tell an unplug from a phase switch. */
  function isGone(signs: Signs): boolean {
    return signs.whFell || signs.forceFell || signs.cableMoved;
  }

  function plugged(signs: Signs, shows: boolean, time: number): PlugEvent[] {
    if (idleSince !== undefined) return afterIdle(signs, shows, idleSince, time);
    const events: PlugEvent[] = [];
    if ((shows || signs.leftIdle) && isReplug(signs, time)) events.push(...replug(signs, time));
    else if (signs.whMoved) leftIdleSince = undefined;
    else if (signs.leftIdle && !signs.mayBlink) leftIdleSince = time;
    if (events.length === 0 && signs.whFell) whFellAt = time;
    if (shows) return events;
    if (signs.mayBlink && !isGone(signs) && !isOneMoment(goneAt, time)) idleSince = time;
    else events.push(unplug(time, 'now', time));
    return events;
  }

  function afterIdle(signs: Signs, shows: boolean, since: number, time: number): PlugEvent[] {
    const wasGone = isGone(signs) || (shows && signs.leftIdle && !signs.wh);
    if (!shows) return wasGone ? [unplug(since, 'now', time)] : [];
    idleSince = undefined;
    signsOf.switched();
    return wasGone ? [unplug(since, signs.whMoved ? 'before' : 'now', time), plug(time, signs.whMoved)] : [];
  }

  /** @returns the signs, without a fall of `frc` that belongs to the unplug before */
  function withoutReset(signs: Signs, time: number): Signs {
    if (!signs.forceFell) return signs;
    isOwnReset = isResetDue && signsOf.isRecent(unpluggedAt, LATE_RESET_MS, time);
    isResetDue = false;
    if (!isOwnReset) forceFellAt = time;
    return isOwnReset ? { ...signs, forceFell: false } : signs;
  }

  return {
    get isPlugged() {
      return isPlugged;
    },
    get car() {
      return car;
    },
    get isOpen() {
      return idleSince !== undefined || leftIdleSince !== undefined;
    },
    get isOwnReset() {
      return isOwnReset;
    },
    observe(changes, time, isOwnWrite = false) {
      const signs = withoutReset(signsOf.read(changes, time, isOwnWrite), time);
      if (signs.whFell || signs.cableMoved) goneAt = time;
      shownCar = changes.findLast(({ key }) => key === 'car')?.value ?? shownCar;
      const shows = isPluggedIn(shownCar) ?? (isPlugged && idleSince === undefined);
      let events: PlugEvent[] = [];
      if (isPlugged) events = plugged(signs, shows === true, time);
      else if (shows) {
        // Found plugged in, or plugged in while nobody looked: the charger knows since when.
        const isUnseen = isPlugged === undefined || (signsOf.isAway && signs.leftIdle);
        events = [plug(isUnseen ? signsOf.pluggedAt(time) : time, signs.whMoved)];
      } else isPlugged = shows;
      if (idleSince === undefined) car = shownCar;
      return events;
    },
    looked(time) {
      signsOf.looked(time);
      const events: PlugEvent[] = [];
      if (idleSince !== undefined && Math.abs(time - idleSince) >= STAYS_MS) {
        events.push(unplug(idleSince, 'now', time));
        car = shownCar;
      } else if (leftIdleSince !== undefined && Math.abs(time - leftIdleSince) >= STAYS_MS) {
        const since = leftIdleSince;
        events.push(unplug(since, 'now', time), plug(since, false));
      }
      return events;
    },
    lostTouch: signsOf.lostTouch,
    uptime: signsOf.uptime,
    get isAway() {
      return signsOf.isAway;
    },
  };
}

/**
 * The changes of one moment as steps with one `car` each, to be observed one after the other. Over MQTT a moment is put
 * together of messages in any order: what tells of an unplug comes with that, and what tells of the next plug last.
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
