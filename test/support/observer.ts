/**
 * Observer inside the Node-RED under test, loaded as a node file of its user directory: gives messages to nodes, keeps how each
 * ended, and counts what the process holds open.
 */

import type { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';
import type { NodeAPI } from 'node-red';

/** Resources that the process holds. */
export interface Left {
  /** Sockets, timers and all else that Node.js counts as active, by kind. */
  resources: Record<string, number>;
  listeners: number;
  /** After a garbage collection. */
  heapBytes: number;
}

/** Ends of messages, by `_msgid`: `sent`, `done`, or the code of the error. */
export type Ends = Record<string, string[]>;

interface Hooked {
  msg?: { _msgid?: string };
  error?: { code?: unknown };
  node?: { node?: { type?: string } };
  source?: { node?: { type?: string } };
}

interface Hooks {
  add(name: string, listen: (event: Hooked & Hooked[]) => void): void;
}

interface Request {
  body: { to: string; msg: object; count?: number };
}

const collectGarbage = (globalThis as { gc?: () => void }).gc;

module.exports = (RED: NodeAPI & { hooks: Hooks; events: EventEmitter }): void => {
  const ends = new Map<string, string[]>();
  const journal = process.env.GOE_OBSERVER_JOURNAL;
  let stoppingAt = 0;
  let stoppedInMs = 0;

  function ended(msg: Hooked['msg'], type: string | undefined, how: string): void {
    if (!msg?._msgid || !type?.startsWith('goe-')) return;
    const list = ends.get(msg._msgid);
    if (list) list.push(how);
    else ends.set(msg._msgid, [how]);
    // Synchronously: what is in the journal has happened, also when the power is cut now.
    if (journal) appendFileSync(journal, `${msg._msgid} ${how}\n`);
  }

  RED.hooks.add('onSend.observer', (events) => {
    for (const { msg, source } of events) ended(msg, source?.node?.type, 'sent');
  });
  RED.hooks.add('onComplete.observer', ({ msg, error, node }) => {
    ended(msg, node?.node?.type, error ? String(error.code ?? error) : 'done');
  });
  RED.events.on('flows:stopping', () => {
    stoppingAt = performance.now();
  });
  RED.events.on('flows:stopped', () => {
    stoppedInMs = performance.now() - stoppingAt;
  });

  const web = RED.httpAdmin;
  web.post('/observer/give', (request: Request, response: { json(body: unknown): void }) => {
    const { to, msg } = request.body;
    const node = RED.nodes.getNode(to);
    if (node) node.receive(msg as never);
    response.json({ given: node !== null });
  });
  web.get('/observer/ends', (_request, response) => void response.json(Object.fromEntries(ends)));
  web.post('/observer/take', (_request, response) => {
    response.json(Object.fromEntries(ends));
    ends.clear();
  });
  web.get('/observer/stopped', (_request, response) => void response.json({ stoppedInMs }));
  web.get('/observer/loaded', (_request, response) => void response.json(Object.keys(require.cache)));
  web.get('/observer/left', (_request, response) => {
    collectGarbage?.();
    collectGarbage?.();
    const resources: Record<string, number> = {};
    for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
    response.json({ resources, listeners: listeners(RED.events), heapBytes: process.memoryUsage().heapUsed });
  });
};

function listeners(events: EventEmitter): number {
  return [process as EventEmitter, events]
    .flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
    .reduce((sum, count) => sum + count, 0);
}
