/**
 * HTTP connection to one address, by undici: sends GET requests, on a connection each or on one that is kept, and ends it as
 * soon as a request is cancelled.
 */
import type { LookupFunction, Socket } from 'node:net';
import type { buildConnector, Client } from 'undici';
import { onAbort } from '../../abort';
import { noAnswerInTime, notConnected, type Received } from './http-failure';

export interface HttpConnectionOptions {
  /** Gives the addresses of a name; absent where the origin has an address. */
  lookup?: LookupFunction;
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
  const { lookup, keepAlive, headers } = options;
  let client: Client | undefined;
  let connect: buildConnector.connector | undefined;
  /** The newest connection, also while undici still waits for it. */
  let socket: Socket | undefined;
  /** The error that ended it: undici takes a reset for the end of a response [nodejs/undici lib/dispatcher/client-h1.js]. */
  let socketError: Error | undefined;
  let requestsOnSocket = 0;

  function createClient(): Client {
    const { buildConnector, Client } = loadUndici();
    // Without undici's time limit, whose clock ticks every half second [nodejs/undici lib/util/timers.js].
    connect ??= buildConnector({ timeout: 0, keepAlive, ...(lookup && { lookup }) });
    const connectTo = connect;
    return new Client(origin, {
      connect(to, done) {
        requestsOnSocket = 0;
        socketError = undefined;
        // It returns the socket, though its types do not say so [nodejs/undici lib/core/connect.js].
        const opened = connectTo(to, done) as unknown as Socket;
        opened.on('error', (error) => {
          if (socket === opened) socketError = error;
        });
        socket = opened;
      },
      maxResponseSize: MAX_BODY_BYTES,
      pipelining: keepAlive ? 1 : 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // A response that comes byte by byte exceeds neither of these, so the whole request has one time limit instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Ends a client whose request failed. It would make one more connection for a request that is cancelled [nodejs/undici#386,
   * nodejs/undici#4405, nodejs/undici#5845], and take no further request after a certificate for another name [tried with 7.30].
   */
  function discard(failed: Client, reason: Error): void {
    if (client !== failed) return;
    client = undefined;
    socket?.destroy(reason);
    void failed.destroy();
  }

  return {
    get(path, signal, limitMs, received) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        client ??= createClient();
        const used = client;
        let isSent = false;
        let isOver = false;
        const end = () => {
          isOver = true;
          stopTimer();
          stopListening();
        };
        const fail = (error: Error) => {
          if (isOver) return;
          end();
          reject(error);
          discard(used, error);
        };
        const stopTimer = startTimer(limitMs, () => isSent, fail);
        const stopListening = onAbort(signal, () => fail(signal.reason));
        used.dispatch(
          { method: 'GET', path, headers },
          {
            onRequestStart(controller) {
              isSent = true;
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
              if (socketError) {
                fail(socketError);
                return;
              }
              end();
              // undici would end it with an error, whose stack costs a tenth of the request [measured].
              if (!keepAlive) socket?.destroy();
              resolve();
            },
            onResponseError(_controller, error) {
              fail(socketError ?? error);
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

/**
 * The time limits of a request: a short one for connecting, and one for all of it.
 * @param isSent whether there is a connection
 * @returns stops them
 */
function startTimer(limitMs: number, isSent: () => boolean, giveUp: (reason: Error) => void): () => void {
  const connectMs = Math.min(limitMs, CONNECT_TIMEOUT_MS);
  let timer = setTimeout(() => {
    if (isSent()) timer = setTimeout(() => giveUp(noAnswerInTime()), limitMs - connectMs);
    else giveUp(notConnected());
  }, connectMs);
  return () => clearTimeout(timer);
}
