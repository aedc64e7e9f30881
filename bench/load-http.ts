/** The load over HTTP: a charger that answers at once and closes the connection, as the device does, or never answers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { nowUs } from './clock';
import { jsonOf, TEN_KEYS } from './traffic';

let servers: Server[] = [];
let requestsAtUs: number[] = [];
let hangs = false;
let mostSockets = 0;
const sockets = new Set<Socket>();

function answer(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://charger');
  const n = requestsAtUs.length;
  if (pathname === '/api/set')
    return JSON.stringify(Object.fromEntries([...searchParams.keys()].map((key) => [key, true])));
  const wanted = searchParams.get('filter')?.split(',') ?? TEN_KEYS;
  const values: Record<string, string> = { sse: '"100000"', fwv: '"60.5"', typ: '"go-eCharger"', rbc: '7' };
  const parts = wanted.flatMap((key) => {
    const json = values[key] ?? (TEN_KEYS.includes(key) || key === 'rbt' ? jsonOf(key, n) : undefined);
    return json === undefined ? [] : [`${JSON.stringify(key)}:${json}`];
  });
  return `{${parts.join()}}`;
}

function listener(): Server {
  const server = createServer((request, response) => {
    requestsAtUs.push(nowUs());
    if (hangs) return;
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
    response.end(answer(request.url!));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    mostSockets = Math.max(mostSockets, sockets.size);
    socket.on('close', () => sockets.delete(socket));
  });
  return server;
}

export const httpLoad = {
  /** A number of chargers, each at an address of its own, as requests to one address are never sent in parallel. @returns their ports */
  async listen(count: number) {
    const fresh = Array.from({ length: count }, listener);
    servers.push(...fresh);
    await Promise.all(
      fresh.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve))),
    );
    return fresh.map((server) => (server.address() as AddressInfo).port);
  },

  /** Starts the count of requests again. @param hanging no request is answered from now on */
  count({ hanging = false }: { hanging?: boolean }) {
    requestsAtUs = [];
    mostSockets = sockets.size;
    hangs = hanging;
  },
  counted: () => ({ requestsAtUs, mostSockets }),
  httpStop() {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
    servers = [];
  },
};
