/** What can be wrong with the charger on demand. Most of it owners have met; see the vendor's issue trackers. */
import type { Face } from './simulator.types';

/** What each fault does, for help texts. */
export const FAULTS = {
  hang: 'requests are never answered',
  freeze: 'nothing is answered or told any more, until it is rebooted (055.5, 60.3)',
  reset: 'connections are reset',
  truncated: 'the answer breaks off in the middle with the connection',
  incomplete: 'the answer ends properly and lacks its second half (055.5)',
  '404': 'every path is unknown',
  apiOff: 'the local API is switched off',
  apiDies: 'the local API answers 404 from now, or `ms` after now and after each boot, until it is rebooted (60.1)',
  uriTooLong: 'HTTP 414: the request target is too long',
  lock: 'HTTP 500: the API lock is taken',
  slow: 'every answer takes `ms` longer (default 2000)',
  html: 'a web page instead of JSON',
  missing: '`keys` (default nrg) are left out of answers and not published',
  nulls: '`keys` (default acui, acl, rcd, scan) are null, as on an idle CORE or PRO',
  otherSerial: 'answers carry the serial number `text` (default 999999) in `sse`',
  ignored: 'writes are taken and do nothing (`keys`: only these)',
  takesUnknown: 'writes of keys it does not have are taken, and never shown (CORE)',
  refuse: 'writes of `keys` (default all) are refused with `text`',
  echoesValue: 'writes of `keys` (default all) are refused with a text that repeats the value',
  zeroNrg: '`nrg` is all zero, also while charging (PRO 60.4)',
  negativeNrg: '`nrg` counts backwards (first seconds of some sessions)',
  whRestarts: '`wh` begins again at 0 now, within the session',
  sensorFault: '`tma` is [-16843.01], as with a broken sensor',
  carIdleWhileSwitching: '`car` is 1 for `ms` (default 8000) while the phases are switched (56.8)',
  lateReset: '`frc` falls to 0 only `ms` (default 6000) after the car was unplugged',
  clock1970: 'no time sync: the clock counts from 1970',
  offline: 'cloud: the charger is not connected (403)',
  outdated: 'cloud: data is `ageS` seconds old (404)',
  badGateway: 'cloud: 502',
  tooManyRequests: 'cloud: 429, with Retry-After where `ms` is given',
  silent: 'MQTT: connected, publishes and answers nothing',
  noHeartbeat: 'MQTT: `rbt` and `utc` are silent, all else goes on (60.5 beta)',
  noResult: 'MQTT: writes are not answered',
  wrongResult: 'MQTT: writes are taken and the answer says `text`',
  doubleResult: 'MQTT: each write is answered twice',
  dropConnection: 'MQTT: the connection is lost now, for `ms` (default 1000)',
} as const;
export type FaultName = keyof typeof FAULTS;

/** The option each fault needs most: what `goe-simulator --fault NAME=VALUE` sets. */
export const MAIN_OPTION: { readonly [name in FaultName]?: 'ms' | 'ageS' | 'keys' | 'text' } = {
  slow: 'ms',
  apiDies: 'ms',
  missing: 'keys',
  nulls: 'keys',
  otherSerial: 'text',
  ignored: 'keys',
  refuse: 'keys',
  echoesValue: 'keys',
  carIdleWhileSwitching: 'ms',
  lateReset: 'ms',
  outdated: 'ageS',
  tooManyRequests: 'ms',
  wrongResult: 'text',
  dropConnection: 'ms',
};

export interface FaultOptions {
  /** How many requests or writes it strikes before it ends by itself. */
  times?: number;
  /** Only this face; default all it can strike. */
  face?: Face;
  /** Only reading or only writing. */
  path?: 'status' | 'set';
  ms?: number;
  ageS?: number;
  /** One key; the same as `keys` with one name. */
  key?: string;
  keys?: readonly string[];
  text?: string;
}

/** A fault that lasts, with the moment at which it began. */
export type RunningFault = FaultOptions & { readonly sinceMs: number };

export interface Faults {
  start(name: FaultName, options: FaultOptions | undefined, nowMs: number): void;
  /** Ends these faults; without names all. */
  clear(...names: FaultName[]): void;
  /** The fault's options while it lasts, without using one of its times. */
  active(name: FaultName, where?: { face?: Face; path?: 'status' | 'set' }): RunningFault | undefined;
  /** Like `active`, and counts as one strike. */
  strike(name: FaultName, where?: { face?: Face; path?: 'status' | 'set'; key?: string }): RunningFault | undefined;
}

export function createFaults(): Faults {
  const running = new Map<FaultName, RunningFault>();

  const active: Faults['active'] = (name, where) => {
    const options = running.get(name);
    if (!options) return undefined;
    if (options.face && where?.face && options.face !== where.face) return undefined;
    if (options.path && where?.path && options.path !== where.path) return undefined;
    return options;
  };

  return {
    start: (name, options, nowMs) => void running.set(name, { ...options, sinceMs: nowMs }),
    clear(...names) {
      for (const name of names.length ? names : [...running.keys()]) running.delete(name);
    },
    active,
    strike(name, where) {
      const options = active(name, where);
      if (!options) return undefined;
      const keys = keysOf(options);
      if (where?.key !== undefined && keys && !keys.includes(where.key)) return undefined;
      if (options.times !== undefined) {
        options.times -= 1;
        if (options.times <= 0) running.delete(name);
      }
      return options;
    },
  };
}

/** The keys a fault is about; undefined means all. */
export function keysOf({ key, keys }: FaultOptions): readonly string[] | undefined {
  return keys ?? (key === undefined ? undefined : [key]);
}
