/** Failures of messages: anything that is thrown becomes a status and an error for Catch nodes, here and nowhere else. */
import { ChargerError, type ErrorCode, type Reason } from '../../lib/errors';
import { timeSlice } from './time-slice';

/** Status texts of failed messages, at most three words; each is an entry of the nodes' catalogues. */
export const FAILURE_TEXTS = {
  INVALID: 'invalid value',
  READ_ONLY: 'read-only',
  CAUTION: 'caution not allowed',
  REFUSED: 'refused by charger',
  UNCONFIRMED: 'not confirmed',
  TIMEOUT: 'no answer',
  OFFLINE: 'charger offline',
  AUTH: 'login refused',
  PROTOCOL: 'answer not understood',
  CLOSED: 'redeployed',
} as const satisfies Record<ErrorCode, string>;

/** Status texts of reasons for being offline that can be put right, at most four words; each is an entry of the nodes' catalogues. */
export const OFFLINE_TEXTS = {
  apiOff: 'API switched off',
  apiDied: 'API gone, restart charger',
  apiV1: 'only API v1',
  brokenAnswer: 'answer cut off',
  controller: 'go-e Controller',
  otherCharger: 'another charger',
  nameUnknown: 'name unknown',
  wrongToken: 'API key wrong',
  tooOften: 'asked too often',
  cloudOff: 'not in cloud',
} as const satisfies Partial<Record<Reason, string>>;

/** @returns undefined for a charger that is merely out of reach */
export function offlineText(reason: Reason): OfflineText | undefined {
  const texts: Partial<Record<Reason, OfflineText>> = OFFLINE_TEXTS;
  return texts[reason];
}

/** Entries that the catalogue of a node with messages has. */
export type FailureText = (typeof FAILURE_TEXTS)[ErrorCode] | 'failed';
/** Entries that the catalogue of every node with a charger has. */
export type OfflineText = (typeof OFFLINE_TEXTS)[keyof typeof OFFLINE_TEXTS];

/** A mistake of a flow in a message, with a status text of its own. */
export class MessageError<Text extends string = string> extends ChargerError {
  /** At most three words, an entry of the node's catalogue. */
  readonly statusText: Text;

  constructor(statusText: Text, message: string, cause?: unknown) {
    super('INVALID', message, { cause });
    this.statusText = statusText;
  }
}

/** The status text of an error. */
export function failureText(error: Error): string {
  if (error instanceof MessageError) return error.statusText;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && Object.hasOwn(FAILURE_TEXTS, code) ? FAILURE_TEXTS[code as ErrorCode] : 'failed';
}

/** An Error of anything that was thrown, also of what has no text. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  try {
    // JSONata throws objects that are no Errors.
    const message = (thrown as { message?: unknown } | null | undefined)?.message;
    return new Error(typeof message === 'string' ? message : String(thrown));
  } catch {
    return new Error('Something was thrown that has no text');
  }
}

/**
 * Does the work for a message, then calls `done`. Never rejects: an unhandled rejection ends Node-RED.
 * @param failed shows the error under the node
 */
export async function attempt<_Catalogue extends Record<FailureText, string>>(
  node: { error(error: Error, msg: Record<string, unknown>): void },
  work: () => Promise<void>,
  failed: (error: Error) => void,
  done: (error?: Error) => void,
): Promise<void> {
  let error: Error | undefined;
  try {
    const turn = timeSlice();
    if (turn) await turn;
    await work();
  } catch (thrown) {
    error = asError(thrown);
    failed(error);
  }
  try {
    done(error);
  } catch (thrown) {
    // Node-RED copies the message for Catch nodes, which fails where reading the message fails. They then get an
    // empty one: only an error with a message reaches them.
    node.error(error ?? asError(thrown), {});
  }
}
