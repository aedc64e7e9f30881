/**
 * One GET request the way the device wants it: a connection of its own (the device closes after every answer
 * [owners' reports]), one at a time, bounded in time and size, and never somewhere else than where it was sent.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { connect, isIP, type LookupFunction } from 'node:net';
import { onAbort } from '../abort';
import { type CauseName, failureBy } from './causes';
import { type Address, addressesOf, forgetAddresses, knownAddresses } from './name-lookup';
import { withTimeout } from './timeout';
import { isTlsError } from './tls-error';
import { TransportError } from './transport';

export interface HttpAnswer {
  status: number;
  text: string;
  /** When it may be asked again, as it was answered: seconds or a date. */
  retryAfter?: string;
}

export interface HttpGet {
  /**
   * @param path what follows the base URL
   * @throws TransportError OFFLINE, TIMEOUT, PROTOCOL or CLOSED
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
const CUT_SHORT = 'CUT_SHORT';

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
  const name = hostname.replace(/^\[|\]$/g, '');
  const isName = isIP(name) === 0;
  const to = { host: name, port: port === '' ? (isSecure ? 443 : 80) : Number(port) };
  // An agent has nothing to keep of a plain connection, and took a tenth of the time of a request. Of a secure one it keeps the
  // session, which makes the next one cheaper. undici took half as much time again as this client, and 16 MB.
  const agent = isSecure ? new https.Agent({ keepAlive: false }) : undefined;
  const way = (lookup: LookupFunction | undefined) => {
    const there = lookup ? { ...to, lookup } : to;
    return agent ? { ...there, agent } : { createConnection: () => connect(there) };
  };
  const head = ['Host', host, 'Connection', 'close', ...Object.entries(headers).flat()];
  const base = pathname === '/' ? '' : pathname;
  const underWay = new Set<http.ClientRequest>();
  const closing = new AbortController();

  /** @param lookup gives the addresses of a name without asking anybody @param limitMs connecting included */
  function answer(
    path: string,
    signal: AbortSignal,
    lookup: LookupFunction | undefined,
    limitMs: number,
  ): Promise<HttpAnswer> {
    const connectMs = Math.min(limitMs, CONNECT_TIMEOUT_MS);
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const asking = request({ ...way(lookup), headers: head, path: base + path });
      underWay.add(asking);
      let isConnected = false;
      let heard: http.IncomingMessage | undefined;
      const tooLate = () => fail(new DOMException('no answer in time', 'TimeoutError'));
      let timer = setTimeout(() => {
        if (isConnected) timer = setTimeout(tooLate, limitMs - connectMs);
        else fail(coded('ETIMEDOUT'));
      }, connectMs);
      const end = () => {
        clearTimeout(timer);
        underWay.delete(asking);
        leave();
      };
      // Its listeners for errors stay: what still goes wrong after the end must not end Node-RED.
      const fail = (error: unknown) => {
        end();
        asking.destroy();
        reject(error);
      };
      const leave = onAbort(signal, () => fail(signal.reason));
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
        response.on('error', (error) => fail(size > 0 ? Object.assign(error, { code: CUT_SHORT }) : error));
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BODY_BYTES) fail(coded(TOO_LONG));
          else chunks.push(chunk);
        });
        response.on('end', () => {
          end();
          const retryAfter = response.headers['retry-after'];
          const text = UTF8.decode(Buffer.concat(chunks));
          resolve({ status: response.statusCode!, text, ...(retryAfter !== undefined && { retryAfter }) });
        });
      });
      asking.end();
    });
  }

  async function get(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    if (closing.signal.aborted) throw closedError(false);
    const started = performance.now();
    const passedMs = () => performance.now() - started;
    try {
      if (!isName) return await answer(path, signal, undefined, timeoutMs);
      const addresses =
        knownAddresses(name) ??
        (await withTimeout(timeoutMs, [signal, closing.signal], (enough) => addressesOf(name, enough)));
      return await answer(path, signal, from(addresses), Math.max(timeoutMs - passedMs(), 1));
    } catch (error) {
      if (closing.signal.aborted) throw closedError(true);
      if (error instanceof TransportError) throw error;
      // The name may be another's by now, or have moved.
      if (isName && isUnreached(error)) forgetAddresses(name);
      throw wireError(error, passedMs());
    }
  }

  return Object.assign(get, {
    async close() {
      closing.abort();
      for (const asking of underWay) asking.destroy();
    },
  });
}

/** What `connect` asks for the addresses of its host; they are known by then. */
function from(addresses: readonly Address[]): LookupFunction {
  return (_name, options, tell) => {
    if (options.all) tell(null, [...addresses]);
    else tell(null, addresses[0]!.address, addresses[0]!.family);
  };
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function closedError(maybeSent: boolean): TransportError {
  return new TransportError('CLOSED', 'the connection was closed', { maybeSent });
}

/** Errors before a byte of the request was sent. */
const NOT_REACHED: Readonly<Record<string, CauseName>> = {
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameUnknownNow',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'noNetwork',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'nothingThere',
};

function isUnreached(error: unknown): boolean {
  return Object.hasOwn(NOT_REACHED, String((error as { code?: unknown } | undefined)?.code));
}

function wireError(cause: unknown, tookMs: number): TransportError {
  const error = cause as { code?: unknown; name?: string; message?: string };
  const code = String(error?.code ?? '');
  const unreached = Object.hasOwn(NOT_REACHED, code) ? NOT_REACHED[code] : undefined;
  if (unreached) return failureBy(unreached, { cause });
  if (error?.name === 'TimeoutError') {
    return new TransportError('TIMEOUT', `no answer within ${Math.round(tookMs / 100) / 10} s`, {
      maybeSent: true,
      reason: 'noAnswer',
      cause,
    });
  }
  if (error?.name === 'AbortError') {
    return new TransportError('CLOSED', 'the request was given up', { maybeSent: true, cause });
  }
  if (code.startsWith('HPE_')) return failureBy('notHttp', { maybeSent: true, cause });
  if (isTlsError(code)) return failureBy('noTls', { says: code, cause });
  if (code === CUT_SHORT) return failureBy('brokeOffAnswering', { maybeSent: true, cause });
  return failureBy('brokeOff', { says: code || undefined, maybeSent: true, cause });
}
