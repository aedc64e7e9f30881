/**
 * HTTP client for one charger or for the cloud: GET requests, limited in time and size. No redirect is followed: a request goes
 * only to the address it is made for.
 */
import { isIP, type LookupFunction } from 'node:net';
import { type Address, addressesOf, cachedAddresses, forgetAddresses } from '../name-lookup';
import { withTimeout } from '../timeout';
import { TransportError } from '../transport';
import { createHttpConnection } from './http-connection';
import { httpFailure, isConnectionClosed, isUnreached, type Received } from './http-failure';

export interface HttpResponse {
  status: number;
  text: string;
  /** The header `Retry-After`: seconds or a date. */
  retryAfter?: string;
}

export interface HttpClient {
  /**
   * @param path what follows the base URL
   * @param isRepeatable it uses the connection that is kept, and is sent once more where that ends in the same moment
   * [RFC 9112, 9.3.1]. All others, such as writes, get a connection of their own: one that ends would leave open whether they came.
   * @throws TransportError OFFLINE, TIMEOUT, PROTOCOL or CLOSED
   */
  get(path: string, signal: AbortSignal, isRepeatable?: boolean): Promise<HttpResponse>;
  /** Ends the request that is under way; further ones fail with CLOSED. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Sent with each request. */
  headers?: Record<string, string>;
  /** Keeps a connection for repeatable requests, as long as the server does. Without it each request has one of its own. */
  keepAlive?: boolean;
}

/** Some servers say so on a kept connection that was idle for too long, whatever comes in the same moment [RFC 9110, 15.5.9]. */
const REQUEST_TIMEOUT = 408;

const UTF8 = new TextDecoder();

/**
 * @param baseUrl `http://…` or `https://…`, without a slash at its end
 * @param timeoutMs for one request: looking up the name and connecting included
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
  /** The addresses of the name for the next connection. */
  let addresses: readonly Address[] = [];
  const lookup: LookupFunction = (_name, options, found) => {
    if (options.all) found(null, [...addresses]);
    else found(null, addresses[0]!.address, addresses[0]!.family);
  };
  const connect = (isKept: boolean) =>
    createHttpConnection(origin, { ...(isName && { lookup }), keepAlive: isKept, headers });
  const own = connect(false);
  const kept = keepAlive ? connect(true) : own;

  async function lookUpName(signal: AbortSignal): Promise<void> {
    addresses =
      cachedAddresses(name) ??
      (await withTimeout(timeoutMs, [signal, closing.signal], (timeout) => addressesOf(name, timeout)));
  }

  return {
    async get(path, signal, isRepeatable = false) {
      if (closing.signal.aborted) throw closedError(false);
      const started = performance.now();
      const passedMs = () => performance.now() - started;
      const connection = isRepeatable ? kept : own;
      const request = (received: Received) =>
        connection.get(basePath + path, signal, Math.max(timeoutMs - passedMs(), 1), received);
      let received: Received = { status: 0, chunks: [] };
      try {
        if (isName) await lookUpName(signal);
        const isUnserved = await request(received).then(
          () => received.isOnUsedConnection && received.status === REQUEST_TIMEOUT,
          (error: unknown) => {
            if (!received.isOnUsedConnection || !isConnectionClosed(error, received)) throw error;
            return true;
          },
        );
        if (isUnserved) {
          received = { status: 0, chunks: [] };
          await request(received);
        }
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
    },

    async close() {
      closing.abort();
      await Promise.all([own.close(), kept.close()]);
    },
  };
}

function closedError(maybeSent: boolean): TransportError {
  return new TransportError('CLOSED', 'the connection was closed', { maybeSent });
}
