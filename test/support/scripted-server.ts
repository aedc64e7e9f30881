/** HTTP server that answers as a test scripts it, and keeps the requests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedServer {
  readonly url: string;
  readonly port: number;
  /** Paths with query, oldest first. */
  readonly asked: string[];
  /** The keys of the newest filter, or `all`. */
  lastFilter(): string[] | 'all' | undefined;
  /** Connections that were ever opened, and the most requests that were open at once. */
  readonly connections: number;
  readonly mostAtOnce: number;
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Stops listening and cuts all connections; `listen` brings it back at the same port. */
  close(): Promise<void>;
  listen(): Promise<void>;
}

export async function scriptedServer(answer: ScriptedServer['answer']): Promise<ScriptedServer> {
  const asked: string[] = [];
  let connections = 0;
  let open = 0;
  let mostAtOnce = 0;
  let port = 0;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    open += 1;
    mostAtOnce = Math.max(mostAtOnce, open);
    response.on('close', () => {
      open -= 1;
    });
    scripted.answer(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  const scripted: ScriptedServer = {
    answer,
    asked,
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    get connections() {
      return connections;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    lastFilter: () => filterOf(asked.filter((path) => path.startsWith('/api/status')).at(-1)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    listen: () =>
      new Promise((resolve) => {
        server.listen(port, '127.0.0.1', () => {
          port = (server.address() as AddressInfo).port;
          resolve();
        });
      }),
  };
  await scripted.listen();
  return scripted;
}

/** The keys of `?filter=a,b`, or of the old `?filter=["a","b"]`. */
export function filterOf(path: string | undefined): string[] | 'all' | undefined {
  if (path === undefined) return undefined;
  const filter = new URL(path, 'http://charger').searchParams.get('filter');
  if (filter === null) return 'all';
  return filter.startsWith('[') ? JSON.parse(filter) : filter.split(',');
}

/** Answers `/api/status` from a table of values, as V3 does, and takes every write into it at once. */
export function plainCharger(values: Record<string, unknown>): ScriptedServer['answer'] {
  return (request, response) => {
    const url = new URL(request.url ?? '', 'http://charger');
    response.setHeader('connection', 'close');
    response.setHeader('content-type', 'application/json');
    if (url.pathname === '/api/set') {
      const taken: Record<string, boolean> = {};
      for (const [key, json] of url.searchParams) {
        values[key] = JSON.parse(json);
        taken[key] = true;
      }
      response.end(JSON.stringify(taken));
      return;
    }
    const filter = filterOf(request.url);
    const keys = filter === 'all' || filter === undefined ? Object.keys(values) : filter;
    response.end(
      JSON.stringify(Object.fromEntries(keys.filter((key) => key in values).map((key) => [key, values[key]]))),
    );
  };
}
