/** Signs of a plug beside `car`: what the keys that move with an unplug or a new plug say at one look. */
import type { Json } from './charger.types';

export interface Observation {
  key: string;
  value: Json;
}

/** What one look says, compared with the look before. */
export interface Signs {
  /** `wh` as it stands; undefined where it is not known. */
  wh: number | undefined;
  /** `wh` shows another number, or its first. */
  whMoved: boolean;
  /** `wh` began again. Not after a restart, which may begin it again too. */
  whFell: boolean;
  /** `wh` rose, and may have begun again all the same since the look before. */
  whMayBeNew: boolean;
  /** `wh` rose by more than can have flowed since it began again: the same count goes on. */
  whGoesOn: boolean;
  /** `frc` fell to 0, and this program did not write it. */
  forceFell: boolean;
  /** Another cable, or none. */
  cableMoved: boolean;
  anotherCable: boolean;
  /** The car has left `idle` since the look before. */
  leftIdle: boolean;
  /** A phase switch or a restart is under way: `car` 1 may be that. */
  mayBlink: boolean;
}

export interface PlugSigns {
  read(changes: readonly Observation[], time: number, isOwnWrite: boolean): Signs;
  looked(time: number): void;
  lostTouch(): void;
  /** The car is back after the phase switch: the next `car` 1 is no part of that. */
  switched(): void;
  uptime(rbt: Json, time: number): void;
  readonly isAway: boolean;
  /** Something happened at most so long before the look before this one: between two polls it may have been at any moment. */
  isRecent(at: number, withinMs: number, time: number): boolean;
  /** It happened since the look before this one. Where values arrive by themselves, every moment is a look. */
  isSinceLook(at: number): boolean;
  /** When the car left `idle` by the charger's own clock; `time` where that is not known. */
  pluggedAt(time: number): number;
}

/** `psm` or `fsp` changed so shortly before: a `car` 1 may be the phase switch [goecharger/go-eCharger-API-v2#248]. */
const SWITCHES_FOR_MS = 30_000;
/** After a restart a charger finds its car again, and has forgotten what was forced: our choice. */
const BOOTS_FOR_MS = 60_000;
/** No charger gives more than 22 kW. */
const MOST_WH_PER_MS = 22_000 / 3_600_000;
/** What happens between two looks this close counts as one moment. */
const SHORTEST_LOOK_MS = 1000;

/** @param tells values arrive by themselves (MQTT): what is not told has not changed, so every moment is a look */
export function createPlugSigns(tells: boolean): PlugSigns {
  const shown = new Map<string, Json>();
  let lookedAt: number | undefined;
  let isAway = false;
  let switchedAt = Number.NEGATIVE_INFINITY;
  let restartedAt = Number.NEGATIVE_INFINITY;
  /** The charger's start by our clock. */
  let bootedAt: number | undefined;

  function isRecent(at: number, withinMs: number, time: number): boolean {
    const from = tells ? time : Math.min(lookedAt ?? time, time);
    return from - at <= withinMs;
  }

  /** More than can have flowed since the look before. Nobody knows how long a look before an outage is ago by the charger. */
  function isTooMuch(wh: number, time: number): boolean {
    return !isAway && wh > MOST_WH_PER_MS * Math.max(SHORTEST_LOOK_MS, time - (lookedAt ?? time));
  }

  /** `lccfi` counts from the charger's start: smaller it tells of a restart, and right after one of nothing else. */
  function leftIdle(value: Json, before: Json | undefined, time: number): boolean {
    if (before === undefined || value === before || typeof value !== 'number') return false;
    const isRestart = isMore(before, value);
    if (isRestart && !isRecent(restartedAt, BOOTS_FOR_MS, time)) restartedAt = time;
    return value > BOOTS_FOR_MS || !isRecent(restartedAt, BOOTS_FOR_MS, time);
  }

  return {
    isRecent,
    isSinceLook: (at) => !tells && lookedAt !== undefined && at >= lookedAt,
    get isAway() {
      return isAway;
    },
    looked(time) {
      lookedAt = time;
      isAway = false;
    },
    lostTouch() {
      isAway = true;
    },
    switched() {
      switchedAt = Number.NEGATIVE_INFINITY;
    },
    uptime(rbt, time) {
      if (typeof rbt === 'number') bootedAt = time - rbt;
    },
    pluggedAt(time) {
      const leftAt = shown.get('lccfi');
      if (typeof leftAt !== 'number' || bootedAt === undefined) return time;
      return Math.min(time, Math.max(bootedAt + leftAt, lookedAt ?? Number.NEGATIVE_INFINITY));
    },
    read(changes, time, isOwnWrite) {
      const signs = noSigns();
      // A restart explains what falls with it, whatever the order it is told in.
      if (changes.some(({ key, value }) => key === 'rbc' && isMore(value, shown.get(key)))) restartedAt = time;
      for (const { key, value } of changes) {
        const before = shown.get(key);
        shown.set(key, value);
        if (key === 'lccfi') signs.leftIdle ||= leftIdle(value, before, time);
        if (key === 'wh' && typeof value === 'number' && value !== before) {
          signs.whMoved = true;
          signs.whFell ||= isMore(before, value);
          signs.whMayBeNew = isMore(value, before) && !isTooMuch(value, time);
          signs.whGoesOn = isMore(value, before) && isTooMuch(value, time);
        }
        if (before === undefined || before === value) continue;
        if (key === 'psm' || key === 'fsp') switchedAt = time;
        if (key === 'frc' && value === 0) signs.forceFell = !isOwnWrite;
        if (key === 'cbl') signs.cableMoved = true;
        if (key === 'cbl') signs.anotherCable = typeof before === 'number' && typeof value === 'number';
      }
      const wh = shown.get('wh');
      signs.wh = typeof wh === 'number' ? wh : undefined;
      const isBooting = isRecent(restartedAt, BOOTS_FOR_MS, time);
      if (isBooting && !signs.leftIdle) Object.assign(signs, { whFell: false, forceFell: false });
      signs.mayBlink = isBooting || isRecent(switchedAt, SWITCHES_FOR_MS, time);
      return signs;
    },
  };
}

function noSigns(): Signs {
  return {
    wh: undefined,
    whMoved: false,
    whFell: false,
    whMayBeNew: false,
    whGoesOn: false,
    forceFell: false,
    cableMoved: false,
    anotherCable: false,
    leftIdle: false,
    mayBlink: false,
  };
}

function isMore(value: Json | undefined, than: Json | undefined): boolean {
  return typeof value === 'number' && typeof than === 'number' && value > than;
}
