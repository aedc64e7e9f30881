/** HTTP server of the simulated charger: a connection for every request, chunked responses, and the faults of the transport. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { EndpointContext } from './endpoint-context';
import type { Listening, SeenRequest } from './simulator.types';

/** A request to an endpoint. */
export interface ApiRequest {
  path: string;
  /** As it was sent, without the question mark. */
  query: string;
  parameters: readonly (readonly [key: string, value: string])[];
  method: string;
  headers: IncomingMessage['headers'];
  /** Characters of the whole request target, and of the longest value in it, as they were sent. */
  length: number;
  longest: number;
}

/** The response of an endpoint. */
export interface ApiResponse {
  status: number;
  type: 'application/json' | 'text/plain' | 'text/html';
  body: string;
  headers?: Record<string, string>;
  /** For the log: the keys that were read or written. */
  keys?: string[] | 'all';
}

export interface HttpServer extends Listening {
  close(): Promise<void>;
}

/** Responds to a request. @param work waits as long as the charger needs for it, to be called while it holds its lock */
export type RequestHandler = (request: ApiRequest, work: () => Promise<unknown>) => Promise<ApiResponse>;

type HttpEndpointName = 'http' | 'cloud';

/** The size of a chunk of a response, in bytes. */
const CHUNK = 1024;

/** Listens on 127.0.0.1 unless another address is given. @throws Error when the port is in use */
export async function serveHttp(
  context: EndpointContext,
  endpoint: HttpEndpointName,
  where: { port?: number; host?: string },
  handler: RequestHandler,
): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => void handle(context, endpoint, incoming, response, handler));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (endpoint === 'http' && context.isDown) socket.resetAndDestroy();
  });
  const unsubscribe = context.events.on('down', () => {
    if (endpoint === 'http') for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where.port ?? 0, where.host ?? '127.0.0.1', () => resolve());
  });
  const { port, address, family } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      unsubscribe();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Handles one request, from the faults before a response to the last byte of it. */
async function handle(
  context: EndpointContext,
  endpoint: HttpEndpointName,
  incoming: IncomingMessage,
  response: ServerResponse,
  handler: RequestHandler,
): Promise<void> {
  const request = parseRequest(incoming);
  const where = { face: endpoint, path: request.path === '/api/set' ? ('set' as const) : ('status' as const) };
  const { faults } = context.device;
  const { entry, ended } = openEntry(context, endpoint, request);
  response.on('close', ended);

  const isFrozen = endpoint === 'http' && faults.active('freeze');
  if (isFrozen || faults.trigger('hang', where)) return;
  if (faults.trigger('reset', where)) {
    incoming.socket.resetAndDestroy();
    return;
  }
  try {
    const slow = faults.trigger('slow', where);
    const takesMs = context.latencyMs + (slow ? (slow.ms ?? 0) : 0);
    const work = () => (takesMs > 0 ? wait(takesMs, undefined, { signal: context.closing }) : Promise.resolve());
    const result = faults.trigger('html', where) ? htmlPage() : await handler(request, work);
    if (response.destroyed) return;
    entry.status = result.status;
    entry.keys = result.keys ?? [];
    send(context, where, response, result, ended);
  } catch {
    // The simulator closes while a response waits.
    response.destroy();
  }
}

/** Opens the log entry of a request. @returns the entry, and what counts it as ended, once */
function openEntry(context: EndpointContext, endpoint: HttpEndpointName, { path, query }: ApiRequest) {
  const entry: SeenRequest = {
    at: context.now(),
    face: endpoint,
    path,
    query: withoutToken(query),
    keys: [],
    status: 0,
  };
  let isOpen = true;
  context.requestLog.started();
  return {
    entry,
    ended: () => {
      if (isOpen) context.requestLog.ended(entry);
      isOpen = false;
    },
  };
}

function send(
  context: EndpointContext,
  where: { face: HttpEndpointName; path: 'set' | 'status' },
  response: ServerResponse,
  { status, type, body: text, headers }: ApiResponse,
  ended: () => void,
): void {
  const { faults } = context.device;
  const truncated = faults.trigger('truncated', where);
  const incomplete = faults.trigger('incomplete', where);
  // In bytes: as on a real connection, a chunk can end inside a character.
  const whole = Buffer.from(text);
  const body = truncated || incomplete ? whole.subarray(0, whole.length >> 1) : whole;
  response.writeHead(status, {
    'Content-Type': type,
    Connection: 'close',
    ...headers,
    // Refusals are sent in one piece; other responses are chunked.
    ...(status >= 400 ? { 'Content-Length': truncated ? whole.length : body.length } : {}),
  });
  // Ended before the last byte leaves: otherwise the next request of a fast client would count as a second one at once.
  ended();
  for (let at = 0; at < body.length; at += CHUNK) response.write(body.subarray(at, at + CHUNK));
  if (truncated) response.write('', () => response.destroy());
  else response.end();
}

function parseRequest(incoming: IncomingMessage): ApiRequest {
  const target = incoming.url ?? '/';
  const at = target.indexOf('?');
  const query = at < 0 ? '' : target.slice(at + 1);
  const pairs = query === '' ? [] : query.split('&');
  return {
    path: at < 0 ? target : target.slice(0, at),
    query,
    parameters: pairs.map((pair) => parameter(pair)),
    method: incoming.method ?? 'GET',
    headers: incoming.headers,
    length: target.length,
    longest: Math.max(0, ...pairs.map((pair) => pair.length - pair.indexOf('=') - 1)),
  };
}

function parameter(pair: string): readonly [key: string, value: string] {
  const at = pair.indexOf('=');
  return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
}

/** A plus is a space [vendor's API documents]; a text that is not encoded stays as it is. */
function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function withoutToken(query: string): string {
  return query
    .split('&')
    .filter((pair) => !pair.startsWith('token='))
    .join('&');
}

/** A login page, as a proxy or another device at the address would send. */
function htmlPage(): ApiResponse {
  return {
    status: 200,
    type: 'text/html',
    body: '<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in</body></html>',
  };
}
