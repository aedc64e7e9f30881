/**
 * Failures of an HTTP request, with the causes of `failure-causes.ts`: for the errors of undici and Node.js, and for responses without
 * JSON.
 */
import { type CauseName, failureBy } from '../failure-causes';
import { excerpt, isTooLong, notAnObject } from '../parse-response';
import { isTlsError } from '../tls-error';
import { TransportError } from '../transport';

/** The part of a response that has arrived. */
export interface Received {
  /** 0 until the head of the response is complete. */
  status: number;
  retryAfter?: string;
  /** The request was sent on a connection that had served another one. */
  isOnUsedConnection?: boolean;
  chunks: Buffer[];
}

/** Errors before a byte of the request was sent. */
const UNREACHED: Readonly<Record<string, CauseName>> = {
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameUnknownNow',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'noNetwork',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'nothingThere',
};

/** Errors of a response that is longer than any charger's. */
const TOO_LONG = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_EXCEEDED_MAX_SIZE']);
const RESET = 'ECONNRESET';
/** Errors of a connection that the other side closed. */
const CLOSED = new Set(['UND_ERR_SOCKET', RESET, 'EPIPE']);
/** The error of a response that is shorter than its head says; also one with two different lengths in its head [nodejs/undici lib/dispatcher/client-h1.js]. */
const WRONG_LENGTH = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';

/** The error of a request that was cancelled before there was a connection. */
export function notConnected(): Error {
  return Object.assign(new Error('not connected in time'), { code: 'ETIMEDOUT' });
}

/** The error of a request that was cancelled before there was a response. */
export function noAnswerInTime(): Error {
  return new DOMException('no answer in time', 'TimeoutError');
}

/** True where no connection came about. */
export function isUnreached(error: unknown): boolean {
  return Object.hasOwn(UNREACHED, codeOf(error));
}

/** True where the other side closed the connection before it answered. */
export function isConnectionClosed(error: unknown, { status, chunks }: Received): boolean {
  return status === 0 && chunks.length === 0 && CLOSED.has(codeOf(error));
}

/** @param tookMs from the beginning of the request to its failure */
export function httpFailure(cause: unknown, received: Received, tookMs: number): TransportError {
  const { name } = cause as { name?: string };
  const code = codeOf(cause);
  if (isUnreached(cause)) return failureBy(UNREACHED[code]!, { cause });
  if (name === 'TimeoutError') {
    return new TransportError('TIMEOUT', `no answer within ${Math.round(tookMs / 100) / 10} s`, {
      maybeSent: true,
      reason: 'noAnswer',
      cause,
    });
  }
  if (name === 'AbortError') {
    return new TransportError('CLOSED', 'the request was cancelled', { maybeSent: true, cause });
  }
  if (TOO_LONG.has(code) || isNoHttp(cause, received)) return failureBy('notHttp', { maybeSent: true, cause });
  if (isTlsError(code)) return failureBy('noTls', { says: code, cause });
  // A reset comes from the network as well as from a charger, and does not say that its answers are broken.
  if (received.chunks.length > 0 && code !== RESET) return failureBy('brokeOffAnswering', { maybeSent: true, cause });
  // Only codes of the system are of use to a reader, and Node.js names an end without an answer a reset too.
  return failureBy('brokeOff', { says: /^E[A-Z]+$/.test(code) ? code : RESET, maybeSent: true, cause });
}

/** undici's parser gives no code [nodejs/undici 7.30]; a response that ends too early counts as a broken connection. */
function isNoHttp(cause: unknown, { status }: Received): boolean {
  const { name, message = '' } = cause as { name?: string; message?: string };
  if (name === 'HTTPParserError') return !/invalid EOF state/i.test(message);
  return codeOf(cause) === WRONG_LENGTH && status === 0;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? '');
}

/** The failure of a response without JSON, to a read or a write. @param isCharger a charger has answered there before */
export function responseFailure(status: number, text: string, isCharger: boolean): TransportError {
  const says = `HTTP ${status}`;
  if (status === 401 || status === 403) return failureBy('notLetIn', { says });
  if (isTooLong(status, text)) return failureBy('requestTooLong', { says, maybeSent: true });
  if (status === 429 || status === 502 || status === 503 || status === 504)
    return failureBy('busy', { says, maybeSent: true });
  if (!isCharger || /^\s*[<{[]/.test(text)) return notAnObject(status, text);
  if (text.trim() === '')
    return failureBy('answerCut', { says: `HTTP ${status} with an empty answer`, maybeSent: true });
  if (status >= 500) return failureBy('stumbled', { says: `HTTP ${status} with “${excerpt(text)}”`, maybeSent: true });
  return notAnObject(status, text);
}
