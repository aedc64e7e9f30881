import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../../../lib/json';
import { createPolledTransport } from '../../../lib/transport/http/polled';
import type { PolledApi } from '../../../lib/transport/http/polled-api';
import { type Keys, type Transport, TransportError, type WriteReply } from '../../../lib/transport/transport';
import { until } from '../../support/until';

describe('Polling', () => {
  const introduction = new Set(['sse', 'rbc']);
  const amp = new Set(['amp']);
  let asked: Keys[];
  let sent: number;
  let states: string[];
  let isThere: boolean;
  let answer: WriteReply;
  let takesMs: number;
  let transport: Transport;

  const api: PolledApi = {
    address: 'http://charger',
    portions: (keys) => [[...keys]],
    async ask(keys, signal) {
      // A poll that was under way when its transport was closed by the test before.
      signal.throwIfAborted();
      asked.push(keys);
      await delay(takesMs);
      if (!isThere) throw new TransportError('OFFLINE', 'not there');
      return new Map<string, Json>([['amp', 16]]);
    },
    async send(values) {
      sent += 1;
      return new Map([...values.keys()].map((key) => [key, answer]));
    },
    forget() {},
    close: async () => {},
  };
  const connect = (introduceEveryMs?: number) => {
    const become = (state: string) => {
      if (states.at(-1) !== state) states.push(state);
    };
    const listener = { values: () => {}, up: () => become('up'), down: () => become('down') };
    transport = createPolledTransport(api, 100, introduction, listener, introduceEveryMs);
  };

  beforeEach(() => {
    asked = [];
    sent = 0;
    states = [];
    isThere = true;
    answer = { taken: true };
    takesMs = 0;
  });
  afterEach(() => transport.close());

  it('goes on looking for a charger that was not wanted any more and then again while it did not answer', async () => {
    connect();
    transport.want(amp, false);
    await until(() => states.at(-1) === 'up', 'up');
    isThere = false;
    await until(() => states.at(-1) === 'down', 'down');
    transport.want(new Set(), false);
    await delay(1500);
    isThere = true;
    transport.want(amp, false);
    await until(() => states.at(-1) === 'up', 'up again');
  });

  it('asks from time to time who the charger is, because a restart may fall between two polls', async () => {
    connect(250);
    transport.want(amp, false);
    await until(() => asked.filter((keys) => keys === introduction).length >= 3, 'three introductions', 3000);
    assert.ok(asked.filter((keys) => keys === amp).length > 3);
  });

  it('asks who the charger is also after a read before the first poll', async () => {
    connect();
    transport.want(amp, false);
    await transport.ask(amp, AbortSignal.timeout(3000));
    assert.deepEqual(asked, [new Set([...amp, ...introduction])]);
    await until(() => asked.length >= 2, 'a poll');
    assert.deepEqual(asked[1], amp);
  });

  it('asks who the charger is together with a read where there is no subscription, and not each time', async () => {
    connect();
    await transport.ask(amp, AbortSignal.timeout(3000));
    await transport.ask(amp, AbortSignal.timeout(3000));
    assert.deepEqual(asked, [new Set([...amp, ...introduction]), amp]);
  });

  it('keeps its beat when answers take longer than a beat', async () => {
    const times: number[] = [];
    transport = createPolledTransport(
      {
        ...api,
        async ask(keys) {
          if (keys === introduction) return new Map();
          times.push(performance.now());
          await delay(times.length % 4 === 0 ? 370 : 5);
          return new Map<string, Json>([['amp', 16]]);
        },
      },
      200,
      introduction,
      { values: () => {}, up: () => {}, down: () => {} },
    );
    transport.want(amp, false);
    await until(() => times.length >= 13, 'polls', 8000);
    // Where in the beat each poll fell. Polls after a late answer come late themselves, and move no other.
    const inBeat = times.filter((_, at) => at % 4 !== 0).map((time) => (time - times[1]! + 100) % 200);
    const offMs = inBeat.map((phase) => Math.abs(phase - 100)).sort((a, b) => a - b);
    assert.ok(offMs[Math.floor(offMs.length / 2)]! < 50, `${offMs.map(Math.round)}`);
  });

  it('goes on when the clock is set back', async () => {
    connect();
    transport.want(amp, false);
    await until(() => asked.length > 2, 'some polls');
    const real = Date.now;
    Date.now = () => real() - 3_600_000;
    try {
      const before = asked.length;
      await delay(600);
      assert.ok(asked.length >= before + 3, `${asked.length - before} polls`);
    } finally {
      Date.now = real;
    }
  });

  it('does not send a write that is cancelled in the queue, and does not wait for the queue', async () => {
    connect();
    takesMs = 500;
    const reading = transport.ask(amp, new AbortController().signal);
    const aborting = new AbortController();
    const started = performance.now();
    const writing = transport.send(new Map([['amp', '10']]), aborting.signal);
    setTimeout(() => aborting.abort(), 50);
    await assert.rejects(writing, { code: 'TIMEOUT', maybeSent: false });
    assert.ok(performance.now() - started < 400);
    await reading;
    await delay(50);
    assert.equal(sent, 0);
  });

  it('does not take a write that was merely handed on for a sign of life', async () => {
    connect();
    answer = 'unknown';
    await transport.send(new Map([['amp', '10']]), new AbortController().signal);
    assert.deepEqual(states, []);
    answer = { taken: true };
    await transport.send(new Map([['amp', '10']]), new AbortController().signal);
    assert.deepEqual(states, ['up']);
  });

  it('spreads the polls of chargers that were wanted in the same moment', async () => {
    connect();
    const intervalMs = 1000;
    const asks = Array.from({ length: 10 }, () => [] as number[]);
    const transports = asks.map((times, charger) =>
      createPolledTransport(
        {
          ...api,
          address: `http://charger-${charger}`,
          async ask() {
            times.push(performance.now());
            return new Map<string, Json>([['amp', 16]]);
          },
        },
        intervalMs,
        introduction,
        { values() {}, up() {}, down() {} },
      ),
    );
    try {
      for (const each of transports) each.want(amp, false);
      await until(() => asks.every((times) => times.length >= 3), 'a beat of everyone');
      const parts = asks.map((times) => Math.floor(((times[2]! % intervalMs) / intervalMs) * 5));
      assert.ok(new Set(parts).size >= 4, `fifths of the interval: ${parts.join(' ')}`);
    } finally {
      await Promise.all(transports.map((each) => each.close()));
    }
  });
});
