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
  lock: 'HTTP 500: the API lock is taken',
  slow: 'every answer takes `ms` longer (default 2000)',
  html: 'a web page instead of JSON',
  ignored: 'writes are taken and do nothing (`keys`: only these)',
  refuse: 'writes of `key` are refused with `text`',
  zeroNrg: '`nrg` is all zero, also while charging (PRO 60.4)',
  negativeNrg: '`nrg` counts backwards (first seconds of some sessions)',
  clock1970: 'no time sync: the clock counts from 1970',
  offline: 'cloud: the charger is not connected (403)',
  outdated: 'cloud: data is `ageS` seconds old (404)',
  badGateway: 'cloud: 502',
  silent: 'MQTT: connected, publishes and answers nothing',
  noResult: 'MQTT: writes are not answered',
  wrongResult: 'MQTT: writes are taken and the answer says `text`',
  doubleResult: 'MQTT: each write is answered twice',
  dropConnection: 'MQTT: the connection is lost now, for `ms` (default 1000)',
} as const;
export type FaultName = keyof typeof FAULTS;

export interface FaultOptions {
  /** How many requests or writes it strikes before it ends by itself. */
  times?: number;
  /** Only this face; default all it can strike. */
  face?: Face;
  /** Only reading or only writing. */
  path?: 'status' | 'set';
  ms?: number;
  ageS?: number;
  key?: string;
  keys?: readonly string[];
  text?: string;
}

export interface Faults {
  start(name: FaultName, options?: FaultOptions): void;
  /** Ends these faults; without names all. */
  clear(...names: FaultName[]): void;
  /** The fault's options while it lasts, without using one of its times. */
  active(name: FaultName, where?: { face?: Face; path?: 'status' | 'set' }): FaultOptions | undefined;
  /** Like `active`, and counts as one strike. */
  strike(name: FaultName, where?: { face?: Face; path?: 'status' | 'set'; key?: string }): FaultOptions | undefined;
}

export function createFaults(): Faults {
  const running = new Map<FaultName, FaultOptions>();

  const active: Faults['active'] = (name, where) => {
    const options = running.get(name);
    if (!options) return undefined;
    if (options.face && where?.face && options.face !== where.face) return undefined;
    if (options.path && where?.path && options.path !== where.path) return undefined;
    return options;
  };

  return {
    start: (name, options = {}) => void running.set(name, { ...options }),
    clear(...names) {
      for (const name of names.length ? names : [...running.keys()]) running.delete(name);
    },
    active,
    strike(name, where) {
      const options = active(name, where);
      if (!options) return undefined;
      const keys = options.keys ?? (options.key === undefined ? undefined : [options.key]);
      if (where?.key !== undefined && keys && !keys.includes(where.key)) return undefined;
      if (options.times !== undefined) {
        options.times -= 1;
        if (options.times <= 0) running.delete(name);
      }
      return options;
    },
  };
}
