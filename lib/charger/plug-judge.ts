/** The judge of a plug: the events that signs mean, in the state that earlier ones have left. */
import type { Json } from '../json';
import { type ForceReset, LATE_RESET_MS } from './force-reset';
import type { PlugEvent, Plugged, Unplugged } from './plug';
import type { PlugSigns, Signs } from './plug-signs';

/** Longest phase switch that shows `car` 1, up to 15 s, with a margin: longer is an unplug [goecharger/go-eCharger-API-v2#198]. */
export const PHASE_SWITCH_MS = 20_000;
/** Time in which the keys of one unplug arrive over MQTT, one by one [our choice]. */
const ONE_UNPLUG_MS = 3000;
export const NEVER = Number.NEGATIVE_INFINITY;

/** The state of a plug observer. Times are those of the changes; `undefined` and `NEVER` stand for none. */
export interface PlugState {
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

export interface PlugJudge {
  /** Judges the signs of one moment. */
  changed(signs: Signs, time: number): PlugEvent[];
  /** Judges signs that have not been explained for longer than a phase switch lasts. */
  stayed(time: number): PlugEvent[];
}

export function createPlugJudge(state: PlugState, signsOf: PlugSigns, reset: ForceReset): PlugJudge {
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
      const hasStayed = (since: number | undefined) => since !== undefined && Math.abs(time - since) >= PHASE_SWITCH_MS;
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

/** `car`: 1 idle, 2 charging, 3 waiting for the car, 4 complete; the others say nothing of a plug. */
export function isPluggedIn(car: Json | undefined): boolean | undefined {
  if (car === 1) return false;
  return car === 2 || car === 3 || car === 4 ? true : undefined;
}
