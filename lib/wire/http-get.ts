/**
 * One GET request the way the device wants it: a connection of its own (the device closes after every answer
 * [owners' reports]), one at a time, bounded in time and size, and never somewhere else than where it was sent.
 */
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { Reason } from '../errors';
import { BrokenAnswer, createAnswerReader, type HttpAnswer } from './http-answer';
import { isTlsTrouble } from './tls-trouble';
import { WireError } from './wire';

export interface HttpGet {
  /**
   * @param path what follows the base URL
   * @throws WireError OFFLINE, TIMEOUT, PROTOCOL or CLOSED
   */
  (path: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Ends what is under way, and asks nothing more. */
  close(): Promise<void>;
}

/** A charger on the same network accepts within milliseconds; a dead address must not hold the queue for long. */
const CONNECT_TIMEOUT_MS = 4000;

/** What stands in a request line or a header as it is. */
const PLAIN = /^[\x21-\x7e]*$/;

/**
 * @param baseUrl `http://…` or `https://…`, without a slash at its end
 * @param timeoutMs for one request, connecting included
 * @param headers sent with each request
 */
export function createHttpGet(baseUrl: string, timeoutMs: number, headers: Record<string, string> = {}): HttpGet {
  const { protocol, host, hostname, port, pathname } = new URL(baseUrl);
  const isSecure = protocol === 'https:';
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isSecure ? 443 : 80) };
  const open = isSecure ? secureConnections(to) : () => net.connect(to);
  const fields = Object.entries({ Host: host, Connection: 'close', ...headers });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const base = pathname === '/' ? '' : pathname;
  const connectMs = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
  const underWay = new Set<net.Socket>();
  let closed = false;

  function answer(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const socket = open();
      const reader = createAnswerReader();
      let isConnected = false;
      const tooLate = () => fail(new DOMException('no answer in time', 'TimeoutError'));
      let timer = setTimeout(() => {
        if (isConnected) timer = setTimeout(tooLate, timeoutMs - connectMs);
        else fail(coded('ETIMEDOUT'));
      }, connectMs);
      // Its listeners for errors stay: what still goes wrong after the end must not end Node-RED.
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        underWay.delete(socket);
        socket.destroy();
      };
      const fail = (error: unknown) => {
        end();
        reject(error);
      };
      const giveUp = () => fail(signal.reason);
      const look = (found: () => HttpAnswer | undefined) => {
        try {
          const whole = found();
          if (!whole) return;
          end();
          resolve(whole);
        } catch (error) {
          fail(error);
        }
      };
      underWay.add(socket);
      signal.addEventListener('abort', giveUp);
      socket.on(isSecure ? 'secureConnect' : 'connect', () => {
        isConnected = true;
      });
      socket.on('data', (data) => look(() => reader.take(data)));
      socket.on('end', () => look(reader.ended));
      socket.on('error', fail);
      // Without an answer or an error.
      socket.on('close', () => underWay.has(socket) && fail(coded('ECONNRESET')));
      socket.write(`GET ${base}${path} HTTP/1.1\r\n${head}\r\n`, 'latin1');
    });
  }

  async function get(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    if (closed) throw closedError(false);
    if (!PLAIN.test(path)) throw new WireError('INVALID', 'the request holds a character that no address has');
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
      for (const socket of underWay) socket.destroy();
    },
  });
}

/** Opens them, each with the session of the one before, which is cheaper. */
function secureConnections(to: { host: string; port: number }): () => net.Socket {
  const servername = net.isIP(to.host) ? '' : to.host;
  let session: Buffer | undefined;
  return () => {
    const socket = tls.connect({ ...to, servername, session, ALPNProtocols: ['http/1.1'] });
    socket.on('session', (fresh: Buffer) => {
      session = fresh;
    });
    socket.on('error', () => {
      session = undefined;
    });
    // The request must not wait until the end of the handshake has been acknowledged.
    return socket.setNoDelay();
  };
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
  if (cause instanceof BrokenAnswer) {
    return new WireError('PROTOCOL', 'what answers is not a charger, or its answer is broken', {
      maybeSent: true,
      reason: 'otherDevice',
      cause,
    });
  }
  if (isTlsTrouble(code)) return new WireError('OFFLINE', `no secure connection (${code})`, { cause, reason: 'tls' });
  return new WireError('OFFLINE', `the connection broke off${code ? ` (${code})` : ''}`, { maybeSent: true, cause });
}
