/** The bare ways to ask with undici a server that closes each connection. */
import { Agent, Client, type Dispatcher, Pool, request } from 'undici';
import { timeEach } from '../cycles';
import type { Subject } from '../subject.types';
import { TEN_KEYS } from '../traffic';

export const WAYS = ['pool', 'client', 'request', 'stream'] as const;

export interface UndiciOptions {
  host: string;
  way: (typeof WAYS)[number];
  /** Writes in place of questions. */
  writes?: boolean;
}

export async function start({ host, way, writes = false }: UndiciOptions): Promise<Subject> {
  const origin = `http://${host}`;
  const path = (n: number) => (writes ? `/api/set?amp=${6 + (n % 26)}` : `/api/status?filter=${TEN_KEYS.join()}`);
  const pool = new Pool(origin, { pipelining: 0, connections: 1 });
  const agent = new Agent({ pipelining: 0, connections: 1 });
  let done = 0;

  const textOf = async ({ body }: Dispatcher.ResponseData) => body.text();
  const ask: Record<UndiciOptions['way'], (path: string) => Promise<string>> = {
    pool: async (url) => textOf(await pool.request({ path: url, method: 'GET' })),
    async client(url) {
      const client = new Client(origin, { pipelining: 0 });
      try {
        return await textOf(await client.request({ path: url, method: 'GET' }));
      } finally {
        void client.close();
      }
    },
    request: async (url) => textOf(await request(origin + url, { dispatcher: agent })),
    async stream(url) {
      const chunks: Buffer[] = [];
      await pool.stream({ path: url, method: 'GET' }, () => collector(chunks));
      return Buffer.concat(chunks).toString();
    },
  };

  async function one(n: number): Promise<void> {
    JSON.parse(await ask[way](path(n)));
    done += 1;
  }

  return {
    delivered: () => done,
    acts: {
      cycles: (count: number) => timeEach(count, one),
      /** Evenly, whatever the answers take. */
      async paced({ count, everyMs }: { count: number; everyMs: number }) {
        const started = performance.now();
        const under: Promise<void>[] = [];
        for (let n = 0; n < count; n += 1) {
          under.push(one(n));
          await new Promise((resolve) => setTimeout(resolve, started + (n + 1) * everyMs - performance.now()));
        }
        await Promise.all(under);
      },
    },
    async stop() {
      await Promise.all([pool.destroy(), agent.destroy()]);
    },
  };
}

function collector(chunks: Buffer[]) {
  const { Writable } = require('node:stream') as typeof import('node:stream');
  return new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
}
