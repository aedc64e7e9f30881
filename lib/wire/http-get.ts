/**
 * One GET request the way the device wants it: a connection of its own (the device closes after every answer
 * [owners' reports]), one at a time, bounded in time and size, and never somewhere else than where it was sent.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { connect } from 'node:net';
import type { Reason } from '../errors';
import { isTlsTrouble } from './tls-trouble';
import { WireError } from './wire';

export interface HttpAnswer {
  status: number;
  text: string;
}

export interface HttpGet {
  /**
   * @param path what follows the base URL
   * @throws WireError OFFLINE, TIMEOUT, PROTOCOL or CLOSED
   */
  (path: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Ends what is under way, and asks nothing more. */
  close(): Promise<void>;
}

/** A full status is 20 to 60 kB; more than this is not a charger. */
const MAX_BODY_BYTES = 1024 * 1024;
/** A charger on the same network accepts within milliseconds; a dead address must not hold the queue for long. */
const CONNECT_TIMEOUT_MS = 4000;

/** Beside the parser's own codes. */
const TOO_LONG = 'HPE_BODY_OVERFLOW';

const UTF8 = new TextDecoder();

/**
 * @param baseUrl `http://…` or `https://…`, without a slash at its end
 * @param timeoutMs for one request, connecting included
 * @param headers sent with each request
 */
export function createHttpGet(baseUrl: string, timeoutMs: number, headers: Record<string, string> = {}): HttpGet {
  const { protocol, host, hostname, port, pathname } = new URL(baseUrl);
  const isSecure = protocol === 'https:';
  const { request } = isSecure ? https : http;
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (isSecure ? 443 : 80) : Number(port) };
  // An agent has nothing to keep of a plain connection, and took a tenth of the time of a request. Of a secure one it keeps the
  // session, which makes the next one cheaper. undici took half as much time again as this client, and 16 MB.
  const way = isSecure
    ? { ...to, agent: new https.Agent({ keepAlive: false }) }
    : { createConnection: () => connect(to) };
  const head = ['Host', host, 'Connection', 'close', ...Object.entries(headers).flat()];
  const base = pathname === '/' ? '' : pathname;
  const connectMs = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
  const underWay = new Set<http.ClientRequest>();
  let closed = false;

  function answer(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const asking = request({ ...way, headers: head, path: base + path });
      underWay.add(asking);
      let isConnected = false;
      let heard: http.IncomingMessage | undefined;
      const tooLate = () => fail(new DOMException('no answer in time', 'TimeoutError'));
      let timer = setTimeout(() => {
        if (isConnected) timer = setTimeout(tooLate, timeoutMs - connectMs);
        else fail(coded('ETIMEDOUT'));
      }, connectMs);
      const end = () => {
        clearTimeout(timer);
        underWay.delete(asking);
        signal.removeEventListener('abort', giveUp);
      };
      // Its listeners for errors stay: what still goes wrong after the end must not end Node-RED.
      const fail = (error: unknown) => {
        end();
        asking.destroy();
        reject(error);
      };
      const giveUp = () => fail(signal.reason);
      signal.addEventListener('abort', giveUp);
      // What comes behind a whole answer is no part of it.
      asking.on('error', (error) => heard?.complete || fail(error));
      // Ended without an answer or an error, as where the other side wants to speak another protocol.
      asking.on('close', () => heard ?? fail(coded('ECONNRESET')));
      asking.on('socket', (socket) =>
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        }),
      );
      asking.on('response', (response) => {
        heard = response;
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('error', fail);
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BODY_BYTES) fail(coded(TOO_LONG));
          else chunks.push(chunk);
        });
        response.on('end', () => {
          end();
          resolve({ status: response.statusCode!, text: UTF8.decode(Buffer.concat(chunks)) });
        });
      });
      asking.end();
    });
  }

  async function get(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    if (closed) throw closedError(false);
    const started = performance.now();
    try {
      return await answer(path, signal);
    } catch (error) {
      throw closed ? closedError(true) : wireError(error, performance.now() - started);
    }
  }

  return Object.assign(get, {
    async close() {
      closed = true;
      for (const asking of underWay) asking.destroy();
    },
  });
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function closedError(maybeSent: boolean): WireError {
  return new WireError('CLOSED', 'the connection was closed', { maybeSent });
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
  if (error?.name === 'TimeoutError') {
    return new WireError('TIMEOUT', `no answer within ${Math.round(tookMs / 100) / 10} s`, {
      maybeSent: true,
      reason: 'noAnswer',
      cause,
    });
  }
  if (error?.name === 'AbortError') {
    return new WireError('CLOSED', 'the request was given up', { maybeSent: true, cause });
  }
  if (code.startsWith('HPE_')) {
    return new WireError('PROTOCOL', 'what answers is not a charger, or its answer is broken', {
      maybeSent: true,
      reason: 'otherDevice',
      cause,
    });
  }
  if (isTlsTrouble(code)) return new WireError('OFFLINE', `no secure connection (${code})`, { cause, reason: 'tls' });
  return new WireError('OFFLINE', `the connection broke off${code ? ` (${code})` : ''}`, { maybeSent: true, cause });
}
