/**
 * One GET request the way the device wants it: a connection of its own (the device closes after every answer
 * [owners' reports]), one at a time, bounded in time and size, and never somewhere else than where it was sent.
 */
import type { Agent } from 'undici';
import type { Reason } from '../errors';
import { within } from './patience';
import { isTlsTrouble } from './tls-trouble';
import { WireError } from './wire';

export interface HttpAnswer {
  status: number;
  text: string;
}

export interface HttpGet {
  /**
   * @param url absolute
   * @throws WireError OFFLINE, TIMEOUT or PROTOCOL
   */
  (url: string, headers: Record<string, string>, signal: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** A full status is 20 to 60 kB; more than this is not a charger. */
const MAX_BODY_BYTES = 1024 * 1024;
/** A charger on the same network accepts within milliseconds; a dead address must not hold the queue for long. */
const CONNECT_TIMEOUT_MS = 4000;

export function createHttpGet(timeoutMs: number): HttpGet {
  // Loaded by the first connection that needs it: flows on MQTT never pay for it.
  const undici: typeof import('undici') = require('undici');
  const agent: Agent = new undici.Agent({
    connections: 1,
    pipelining: 0,
    connect: { timeout: Math.min(timeoutMs, CONNECT_TIMEOUT_MS) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_BODY_BYTES,
  });
  async function answer(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<HttpAnswer> {
    const { statusCode, body } = await undici.request(url, { dispatcher: agent, headers, signal, reset: true });
    return { status: statusCode, text: await body.text() };
  }
  const get = (url: string, headers: Record<string, string>, signal: AbortSignal): Promise<HttpAnswer> =>
    within(timeoutMs, [signal], async (limit) => {
      const started = performance.now();
      try {
        return await Promise.race([answer(url, headers, limit), aborted(limit)]);
      } catch (error) {
        throw wireError(error, performance.now() - started);
      }
    });
  return Object.assign(get, { close: () => agent.destroy() });
}

/** Rejects when the signal aborts: undici looks at it only when a connection stands, or has failed. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Errors before a byte of the request was sent. */
const NOT_REACHED: Record<string, string> = {
  ENOTFOUND: 'the name cannot be resolved; use the IP address, or check the name',
  EAI_AGAIN: 'the name cannot be resolved just now; use the IP address, or check the name server',
  ECONNREFUSED: 'the connection is refused; check the address and whether the device is a charger',
  EHOSTUNREACH: 'the address cannot be reached; check network and power',
  ENETUNREACH: 'the network cannot be reached',
  EADDRNOTAVAIL: 'the address cannot be reached',
  ETIMEDOUT: 'nothing answers at the address; check network and power',
  UND_ERR_CONNECT_TIMEOUT: 'nothing answers at the address; check network and power',
};

const REASONS: Record<string, Reason> = {
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameUnknown',
  ECONNREFUSED: 'refused',
};

function wireError(cause: unknown, tookMs: number): WireError {
  const error = cause as { code?: unknown; name?: string; message?: string };
  const code = String(error?.code ?? '');
  const unreached = Object.hasOwn(NOT_REACHED, code) ? NOT_REACHED[code] : undefined;
  if (unreached) return new WireError('OFFLINE', unreached, { cause, reason: REASONS[code] ?? 'noAnswer' });
  if (error?.name === 'TimeoutError' || /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) {
    return new WireError('TIMEOUT', `no answer within ${Math.round(tookMs / 100) / 10} s`, {
      maybeSent: true,
      reason: 'noAnswer',
      cause,
    });
  }
  if (error?.name === 'AbortError' || code === 'UND_ERR_ABORTED') {
    return new WireError('CLOSED', 'the request was given up', { maybeSent: true, cause });
  }
  if (/^(UND_ERR_RES_EXCEEDED_MAX_SIZE|UND_ERR_HEADERS_OVERFLOW|HPE_)/.test(code)) {
    return new WireError('PROTOCOL', 'what answers is not a charger, or its answer is broken', {
      maybeSent: true,
      reason: 'otherDevice',
      cause,
    });
  }
  if (/^(UND_ERR_DESTROYED|UND_ERR_CLOSED)$/.test(code))
    return new WireError('CLOSED', 'the connection was closed', { cause });
  if (isTlsTrouble(code)) return new WireError('OFFLINE', `no secure connection (${code})`, { cause, reason: 'tls' });
  return new WireError('OFFLINE', `the connection broke off${code ? ` (${code})` : ''}`, { maybeSent: true, cause });
}
