/**
 * The one error this package throws. Its `code` is a contract: flows read it as `msg.error.code` on a Catch node.
 */
export type ErrorCode =
  /** The key does not exist for writing, or the value cannot be written to it. */
  | 'INVALID'
  /** The charger, or the configuration, does not allow writing. */
  | 'READ_ONLY'
  /** The key is marked caution and the configuration does not allow such keys. */
  | 'CAUTION'
  /** The charger said no; the message carries its words. */
  | 'REFUSED'
  /** The charger took the value and it was not seen in time. */
  | 'UNCONFIRMED'
  /** No answer in time. */
  | 'TIMEOUT'
  /** The charger, or the broker, cannot be reached. */
  | 'OFFLINE'
  /** Token, user or password were not accepted. */
  | 'AUTH'
  /** An answer that makes no sense. */
  | 'PROTOCOL'
  /** The flow was redeployed, or Node-RED stopped. */
  | 'CLOSED';

/** What went wrong with one key of a write. */
export interface KeyFailure {
  code: ErrorCode;
  why: string;
}

export class ChargerError extends Error {
  override readonly name = 'ChargerError';
  /** An own, enumerable property, so that it survives Node-RED's cloning of errors. */
  readonly code: ErrorCode;
  /** For a write of several keys: what became of each that failed. */
  readonly keys?: Record<string, KeyFailure>;

  constructor(code: ErrorCode, message: string, details?: { keys?: Record<string, KeyFailure>; cause?: unknown }) {
    super(message, details?.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details?.keys) this.keys = details.keys;
  }
}
