/** Serving HTTP as the charger does: a new connection for every request, answers in pieces, and the faults of the wire. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from './host';
import type { Listening, SeenRequest } from './simulator.types';

export interface Question {
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

export interface Reply {
  status: number;
  type: 'application/json' | 'text/plain' | 'text/html';
  body: string;
  headers?: Record<string, string>;
  /** For the log: what was asked for, or written. */
  keys?: string[] | 'all';
}

export interface Served extends Listening {
  close(): Promise<void>;
}

/** Answers a question. @param work how long the charger is busy with it, to be waited for while it holds its lock */
export type Replies = (question: Question, work: () => Promise<unknown>) => Promise<Reply>;

const PIECE = 1024;

/** Listens on 127.0.0.1 unless told otherwise. @throws Error when the port is taken */
export async function serve(
  host: Host,
  face: 'http' | 'cloud',
  where: { port?: number; host?: string },
  reply: Replies,
): Promise<Served> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void exchange(host, face, request, response, reply));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (face === 'http' && host.down) socket.resetAndDestroy();
  });
  const stopWatching = host.events.on('down', () => {
    if (face === 'http') for (const socket of sockets) socket.destroy();
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
      stopWatching();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function exchange(
  host: Host,
  face: 'http' | 'cloud',
  request: IncomingMessage,
  response: ServerResponse,
  reply: Replies,
): Promise<void> {
  const question = questionOf(request);
  const where = { face, path: question.path === '/api/set' ? ('set' as const) : ('status' as const) };
  const { faults } = host.device;
  const seen: SeenRequest = {
    at: host.now(),
    face,
    path: question.path,
    query: withoutToken(question.query),
    keys: [],
    status: 0,
  };
  let open = true;
  const end = () => {
    if (open) host.traffic.end(seen);
    open = false;
  };
  host.traffic.begin();
  response.on('close', end);

  const isFrozen = face === 'http' && faults.active('freeze');
  if (isFrozen || faults.strike('hang', where)) return;
  if (faults.strike('reset', where)) {
    request.socket.resetAndDestroy();
    return;
  }
  try {
    const slow = faults.strike('slow', where);
    const takesMs = host.latencyMs + (slow ? (slow.ms ?? 0) : 0);
    const answered = faults.strike('html', where)
      ? htmlPage()
      : await reply(question, () =>
          takesMs > 0 ? pause(takesMs, undefined, { signal: host.closing }) : Promise.resolve(),
        );
    if (response.destroyed) return;
    seen.status = answered.status;
    seen.keys = answered.keys ?? [];
    send(host, where, response, answered, end);
  } catch {
    // Closing while an answer waits: nobody is left to tell.
    response.destroy();
  }
}

function send(
  host: Host,
  where: { face: 'http' | 'cloud'; path: 'set' | 'status' },
  response: ServerResponse,
  answered: Reply,
  end: () => void,
): void {
  const { faults } = host.device;
  const truncated = faults.strike('truncated', where);
  const incomplete = faults.strike('incomplete', where);
  // In bytes: a piece may end inside a character, as on the wire.
  const whole = Buffer.from(answered.body);
  const body = truncated || incomplete ? whole.subarray(0, whole.length >> 1) : whole;
  response.writeHead(answered.status, {
    'Content-Type': answered.type,
    Connection: 'close',
    ...answered.headers,
    // What is refused is sent in one piece; only answers are chunked.
    ...(answered.status >= 400 ? { 'Content-Length': truncated ? whole.length : body.length } : {}),
  });
  // Counted as over before the last byte leaves, or a quick client's next request would look like a second one at once.
  end();
  for (let at = 0; at < body.length; at += PIECE) response.write(body.subarray(at, at + PIECE));
  if (truncated) response.write('', () => response.destroy());
  else response.end();
}

function questionOf(request: IncomingMessage): Question {
  const target = request.url ?? '/';
  const at = target.indexOf('?');
  const query = at < 0 ? '' : target.slice(at + 1);
  const pairs = query === '' ? [] : query.split('&');
  return {
    path: at < 0 ? target : target.slice(0, at),
    query,
    parameters: pairs.map((pair) => parameter(pair)),
    method: request.method ?? 'GET',
    headers: request.headers,
    length: target.length,
    longest: Math.max(0, ...pairs.map((pair) => pair.length - pair.indexOf('=') - 1)),
  };
}

function parameter(pair: string): readonly [key: string, value: string] {
  const at = pair.indexOf('=');
  return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
}

/** A plus is a space [vendor's API document]; what is no encoding stays as it is. */
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

function htmlPage(): Reply {
  return {
    status: 200,
    type: 'text/html',
    body: '<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in</body></html>',
  };
}
