/**
 * How a charger is reached. Three ways meet this interface: local HTTP and the cloud are asked again and again
 * (`polled.ts`), MQTT tells by itself (`mqtt.ts`). A wire knows keys and JSON, and nothing of who wants them.
 */

import type { ErrorCode, Reason } from '../errors';
import type { Json } from '../json';

/** What went wrong on the way. The charger adds its name and makes a `ChargerError` of it. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: ErrorCode;
  /** For a write: true when the charger may have got it all the same, so only reading back can tell. */
  readonly maybeSent: boolean;
  readonly reason?: Reason;
  /** It is of no use to ask sooner than so much later. */
  readonly retryAfterMs?: number;

  constructor(
    code: ErrorCode,
    why: string,
    options?: { maybeSent?: boolean; reason?: Reason; retryAfterMs?: number; cause?: unknown },
  ) {
    super(why, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.maybeSent = options?.maybeSent === true;
    if (options?.reason) this.reason = options.reason;
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** Which keys: a list of them, or everything the charger reports. */
export type Keys = ReadonlySet<string> | 'all';

/** What a wire tells the charger. */
export interface TransportListener {
  /**
   * These values arrived together.
   * @param live false for what a broker had kept from earlier
   * @param asked what was asked for, where they are the whole answer: what of it is not among them was left out
   */
  values(values: ReadonlyMap<string, Json>, live: boolean, asked?: Keys): void;
  /** The charger answers. Told again and again; the listener compares. */
  up(): void;
  /** The charger does not answer. */
  down(error: TransportError): void;
}

/**
 * A charger's word on one key of a write: taken, refused (with its text), or nothing that could be believed, so that only
 * reading back tells. `failed` where other keys of the same write had got an answer before something went wrong.
 */
export type WriteReply = { taken: true } | { refused: string } | { failed: TransportError } | 'unknown';

export interface Transport {
  /** True when values arrive by themselves, so that reading back means waiting. */
  readonly pushes: boolean;
  /** Makes ready without wanting anything, so that the state of the connection can be shown. */
  open(): void;
  /** Keeps exactly these keys up to date; with `everything`, all others too, as often as the charger can bear. */
  want(keys: ReadonlySet<string>, everything: boolean): void;
  /**
   * Asks for these keys now; what comes goes to the listener before the promise resolves. Keys the charger does not have
   * do not come.
   * @param timeoutMs gives up waiting, where values do not come by themselves
   * @throws TransportError
   */
  ask(keys: Keys, signal: AbortSignal, timeoutMs?: number): Promise<void>;
  /**
   * Writes; the values are JSON texts.
   * @param lookedAt since when the look of this very write has been under way, by `performance.now()`: who has answered
   * since then need not be asked once more
   * @throws TransportError
   */
  send(
    values: ReadonlyMap<string, string>,
    signal: AbortSignal,
    lookedAt?: number,
  ): Promise<ReadonlyMap<string, WriteReply>>;
  /**
   * Why a value, as JSON, is too long for this way, with the remedy; undefined where it is not. Absent where no length is known
   * to be too long.
   */
  readonly unsendable?: (json: string) => string | undefined;
  /** The charger was rebooted or replaced: what it was found not to have is asked for again. */
  forget(): void;
  close(): Promise<void>;
}
