/**
 * A quick clock for a whole process, loaded before all else (`node -r`, `mocha -r`): the time of day, `performance.now` and all
 * timers, those of `node:timers/promises` too. Sockets are real, and as quick as they are.
 *
 * Time never runs ahead of the work: it passes in small steps, one in a turn of the event loop, in which what is due runs at its
 * own moment; more slowly while bytes are under way between sockets of this process, and as usual while there is work outside the
 * event loop: files, name look-ups, other processes. So a busy machine makes a run longer, and no timer starves.
 *
 * Not covered: what Node.js itself times within sockets, and `AbortSignal.timeout`.
 */
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import type { Socket } from 'node:net';

import timers = require('node:timers');
import promises = require('node:timers/promises');

import { createManualClock } from '../../lib/simulator/clock';

/** Highest speed of the clock, as a multiple of real time; `GOE_QUICK_CLOCK` sets another. */
const MOST = Number(process.env.GOE_QUICK_CLOCK) || 25;
const SPEED = { most: MOST, bytesUnderWay: Math.min(30, MOST / 8), workElsewhere: 1 };
const STEP_MS = Math.max(5, MOST / 20);
/** Work outside the event loop, by the names that Node.js gives it. */
const ELSEWHERE = /^(FSReq|GetAddrInfo|GetNameInfo|QueryReq|ProcessWrap)/;
/** Before time moves on: what was received may be about to be answered. */
const QUIET_TURNS = 8;
const realNow = performance.now.bind(performance);
const realTimeout = setTimeout;
const startedAt = realNow();
const clock = createManualClock();
const startMs = clock.now();

/** Seconds that have really passed since the start. */
export const realSeconds = () => (realNow() - startedAt) / 1000;

type Run = (...given: unknown[]) => void;

/** Timers for which the process stays alive, as it does for those of Node.js. */
const waitedFor = new Set<QuickTimer>();
const alive = setInterval(() => {}, 2 ** 30).unref();

/** As much of Node.js' own timer as libraries use. */
class QuickTimer {
  #stop: () => void = () => {};
  #keepsAlive = true;
  #isActive = false;
  readonly #start: (ended: () => void) => () => void;

  constructor(start: (ended: () => void) => () => void) {
    this.#start = start;
    this.refresh();
  }
  #set(isActive: boolean, keepsAlive: boolean): this {
    this.#isActive = isActive;
    this.#keepsAlive = keepsAlive;
    if (isActive && keepsAlive) waitedFor.add(this);
    else waitedFor.delete(this);
    if (waitedFor.size > 0) alive.ref();
    else alive.unref();
    return this;
  }
  close(): this {
    this.#stop();
    return this.#set(false, this.#keepsAlive);
  }
  refresh(): this {
    this.#stop();
    this.#stop = this.#start(() => this.#set(false, this.#keepsAlive));
    return this.#set(true, this.#keepsAlive);
  }
  ref(): this {
    return this.#set(this.#isActive, true);
  }
  unref(): this {
    return this.#set(this.#isActive, false);
  }
  hasRef(): boolean {
    return this.#keepsAlive;
  }
  [Symbol.dispose](): void {
    this.close();
  }
}

const quick = {
  setTimeout: (run: Run, ms = 0, ...given: unknown[]) =>
    new QuickTimer((ended) =>
      clock.after(Math.max(1, Number(ms) || 0), () => {
        ended();
        run(...given);
      }),
    ),
  setInterval: (run: Run, ms = 0, ...given: unknown[]) =>
    new QuickTimer(() => clock.every(Number(ms) || 0, () => run(...given))),
  clearTimeout: (timer?: QuickTimer) => timer?.close(),
  clearInterval: (timer?: QuickTimer) => timer?.close(),
};

function quickDelay<T>(ms = 0, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      timer.close();
      reject(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' }));
    };
    const timer = quick.setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve(value);
    }, ms);
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted, { once: true });
  });
}

Object.assign(globalThis, quick);
Object.assign(timers, quick);
Object.assign(promises, { setTimeout: quickDelay });
syncBuiltinESMExports();
performance.now = () => clock.now() - startMs;
const dateNow = () => Math.floor(clock.now());
globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [dateNow()], made),
  get: (target, name, self) => (name === 'now' ? dateNow : Reflect.get(target, name, self)),
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

function speedAfter(quietTurns: number): number {
  if (process.getActiveResourcesInfo().some((name) => ELSEWHERE.test(name))) return SPEED.workElsewhere;
  return quietTurns > QUIET_TURNS ? SPEED.most : SPEED.bytesUnderWay;
}

/** @param isOwed time that has to pass at once */
function nextTurn(isOwed: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (waitedFor.size === 0) realTimeout(resolve, 1).unref();
    else if (isOwed) setImmediate(resolve);
    else realTimeout(resolve, 1);
  });
}

void (async () => {
  let quietTurns = 0;
  let owedMs = 0;
  for (let before = realNow(); ; ) {
    await nextTurn(owedMs > 0);
    const now = realNow();
    quietTurns = areBytesUnderWay() ? 0 : quietTurns + 1;
    const passesMs = (now - before) * speedAfter(quietTurns);
    // Time that was missed while the process was busy is not caught up with, and none of it while something is under way.
    owedMs = quietTurns > QUIET_TURNS ? Math.min(owedMs + passesMs, 2 * SPEED.most) : passesMs;
    const stepMs = Math.min(owedMs, STEP_MS);
    await clock.advance(stepMs);
    owedMs -= stepMs;
    before = now;
  }
})();
