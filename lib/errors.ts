/** Error codes. They are a contract: flows read them as `msg.error.code` behind a Catch node. */
export type ErrorCode =
  /** The key does not exist for writing, or the value cannot be written to it. */
  | 'INVALID'
  /** The charger, or the configuration, does not allow writing. */
  | 'READ_ONLY'
  /** The key is marked caution and the configuration does not allow such keys. */
  | 'CAUTION'
  /** The charger refused the value; the message holds its text. */
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

/** Reasons why a charger cannot be reached, more exact than the codes: they decide about the remedy. */
export type Reason =
  /** The local HTTP API v2 is switched off. */
  | 'apiOff'
  /** The API answered before, but no longer does. */
  | 'apiDied'
  /** The charger is too old: it speaks only API v1. */
  | 'apiV1'
  /** Its answers break off in the middle. */
  | 'brokenAnswer'
  /** The device that answers is not a charger. */
  | 'otherDevice'
  /** A go-e Controller answers. */
  | 'controller'
  /** Another charger answers than before, or than is configured. */
  | 'otherCharger'
  /** The name cannot be resolved. */
  | 'nameUnknown'
  /** The connection is refused: the address exists, and nothing listens there. */
  | 'refused'
  /** Nothing answers. */
  | 'noAnswer'
  /** No secure connection. */
  | 'tls'
  /** The cloud says that the charger is offline, or that its cloud API is switched off. */
  | 'cloudOff'
  /** The cloud has only old data. */
  | 'cloudStale'
  /** The cloud does not accept the token. */
  | 'wrongToken'
  /** The cloud was asked too often. */
  | 'tooOften'
  /** The cloud itself is out of order for a while. */
  | 'cloudBusy'
  /** The broker does not accept user and password. */
  | 'brokerLogin'
  /** The broker does not let this user listen to the charger's topics. */
  | 'brokerTopics'
  /** The broker cannot be reached. */
  | 'brokerDown'
  /** The broker is there, and nothing of the charger is on it. */
  | 'nothingHeard';

/** The failure of one key of a write. */
export interface KeyFailure {
  code: ErrorCode;
  why: string;
}

/** The one error this package throws. */
export class ChargerError extends Error {
  override readonly name = 'ChargerError';
  /** An own, enumerable property, so that it survives Node-RED's cloning of errors. */
  readonly code: ErrorCode;
  readonly reason?: Reason;
  /** For a write of several keys: the failure of each key that failed. */
  readonly keys?: Record<string, KeyFailure>;

  constructor(
    code: ErrorCode,
    message: string,
    details?: { keys?: Record<string, KeyFailure>; reason?: Reason; cause?: unknown },
  ) {
    super(message, details?.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details?.keys) this.keys = details.keys;
    if (details?.reason) this.reason = details.reason;
  }

  /** The message alone: Node-RED gives Catch nodes the error as text, where the name of a class helps nobody. */
  override toString(): string {
    return this.message;
  }
}
