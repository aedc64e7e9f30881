/**
 * HTTP client for one charger or for the cloud: GET requests by undici, limited in time and size. No redirect is followed: a
 * request goes only to the address it is made for.
 */
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { Client, Dispatcher } from 'undici';
import { onAbort } from '../abort';
import { httpFailure, isUnreached, noAnswerInTime, notConnected, type Received } from './http-failure';
import { type Address, addressesOf, cachedAddresses, forgetAddresses } from './name-lookup';
import { withTimeout } from './timeout';
import { TransportError } from './transport';

export interface HttpAnswer {
  status: number;
  text: string;
  /** The header `Retry-After`: seconds or a date. */
  retryAfter?: string;
}

export interface HttpClient {
  /**
   * @param path what follows the base URL
   * @throws TransportError OFFLINE, TIMEOUT, PROTOCOL or CLOSED
   */
  get(path: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Ends the request that is under way; further ones fail with CLOSED. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Sent with each request. */
  headers?: Record<string, string>;
  /** Keeps the connection for further requests, as long as the server does. Without it each request has a connection of its own. */
  keepAlive?: boolean;
}

/** Size of a body at the most: a full status is 20 to 60 kB. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Time limit of connecting: a charger in the same network accepts within milliseconds, and a dead address must not hold up the queue [our choice]. */
const CONNECT_TIMEOUT_MS = 4000;
/** Time for which an unused connection is kept where the server names none: the longest that undici keeps one when asked to [nodejs/undici docs: keepAliveMaxTimeout]. */
const KEEP_ALIVE_MS = 600_000;

const UTF8 = new TextDecoder();

/**
 * The two parts of undici that are used here, loaded with the first request: a flow with chargers on MQTT only needs none. All of
 * undici takes 9 MB more memory and twice the time [measured]; it is loaded where a later version keeps these parts elsewhere.
 */
function loadUndici(): Pick<typeof import('undici'), 'Client' | 'buildConnector'> {
  try {
    return {
      Client: require('undici/lib/dispatcher/client.js'),
      buildConnector: require('undici/lib/core/connect.js'),
    };
  } catch {
    return require('undici');
  }
}

/**
 * @param baseUrl `http://…` or `https://…`, without a slash at its end
 * @param timeoutMs for one request, connecting included
 */
export function createHttpClient(
  baseUrl: string,
  timeoutMs: number,
  { headers, keepAlive = false }: HttpClientOptions = {},
): HttpClient {
  const { origin, hostname, pathname } = new URL(baseUrl);
  const name = hostname.replace(/^\[|\]$/g, '');
  const isName = isIP(name) === 0;
  const basePath = pathname === '/' ? '' : pathname;
  const closing = new AbortController();
  let client: Client | undefined;
  /** The addresses of `name` for the next connection. */
  let addresses: readonly Address[] = [];
  /** The newest connection, which can be ended while undici still waits for it. */
  let socket: Socket | undefined;

  const lookup: LookupFunction = (_name, options, found) => {
    if (options.all) found(null, [...addresses]);
    else found(null, addresses[0]!.address, addresses[0]!.family);
  };

  function createClient(): Client {
    const { buildConnector, Client } = loadUndici();
    const timeout = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
    const connect = buildConnector({ timeout, keepAlive, ...(isName && { lookup }) });
    return new Client(origin, {
      // undici returns the socket, though its types do not say so [nodejs/undici lib/core/connect.js].
      connect: (options, done) => {
        socket = connect(options, done) as unknown as Socket | undefined;
      },
      maxResponseSize: MAX_BODY_BYTES,
      pipelining: keepAlive ? 1 : 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // One time limit is for the whole request, as an answer that comes byte by byte exceeds neither of these.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** @param limitMs connecting included @param received filled with what comes */
  function request(path: string, signal: AbortSignal, limitMs: number, received: Received): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      client ??= createClient();
      /** Exists from the moment the request is sent. */
      let sent: Dispatcher.DispatchController | undefined;
      let isOver = false;
      const end = () => {
        isOver = true;
        clearTimeout(timer);
        leave();
      };
      const giveUp = (reason: Error) => {
        end();
        reject(reason);
        // undici itself notices that a request was given up when its connection is there, and then makes one more
        // [nodejs/undici#386, nodejs/undici#4405, nodejs/undici#5845].
        if (socket) socket.destroy(reason);
        else sent?.abort(reason);
      };
      const timer = setTimeout(() => giveUp(sent ? noAnswerInTime() : notConnected()), limitMs);
      const leave = onAbort(signal, () => giveUp(signal.reason));
      client.dispatch(
        { method: 'GET', path: basePath + path, headers },
        {
          onRequestStart(controller) {
            sent = controller;
            if (isOver) controller.abort(notConnected());
          },
          onResponseStart(_controller, status, { 'retry-after': retryAfter }) {
            received.status = status;
            received.retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
          },
          onResponseData(_controller, chunk) {
            received.chunks.push(chunk);
          },
          onResponseEnd() {
            end();
            // undici would end it with an error, whose stack costs a tenth of the request [measured].
            if (!keepAlive) socket?.destroy();
            resolve();
          },
          onResponseError(_controller, error) {
            end();
            reject(error);
          },
        },
      );
    });
  }

  async function get(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    if (closing.signal.aborted) throw closedError(false);
    const started = performance.now();
    const passedMs = () => performance.now() - started;
    const received: Received = { status: 0, chunks: [] };
    try {
      if (isName)
        addresses =
          cachedAddresses(name) ??
          (await withTimeout(timeoutMs, [signal, closing.signal], (enough) => addressesOf(name, enough)));
      await request(path, signal, Math.max(timeoutMs - passedMs(), 1), received);
    } catch (error) {
      if (closing.signal.aborted) throw closedError(true);
      if (error instanceof TransportError) throw error;
      // The name may have moved to another address.
      if (isName && isUnreached(error)) forgetAddresses(name);
      throw httpFailure(error, received, passedMs());
    }
    const { status, chunks, retryAfter } = received;
    const text = UTF8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    return { status, text, ...(retryAfter !== undefined && { retryAfter }) };
  }

  return {
    get,
    async close() {
      closing.abort();
      socket?.destroy();
      await client?.destroy();
    },
  };
}

function closedError(maybeSent: boolean): TransportError {
  return new TransportError('CLOSED', 'the connection was closed', { maybeSent });
}
