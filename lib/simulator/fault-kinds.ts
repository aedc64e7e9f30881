/** The faults that can be injected. Owners have reported most of them in the vendor's issue trackers. */
import type { EndpointName } from './simulator.types';

/** The options of a fault. */
export interface FaultOptions {
  /** Starts the fault after this time. */
  afterMs?: number;
  /** The number of requests or writes that it affects before it ends. */
  times?: number;
  /** Only this endpoint (HTTP, cloud or MQTT); default all endpoints that the fault can affect. */
  face?: EndpointName;
  /** Only reads (`status`) or only writes (`set`). */
  path?: 'status' | 'set';
  ms?: number;
  ageS?: number;
  /** The HTTP status. */
  status?: number;
  /** One key; the same as `keys` with one entry. */
  key?: string;
  keys?: readonly string[];
  text?: string;
}

interface FaultKind {
  /** The effect, for help texts. */
  does: string;
  /** The option that `goe-simulator --fault NAME=VALUE` sets. */
  takes?: 'ms' | 'ageS' | 'status' | 'keys' | 'text';
  /** The options that apply where they are not given. */
  defaults?: FaultOptions;
}

/** All faults. Their default times are as owners report them, or our choice [owners' reports]. */
export const FAULT_KINDS = {
  hang: { does: 'requests get no response' },
  freeze: { does: 'no responses and no publications until a reboot (055.5, 60.3)' },
  reset: { does: 'connections are reset' },
  truncated: { does: 'the connection breaks in the middle of the response' },
  incomplete: { does: 'the response ends properly without its second half (055.5)' },
  '404': { does: 'every path responds with HTTP 404' },
  apiOff: { does: 'the local API is switched off' },
  apiDies: {
    does: 'the local API responds with HTTP 404 from now, or `ms` after now and after each boot, until a reboot (60.1)',
    takes: 'ms',
  },
  uriTooLong: { does: 'HTTP 414: the request target is too long' },
  lock: { does: 'HTTP 500: the API lock is in use' },
  slow: { does: 'every response takes `ms` longer (default 2000)', takes: 'ms', defaults: { ms: 2000 } },
  html: { does: 'a web page instead of JSON' },
  oddStatus: {
    does: 'local API: responses are correct, with the HTTP status `status` (default 500)',
    takes: 'status',
    defaults: { status: 500 },
  },
  ignoresFilter: { does: 'reads return all keys, whatever the filter' },
  missing: {
    does: '`keys` (default nrg) are left out of responses and not published',
    takes: 'keys',
    defaults: { keys: ['nrg'] },
  },
  nulls: {
    does: '`keys` (default acui, acl, rcd, scan) are null, as on an idle CORE or PRO',
    takes: 'keys',
    defaults: { keys: ['acui', 'acl', 'rcd', 'scan'] },
  },
  otherSerial: {
    does: '`sse` is the serial number `text` (default 999999)',
    takes: 'text',
    defaults: { text: '999999' },
  },
  namesRejected: { does: 'reads of keys that it does not have get HTTP 400, with their names in `rejected` (60.3)' },
  ignored: { does: 'writes are accepted and change nothing (`keys`: only these)', takes: 'keys' },
  showsLate: {
    does: 'writes are accepted and visible `ms` later (default 4000)',
    takes: 'ms',
    defaults: { ms: 4000 },
  },
  padsRanges: { does: 'a schedule of fewer than two ranges is padded with empty ranges' },
  takesUnknown: { does: 'writes of keys that it does not have are accepted, and never visible (CORE)' },
  refuse: {
    does: 'writes of `keys` (default all) are refused with `text`',
    takes: 'keys',
    defaults: { text: 'not now' },
  },
  answersNull: {
    does: 'local API: writes of `keys` (default rst) are accepted with the response `null` (before 053)',
    takes: 'keys',
    defaults: { keys: ['rst'] },
  },
  echoesValue: {
    does: 'writes of `keys` (default all) are refused with a text that repeats the value',
    takes: 'keys',
    defaults: { text: 'cannot be set to' },
  },
  zeroNrg: { does: '`nrg` is all zero, also while charging (PRO 60.4)' },
  negativeNrg: { does: 'currents and powers in `nrg` are negative (first seconds of some sessions)' },
  replug: { does: 'the car is unplugged and plugged in again within a second: `car` is never 1' },
  controllerReboots: {
    does: 'the charge controller restarts and reports after `ms` (default 5000): no meter, no `car`',
    takes: 'ms',
    defaults: { ms: 5000 },
  },
  whRestarts: { does: '`wh` restarts at 0 within the session' },
  sensorFault: { does: '`tma` is [-16843.01], as with a faulty sensor' },
  carIdleWhileSwitching: {
    does: '`car` is 1 for `ms` (default 8000) while the phases are switched (56.8)',
    takes: 'ms',
    defaults: { ms: 8000 },
  },
  lateReset: {
    does: '`frc` falls back to 0 only `ms` (default 6000) after the car was unplugged',
    takes: 'ms',
    defaults: { ms: 6000 },
  },
  extraLimits: {
    does: '`cll` also has minChargingCurrent 6, loadLimit 0 and an unknown name, which do not bind',
  },
  clock1970: { does: 'no time sync: the clock counts from 1970' },
  offline: { does: 'cloud: HTTP 403, the charger is not connected' },
  outdated: { does: 'cloud: HTTP 404, the data is `ageS` seconds old', takes: 'ageS', defaults: { ageS: 25382.09 } },
  badGateway: { does: 'cloud: HTTP 502' },
  tokenRefused: { does: 'cloud: HTTP 401, whatever the token' },
  tooManyRequests: { does: 'cloud: HTTP 429, with Retry-After where `ms` or `text` is given', takes: 'ms' },
  silent: { does: 'MQTT: connected, but no publications and no results' },
  noHeartbeat: { does: 'MQTT: `rbt` and `utc` are not published, all else is (60.5 beta)' },
  noResult: { does: 'MQTT: writes get no result' },
  wrongResult: {
    does: 'MQTT: writes are accepted with the result `text`',
    takes: 'text',
    defaults: { text: 'value must be string 0' },
  },
  doubleResult: { does: 'MQTT: each write gets its result twice' },
  dropConnection: {
    does: 'MQTT: the connection is lost for `ms` (default 1000)',
    takes: 'ms',
    defaults: { ms: 1000 },
  },
} satisfies Record<string, FaultKind>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULT_KINDS;

/** The kind of a fault: its options and their defaults. */
export function kindOf(name: FaultName): FaultKind {
  return FAULT_KINDS[name];
}

/** The effect of each fault, as text. */
export const FAULTS = Object.fromEntries(
  Object.entries(FAULT_KINDS).map(([name, { does }]) => [name, does]),
) as Readonly<Record<FaultName, string>>;
