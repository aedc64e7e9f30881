/**
 * Transport: the interface of the three ways to reach a charger. Local HTTP and the cloud are polled (`polled.ts`), MQTT pushes
 * values (`mqtt.ts`). A transport knows keys and JSON, and not who wants them.
 */

import type { ErrorCode, Reason } from '../errors';
import type { Json } from '../json';

/** Error of a transport. The charger adds its name and makes a `ChargerError` of it. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: ErrorCode;
  /** For a write: true when the charger may have received it all the same, so that only reading back can tell. */
  readonly maybeSent: boolean;
  readonly reason?: Reason;
  /** Time that has to pass before another request can succeed. */
  readonly retryAfterMs?: number;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { maybeSent?: boolean; reason?: Reason; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.maybeSent = options?.maybeSent === true;
    if (options?.reason) this.reason = options.reason;
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** Keys of a request: a set of them, or everything the charger reports. */
export type Keys = ReadonlySet<string> | 'all';

/** Listener of a transport: the charger that it belongs to. */
export interface TransportListener {
  /**
   * Values that arrived together.
   * @param live false for what a broker had retained
   * @param asked the keys of the request, where the values are the whole response to it: the other keys were left out
   */
  values(values: ReadonlyMap<string, Json>, live: boolean, asked?: Keys): void;
  /** The charger responds. Called again and again; the listener compares. */
  up(): void;
  /** The charger does not respond. */
  down(error: TransportError): void;
}

/**
 * Reply of a charger to one key of a write: taken, refused (with its text), or `unknown` where it sent none that can be believed,
 * so that only reading back tells. `failed` where the write failed after other keys of it had a reply.
 */
export type WriteReply = { taken: true } | { refused: string } | { failed: TransportError } | 'unknown';

export interface Transport {
  /** True when the charger sends values by itself, so that reading back means waiting. */
  readonly pushes: boolean;
  /** Connects without wanting a value, so that the state of the connection can be shown. */
  open(): void;
  /** Keeps exactly these keys up to date; with `everything`, all others too, as often as the charger can bear. */
  want(keys: ReadonlySet<string>, everything: boolean): void;
  /**
   * Reads these keys now; their values go to the listener before the promise resolves. Keys the charger does not have are left
   * out.
   * @param timeoutMs limit of a poll; a transport that pushes has its own
   * @throws TransportError
   */
  ask(keys: Keys, signal: AbortSignal, timeoutMs?: number): Promise<void>;
  /**
   * Writes; the values are JSON texts.
   * @param lookedAt start of the read that belongs to this write, by `performance.now()`: a charger that has responded since
   * then need not prove its identity once more
   * @throws TransportError
   */
  send(
    values: ReadonlyMap<string, string>,
    signal: AbortSignal,
    lookedAt?: number,
  ): Promise<ReadonlyMap<string, WriteReply>>;
  /**
   * The reason, with the remedy, why a value, as JSON, is too long for this transport; undefined where it is not. Absent where no
   * limit is known.
   */
  readonly unsendable?: (json: string) => string | undefined;
  /** The charger was rebooted or replaced: keys it did not have are requested again. */
  forget(): void;
  close(): Promise<void>;
}
