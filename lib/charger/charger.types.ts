/** The charger interface: the contract between the charger client and everything that uses one, such as the nodes. */
import type { Signal } from '../abort-signal';
import type { ChargerError, Reason } from '../errors';
import type { Json } from '../json';
import type { ConnectionKind } from './connection-kinds';

export type { Json } from '../json';
export type { ConnectionKind } from './connection-kinds';

export interface ChargerOptions {
  /** Shown in errors; the serial or the address otherwise. */
  name?: string;
  connection: ConnectionKind;
  /** http: address or name, with port if not 80, with or without `http://`. */
  host?: string;
  /** mqtt and cloud: the serial number, digits. */
  serial?: string;
  /** mqtt: URL of the broker, `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  broker?: string;
  /** mqtt: TLS options as Node.js takes them (`ca`, `cert`, `key`, `rejectUnauthorized`, `servername`, …). */
  tls?: Record<string, unknown>;
  /** mqtt: the whole topic prefix; empty finds it out. */
  topicPrefix?: string;
  /** http and cloud: seconds between polls. Default 5 and 30. */
  pollIntervalS?: number;
  /** Seconds for one request or one confirmation. Default 10. */
  timeoutS?: number;
  /** mqtt: seconds of silence after which a charger counts as offline. Default 30. */
  silenceS?: number;
  /** Never write to this charger. */
  readOnly?: boolean;
  /** Let keys marked caution be written. */
  allowCaution?: boolean;
  /** cloud: the API key. */
  token?: string;
  username?: string;
  password?: string;
  /** cloud: where the cloud is, for tests; `{serial}` stands for the serial number. Default `https://{serial}.api.v3.go-e.io`. */
  cloudUrl?: string;
}

/** The stored value of one name (a key or a field of one). */
export interface Known {
  /** Decoded; secrets are masked. */
  value: Json;
  /** When it arrived, in milliseconds since 1970. */
  time: number;
  /** True when the charger has been unreachable since, or left it out of its newest answer: the value may be old. */
  stale: boolean;
}

/** One changed name. */
export interface Change {
  name: string;
  value: Json;
  /** `undefined` for the first value, which is no change. */
  previous: Json | undefined;
  time: number;
}

export type Availability =
  | { state: 'idle'; since: number }
  | { state: 'connecting'; since: number; reason?: string }
  | { state: 'online'; since: number }
  /** `reason` is a sentence; `cause` names it where it is one of those that have a name. */
  | { state: 'offline'; since: number; reason: string; code: ChargerError['code']; cause?: Reason };

export type Outcome = 'confirmed' | 'accepted' | 'unchanged' | 'superseded';

export interface WriteOutcome {
  outcome: Outcome;
  /** The value on the charger now, as far as is known. */
  value: Json;
  /** The value before; `undefined` when it was not known. */
  previous: Json | undefined;
  /** For a current: the keys that allow less than the value, each with its ampere, such as `{ ama: 16 }`; left out where none is known. */
  limitedBy?: Record<string, number>;
}

export interface WriteOptions {
  /** Send the value also when the charger has it already; keys marked `resend` in the registry always are. */
  resend?: boolean;
}

export interface Identity {
  name: string;
  serial: string | undefined;
  connection: ConnectionKind;
}

/** Something that happened at a charger, shown by keys that change together: see `key-happenings.ts` and `car-happenings.ts`. */
export interface Happening {
  topic: HappeningName;
  payload: Record<string, Json>;
  time: number;
}

export const HAPPENINGS = [
  'online',
  'offline',
  'restarted',
  'car-connected',
  'car-disconnected',
  'charging-started',
  'charging-stopped',
  'charging-finished',
  'card-read',
  'phases-switched',
  'error',
  'error-cleared',
  'session-ended',
] as const;
export type HappeningName = (typeof HAPPENINGS)[number];

export interface Watch {
  /** Called with all that changed at the same moment, in one call. */
  changed(changes: Change[]): void;
  /**
   * Called with the names of this watch that the charger has shown and leaves out of its answers now, each time they are
   * others; with none when all are shown again.
   */
  leftOut?(names: readonly string[]): void;
}

/** A value that the charger has shown is not in its answers any more, or is again. */
export interface LeftOutNews {
  key: string;
  /** `stale`: the newest answer does not have it. `missing`: none has had it for a while, and it is forgotten. */
  state: 'stale' | 'missing' | 'shown';
}

export interface Charger {
  readonly identity: Identity;
  readonly availability: Availability;
  /** Firmware version (`fwv`), once the charger has sent it. */
  readonly firmware: string | undefined;

  /**
   * Keeps these names up to date and notifies of each change. `'all'` wants everything the charger reports.
   * The first values arrive with `previous` undefined, stored ones in a microtask.
   * @returns ends it
   */
  watch(names: readonly string[] | 'all', watch: Watch): () => void;
  /** Notifies of every change of availability. @returns ends it */
  onAvailability(listener: (availability: Availability) => void): () => void;
  /**
   * Notifies of these happenings; the keys they need are kept up to date meanwhile.
   * @param leftOut like that of a `Watch` of those keys
   * @returns ends it
   */
  onHappening(
    names: readonly HappeningName[],
    listener: (happening: Happening) => void,
    leftOut?: Watch['leftOut'],
  ): () => void;

  /** Notifies of keys that the charger leaves out of its answers or shows again, once an answer. @returns ends it */
  onLeftOut(listener: (news: readonly LeftOutNews[]) => void): () => void;

  /** The keys that the charger has shown and leaves out of its answers now. */
  leftOutKeys(): string[];
  /** The keys that have a stored value. */
  knownKeys(): string[];
  /** The stored value of a name, without a question to the charger. */
  known(name: string): Known | undefined;
  /**
   * Reads the values of these names. `latest` asks only for those without a fresh value; `charger` asks for all of them now.
   * Names the charger does not have, or does not show now, are left out of the answer.
   * @param signal ends it at once, with CLOSED
   * @throws ChargerError INVALID (more names than any charger has keys), OFFLINE, TIMEOUT, AUTH, PROTOCOL, CLOSED
   */
  read(names: readonly string[] | 'all', source: 'latest' | 'charger', signal?: Signal): Promise<Map<string, Known>>;
  /**
   * Writes several keys at once. Values may be options by label, numbers as strings. Nothing is sent when one is invalid.
   * @param signal ends it at once, with CLOSED; what was not sent yet never is
   * @throws ChargerError; `keys` names each that failed
   */
  write(
    values: Readonly<Record<string, unknown>>,
    confirm: 'readback' | 'accepted',
    signal?: Signal,
    options?: WriteOptions,
  ): Promise<Map<string, WriteOutcome>>;

  /** Closes the charger: pending reads and writes fail with CLOSED. Resolves when nothing is left open. */
  close(): Promise<void>;
}
