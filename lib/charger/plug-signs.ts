/** Signs of a plug beside `car`: what the keys that change with an unplug or a new plug show in one snapshot. */
import type { Json } from '../json';

export interface Observation {
  key: string;
  value: Json;
}

/** The signs of one snapshot, compared with the one before. */
export interface Signs {
  /** `wh` as it stands; undefined where it is not known. */
  wh: number | undefined;
  /** `wh` shows another number, or its first. */
  whMoved: boolean;
  /** `wh` began again. Not after a restart, which may begin it again too. */
  whFell: boolean;
  /** `wh` rose, and may have begun again all the same since the snapshot before. */
  whMayBeNew: boolean;
  /** `wh` rose by more than can have flowed since it began again: the same count goes on. */
  whGoesOn: boolean;
  /** `frc` fell to 0, and this program did not write it. */
  forceFell: boolean;
  /** Another cable, or none. */
  cableMoved: boolean;
  anotherCable: boolean;
  /** The car has left `idle` since the snapshot before. */
  leftIdle: boolean;
  /** A phase switch or a restart is under way: `car` 1 may be that. */
  mayBlink: boolean;
}

export interface PlugSigns {
  read(changes: readonly Observation[], time: number, isOwnWrite: boolean): Signs;
  snapshotTaken(time: number): void;
  connectionLost(): void;
  /** The car is back after the phase switch: the next `car` 1 is no part of that. */
  switched(): void;
  uptime(rbt: Json, time: number): void;
  readonly isAway: boolean;
  /** It happened at most `withinMs` before the snapshot before this one: between two polls it may have been at any moment. */
  isRecent(at: number, withinMs: number, time: number): boolean;
  /** It happened since the snapshot before this one. Never where values are pushed: there every moment is a snapshot. */
  isSinceSnapshot(at: number): boolean;
  /** When the car left `idle` by the charger's own clock; `time` where that is not known. */
  pluggedAt(time: number): number;
}

/** Time after a change of `psm` or `fsp` in which a `car` 1 may be the phase switch [goecharger/go-eCharger-API-v2#248]. */
const AFTER_SWITCH_MS = 30_000;
/** Time after a restart in which a charger finds its car again, and has forgotten what was forced [our choice]. */
const BOOTS_FOR_MS = 60_000;
/** Most energy that can flow: no charger gives more than 22 kW [vendor's API documents]. */
const MOST_WH_PER_MS = 22_000 / 3_600_000;
/** Shortest time between two snapshots that counts: closer ones are one moment [our choice]. */
const SHORTEST_SNAPSHOT_MS = 1000;

/** @param isPushed values are pushed (MQTT): a key that does not come has not changed, so every moment is a snapshot */
export function createPlugSigns(isPushed: boolean): PlugSigns {
  const shown = new Map<string, Json>();
  let snapshotAt: number | undefined;
  let isAway = false;
  let switchedAt = Number.NEGATIVE_INFINITY;
  let restartedAt = Number.NEGATIVE_INFINITY;
  /** The charger's start by our clock. */
  let bootedAt: number | undefined;

  function isRecent(at: number, withinMs: number, time: number): boolean {
    const from = isPushed ? time : Math.min(snapshotAt ?? time, time);
    return from - at <= withinMs;
  }

  /** More than can have flowed since the snapshot before. After an outage it is not known how long that is ago by the charger. */
  function isTooMuch(wh: number, time: number): boolean {
    return !isAway && wh > MOST_WH_PER_MS * Math.max(SHORTEST_SNAPSHOT_MS, time - (snapshotAt ?? time));
  }

  /** `lccfi` counts from the charger's start: a smaller one is a sign of a restart, and right after one of nothing else. */
  function leftIdle(value: Json, before: Json | undefined, time: number): boolean {
    if (before === undefined || value === before || typeof value !== 'number') return false;
    const isRestart = isMore(before, value);
    if (isRestart && !isRecent(restartedAt, BOOTS_FOR_MS, time)) restartedAt = time;
    return value > BOOTS_FOR_MS || !isRecent(restartedAt, BOOTS_FOR_MS, time);
  }

  return {
    isRecent,
    isSinceSnapshot: (at) => !isPushed && snapshotAt !== undefined && at >= snapshotAt,
    get isAway() {
      return isAway;
    },
    snapshotTaken(time) {
      snapshotAt = time;
      isAway = false;
    },
    connectionLost() {
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
      return Math.min(time, Math.max(bootedAt + leftAt, snapshotAt ?? Number.NEGATIVE_INFINITY));
    },
    read(changes, time, isOwnWrite) {
      const signs = noSigns();
      // A restart explains what falls with it, in whatever order they arrive.
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
      signs.mayBlink = isBooting || isRecent(switchedAt, AFTER_SWITCH_MS, time);
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
