/** The faults a simulated charger can be given: most of it owners have met; see the vendor's issue trackers. */
import type { EndpointName } from './simulator.types';

export interface FaultOptions {
  /** Begins that much later. */
  afterMs?: number;
  /** How many requests or writes it strikes before it ends by itself. */
  times?: number;
  /** Only this face; default all it can strike. */
  face?: EndpointName;
  /** Only reading or only writing. */
  path?: 'status' | 'set';
  ms?: number;
  ageS?: number;
  /** An HTTP status. */
  status?: number;
  /** One key; the same as `keys` with one name. */
  key?: string;
  keys?: readonly string[];
  text?: string;
}

interface FaultKind {
  /** For help texts. */
  does: string;
  /** The option it needs most: what `goe-simulator --fault NAME=VALUE` sets. */
  takes?: 'ms' | 'ageS' | 'status' | 'keys' | 'text';
  /** The options that hold where none are given. */
  defaults?: FaultOptions;
}

export const FAULT_KINDS = {
  hang: { does: 'requests are never answered' },
  freeze: { does: 'nothing is answered or told any more, until it is rebooted (055.5, 60.3)' },
  reset: { does: 'connections are reset' },
  truncated: { does: 'the answer breaks off in the middle with the connection' },
  incomplete: { does: 'the answer ends properly and lacks its second half (055.5)' },
  '404': { does: 'every path is unknown' },
  apiOff: { does: 'the local API is switched off' },
  apiDies: {
    does: 'the local API answers 404 from now, or `ms` after now and after each boot, until it is rebooted (60.1)',
    takes: 'ms',
  },
  uriTooLong: { does: 'HTTP 414: the request target is too long' },
  lock: { does: 'HTTP 500: the API lock is taken' },
  slow: { does: 'every answer takes `ms` longer (default 2000)', takes: 'ms', defaults: { ms: 2000 } },
  html: { does: 'a web page instead of JSON' },
  oddStatus: {
    does: 'local API: answers are right and carry the HTTP status `status` (default 500)',
    takes: 'status',
    defaults: { status: 500 },
  },
  ignoresFilter: { does: 'questions are answered with everything, whatever the filter' },
  missing: {
    does: '`keys` (default nrg) are left out of answers and not published',
    takes: 'keys',
    defaults: { keys: ['nrg'] },
  },
  nulls: {
    does: '`keys` (default acui, acl, rcd, scan) are null, as on an idle CORE or PRO',
    takes: 'keys',
    defaults: { keys: ['acui', 'acl', 'rcd', 'scan'] },
  },
  otherSerial: {
    does: 'answers carry the serial number `text` (default 999999) in `sse`',
    takes: 'text',
    defaults: { text: '999999' },
  },
  namesRejected: { does: 'questions for keys it does not have get HTTP 400, with their names in `rejected` (60.3)' },
  ignored: { does: 'writes are taken and do nothing (`keys`: only these)', takes: 'keys' },
  showsLate: {
    does: 'writes are taken and show only `ms` later (default 4000)',
    takes: 'ms',
    defaults: { ms: 4000 },
  },
  padsRanges: { does: 'a schedule of fewer than two ranges is filled up with ranges of nothing' },
  takesUnknown: { does: 'writes of keys it does not have are taken, and never shown (CORE)' },
  refuse: {
    does: 'writes of `keys` (default all) are refused with `text`',
    takes: 'keys',
    defaults: { text: 'not now' },
  },
  answersNull: {
    does: 'local API: writes of `keys` (default rst) are taken and answered `null` (before 053)',
    takes: 'keys',
    defaults: { keys: ['rst'] },
  },
  echoesValue: {
    does: 'writes of `keys` (default all) are refused with a text that repeats the value',
    takes: 'keys',
    defaults: { text: 'cannot be set to' },
  },
  zeroNrg: { does: '`nrg` is all zero, also while charging (PRO 60.4)' },
  negativeNrg: { does: '`nrg` counts backwards (first seconds of some sessions)' },
  replug: { does: 'the car is unplugged and plugged in again now, within a second: no `car` 1 is seen' },
  controllerReboots: {
    does: 'the charge controller restarts now and answers after `ms` (default 5000): no meter, no `car`',
    takes: 'ms',
    defaults: { ms: 5000 },
  },
  whRestarts: { does: '`wh` begins again at 0 now, within the session' },
  sensorFault: { does: '`tma` is [-16843.01], as with a broken sensor' },
  carIdleWhileSwitching: {
    does: '`car` is 1 for `ms` (default 8000) while the phases are switched (56.8)',
    takes: 'ms',
    defaults: { ms: 8000 },
  },
  lateReset: {
    does: '`frc` falls to 0 only `ms` (default 6000) after the car was unplugged',
    takes: 'ms',
    defaults: { ms: 6000 },
  },
  extraLimits: {
    does: '`cll` also has minChargingCurrent 6, loadLimit 0 and a name nobody knows yet, which bind nothing',
  },
  clock1970: { does: 'no time sync: the clock counts from 1970' },
  offline: { does: 'cloud: the charger is not connected (403)' },
  outdated: { does: 'cloud: data is `ageS` seconds old (404)', takes: 'ageS', defaults: { ageS: 25382.09 } },
  badGateway: { does: 'cloud: 502' },
  tokenRefused: { does: 'cloud: 401, whatever the token' },
  tooManyRequests: { does: 'cloud: 429, with Retry-After where `ms` is given, or as `text` says', takes: 'ms' },
  silent: { does: 'MQTT: connected, publishes and answers nothing' },
  noHeartbeat: { does: 'MQTT: `rbt` and `utc` are silent, all else goes on (60.5 beta)' },
  noResult: { does: 'MQTT: writes are not answered' },
  wrongResult: {
    does: 'MQTT: writes are taken and the answer says `text`',
    takes: 'text',
    defaults: { text: 'value must be string 0' },
  },
  doubleResult: { does: 'MQTT: each write is answered twice' },
  dropConnection: {
    does: 'MQTT: the connection is lost now, for `ms` (default 1000)',
    takes: 'ms',
    defaults: { ms: 1000 },
  },
} satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULT_KINDS;

/** What this fault takes and what holds unless it is given. */
export function kindOf(name: FaultName): FaultKind {
  return FAULT_KINDS[name];
}

/** What each fault does, in words. */
export const FAULTS = Object.fromEntries(
  Object.entries(FAULT_KINDS).map(([name, { does }]) => [name, does]),
) as Readonly<Record<FaultName, string>>;
