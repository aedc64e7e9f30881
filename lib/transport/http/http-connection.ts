/**
 * HTTP connection to one address, by undici: sends GET requests, on a connection each or on one that is kept, and ends it as
 * soon as a request is given up.
 */
import type { LookupFunction, Socket } from 'node:net';
import type { Client, Dispatcher } from 'undici';
import { onAbort } from '../../abort';
import { noAnswerInTime, notConnected, type Received } from './http-failure';

export interface HttpConnectionOptions {
  /** Gives the addresses of a name; absent where the origin has an address. */
  lookup?: LookupFunction;
  timeoutMs: number;
  /** Keeps the connection for further requests, as long as the server does. */
  keepAlive: boolean;
  /** Sent with each request. */
  headers?: Record<string, string>;
}

export interface HttpConnection {
  /**
   * @param path with a slash at its beginning
   * @param limitMs time for the request, connecting included
   * @param received filled with what comes
   * @throws the error of undici, of Node.js or of the signal
   */
  get(path: string, signal: AbortSignal, limitMs: number, received: Received): Promise<void>;
  close(): Promise<void>;
}

/** Size of a body at the most: a full status is 20 to 60 kB. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Time limit of connecting: a charger in the same network accepts within milliseconds, and a dead address must not hold up the queue [our choice]. */
const CONNECT_TIMEOUT_MS = 4000;
/** Time for which an unused connection is kept where the server names none, as long as undici keeps one at the most [undici's documents]. */
const KEEP_ALIVE_MS = 600_000;

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

/** @param origin `http://…` or `https://…` without a path */
export function createHttpConnection(origin: string, options: HttpConnectionOptions): HttpConnection {
  const { lookup, timeoutMs, keepAlive, headers } = options;
  let client: Client | undefined;
  /** The newest connection, also while undici still waits for it. */
  let socket: Socket | undefined;
  let requestsOnSocket = 0;

  function createClient(): Client {
    const { buildConnector, Client } = loadUndici();
    const timeout = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
    const connect = buildConnector({ timeout, keepAlive, ...(lookup && { lookup }) });
    return new Client(origin, {
      connect(to, done) {
        requestsOnSocket = 0;
        // It returns the socket, though its types do not say so [nodejs/undici lib/core/connect.js].
        socket = connect(to, done) as unknown as Socket | undefined;
      },
      maxResponseSize: MAX_BODY_BYTES,
      pipelining: keepAlive ? 1 : 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // An answer that comes byte by byte exceeds neither of these, so the whole request has one time limit instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  return {
    get(path, signal, limitMs, received) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        client ??= createClient();
        /** Exists from the moment the request is sent. */
        let sent: Dispatcher.DispatchController | undefined;
        let isOver = false;
        const end = () => {
          isOver = true;
          clearTimeout(timer);
          stopListening();
        };
        const giveUp = (reason: Error) => {
          end();
          reject(reason);
          // undici itself notices only a connected request that is given up, and makes one more connection for it
          // [nodejs/undici#386, nodejs/undici#4405, nodejs/undici#5845].
          if (socket) socket.destroy(reason);
          else sent?.abort(reason);
        };
        const timer = setTimeout(() => giveUp(sent ? noAnswerInTime() : notConnected()), limitMs);
        const stopListening = onAbort(signal, () => giveUp(signal.reason));
        client.dispatch(
          { method: 'GET', path, headers },
          {
            onRequestStart(controller) {
              sent = controller;
              received.isOnUsedConnection = requestsOnSocket > 0;
              requestsOnSocket += 1;
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
    },

    async close() {
      socket?.destroy();
      await client?.destroy();
    },
  };
}
