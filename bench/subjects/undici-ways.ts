/** Bare clients of undici, for a server that closes each connection. */
import { Writable } from 'node:stream';
import { Agent, Client, type Dispatcher, Pool, request } from 'undici';
import { clientSubject } from '../client-subject';
import type { Subject } from '../subject.types';

export const WAYS = ['pool', 'client', 'request', 'stream', 'dispatch'] as const;

export interface UndiciOptions {
  host: string;
  way: (typeof WAYS)[number];
  /** Writes in place of reads. */
  writes?: boolean;
}

export async function start({ host, way, writes = false }: UndiciOptions): Promise<Subject> {
  const origin = `http://${host}`;
  const pool = new Pool(origin, { pipelining: 0, connections: 1 });
  const client = new Client(origin, { pipelining: 0 });
  const agent = new Agent({ pipelining: 0, connections: 1 });

  const textOf = async ({ body }: Dispatcher.ResponseData) => body.text();
  const ask: Record<UndiciOptions['way'], (path: string) => Promise<string>> = {
    pool: async (path) => textOf(await pool.request({ path, method: 'GET' })),
    async client(path) {
      const client = new Client(origin, { pipelining: 0 });
      try {
        return await textOf(await client.request({ path, method: 'GET' }));
      } finally {
        void client.close();
      }
    },
    request: async (path) => textOf(await request(origin + path, { dispatcher: agent })),
    async stream(path) {
      const chunks: Buffer[] = [];
      await pool.stream({ path, method: 'GET' }, () => collector(chunks));
      return Buffer.concat(chunks).toString();
    },
    dispatch: (path) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = [];
        client.dispatch(
          { path, method: 'GET' },
          {
            // Without it undici takes the handler for one of its older kind.
            onRequestStart() {},
            onResponseData: (_controller, chunk) => void chunks.push(chunk),
            onResponseEnd: () => resolve(Buffer.concat(chunks).toString()),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
  };

  return clientSubject(ask[way], writes, async () => {
    await Promise.all([pool.destroy(), agent.destroy(), client.destroy()]);
  });
}

function collector(chunks: Buffer[]) {
  return new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
}
