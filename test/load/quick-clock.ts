/**
 * Makes time pass quickly in a process, when it is loaded before all else (`node -r`): the time of day, `performance.now` and
 * all timers, those that promise too. Sockets are real, and as quick as they are.
 *
 * Time never runs ahead of the work: while bytes are under way between sockets of this process it passes only thirty times as
 * quickly as outside, and otherwise in small steps, one in a turn of the event loop, in which what is due runs at its own
 * moment. So a busy machine makes the run longer, and no timer starves.
 *
 * Not covered: what Node.js itself times within sockets, `AbortSignal.timeout`, and who talks to other processes.
 */
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import type { Socket } from 'node:net';

import timers = require('node:timers');
import promises = require('node:timers/promises');

import { createManualClock } from '../../lib/simulator/clock';

/** While bytes are under way. */
const SPEED = 30;
const STEP_MS = 50;
/** Before time moves on: what was received may be about to be answered. */
const QUIET_TURNS = 2;

const realNow = performance.now.bind(performance);
const startedAt = realNow();
const clock = createManualClock();
const startMs = clock.now();

/** Seconds that have really passed since the start. */
export const realSeconds = () => (realNow() - startedAt) / 1000;

type Run = (...given: unknown[]) => void;

/** As much of Node.js' own timer as libraries use. */
class QuickTimer {
  #stop: () => void;
  readonly #start: () => () => void;

  constructor(start: () => () => void) {
    this.#start = start;
    this.#stop = start();
  }
  close(): this {
    this.#stop();
    return this;
  }
  refresh(): this {
    this.#stop();
    this.#stop = this.#start();
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

const quick = {
  setTimeout: (run: Run, ms = 0, ...given: unknown[]) =>
    new QuickTimer(() => clock.after(Math.max(1, Number(ms) || 0), () => run(...given))),
  setInterval: (run: Run, ms = 0, ...given: unknown[]) =>
    new QuickTimer(() => clock.every(Number(ms) || 0, () => run(...given))),
  clearTimeout: (timer?: QuickTimer) => timer?.close(),
  clearInterval: (timer?: QuickTimer) => timer?.close(),
};

function quickDelay<T>(ms = 0, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      stop();
      reject(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' }));
    };
    const stop = clock.after(Math.max(1, ms), () => {
      signal?.removeEventListener('abort', aborted);
      resolve(value);
    });
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted, { once: true });
  });
}

Object.assign(globalThis, quick);
Object.assign(timers, quick);
Object.assign(promises, { setTimeout: quickDelay });
syncBuiltinESMExports();
performance.now = () => clock.now() - startMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [clock.now()], made),
  get: (target, name, self) => (name === 'now' ? clock.now : Reflect.get(target, name, self)),
});

/** All open sockets of this process. Their two ends are both here. */
const sockets = new Set<Socket>();
for (const channel of ['net.client.socket', 'net.server.socket'])
  subscribe(channel, (message) => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

function areBytesUnderWay(): boolean {
  let bytes = 0;
  for (const socket of sockets) {
    if (socket.connecting) return true;
    bytes += socket.bytesWritten - socket.bytesRead;
  }
  return bytes !== 0;
}

void (async () => {
  let quietTurns = 0;
  for (let before = realNow(); ; ) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = realNow();
    quietTurns = areBytesUnderWay() ? 0 : quietTurns + 1;
    await clock.advance(quietTurns > QUIET_TURNS ? STEP_MS : Math.min((now - before) * SPEED, STEP_MS));
    before = now;
  }
})();
