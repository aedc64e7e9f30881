/**
 * Black hole: an address at which nothing answers at all, without another machine. A server listens and never accepts, and as
 * soon as its queue is full the kernel drops connections, as a network does that leads nowhere. (Linux; elsewhere the kernel may
 * refuse what it cannot queue.)
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export interface BlackHole {
  close(): Promise<void>;
}

/** More than any kernel queues for somebody who wants a queue of one. */
const FILLERS = 6;

export async function digBlackHole(port: number): Promise<BlackHole> {
  const worker = new Worker(__filename, { workerData: { port } });
  await once(worker, 'message');
  const fillers: Socket[] = [];
  for (let i = 0; i < FILLERS; i += 1) {
    const filler = connect(port, '127.0.0.1');
    filler.on('error', () => filler.destroy());
    fillers.push(filler);
  }
  await delay(100);
  return {
    async close() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}

if (!isMainThread && parentPort) {
  const { createServer } = require('node:net') as typeof import('node:net');
  const server = createServer();
  server.listen({ port: workerData.port, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort!.postMessage('listening');
    // The message has to leave before this thread stands still.
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 10);
  });
}
