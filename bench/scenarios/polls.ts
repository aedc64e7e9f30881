/** Scenario polls: CPU time of a poll of ten keys, from a server that closes each connection as the device does. */
import type { Bench, Row, Scenario } from '../bench.types';
import { cyclesOf } from '../cycles';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';
import { NODE_WAYS } from '../subjects/node-ways';
import { WAYS } from '../subjects/undici-ways';

const NODES = 10;
/** Cycles before those measured, so that the compiler has seen everything: a charger is polled for years. */
const WARM_UP = 3000;
const CORE = 'a message through `http request`';
const WHY =
  'About half of a poll is the system’s work for a connection that serves one answer, which no client can leave out: the floor is a node that asks by a bare socket, parses and sends. A reader of our own for the answers came near a third, but not safely below, and would be ours to mend for years';

export const polls: Scenario = {
  title: 'Polls of ten keys; the server closes each connection',
  async run(bench: Bench): Promise<Row[]> {
    const host = `127.0.0.1:${bench.httpPort}`;
    const count = bench.quick ? 600 : 1500;
    await bench.load.call('count', {});
    const cpu = async (file: string, options: object = {}) =>
      (await cyclesOf(file, { host, ...options }, count, WARM_UP)).cpuUs;
    const figures = await alternate(bench.quick ? 2 : 3, {
      ours: () => cpu('goe-read'),
      ...Object.fromEntries(WAYS.map((way) => [way, () => cpu('undici-ways', { way })])),
      ...Object.fromEntries(NODE_WAYS.map((way) => [way, () => cpu('node-ways', { way })])),
      status: () => cpu('goe-status', { events: 1 }),
      alone: () => cpu('goe-status'),
      floor: () => cpu('floor-ask'),
      core: () => cpu('http-request'),
      ten: () => cpu('goe-status', { events: NODES }),
    });
    const us = (name: string) => `${spreadOf(figures[name]!).median.toFixed(0)} µs`;
    const best = [...WAYS].sort((a, b) => spreadOf(figures[a]!).median - spreadOf(figures[b]!).median)[0]!;
    const all = WAYS.map((way) => `${way} ${us(way)}`).join(', ');
    const row = (what: string, against: string, ours: string, theirs: string, atMost?: number, more = ''): Row => ({
      what,
      against,
      values: ratios(figures[ours]!, figures[theirs]!),
      atMost,
      note: `${us(ours)} against ${us(theirs)}${more}`,
      why: against === CORE && atMost !== undefined ? WHY : undefined,
    });
    return [
      row('the client, ten keys watched: CPU a poll', `undici, the best way (${best})`, 'ours', best, 1.15, `; ${all}`),
      row('the client, ten keys watched: CPU a poll', "Node.js's own `http`", 'ours', 'http'),
      row('the client, ten keys watched: CPU a poll', 'a bare socket, the floor', 'ours', 'socket'),
      row('goe-status alone: CPU a poll', CORE, 'alone', 'core', 1 / 3),
      row('the floor, a node that only asks: CPU a poll', CORE, 'floor', 'core'),
      row('goe-status and goe-event: CPU a poll', CORE, 'status', 'core', 1 / 3),
      row(`goe-status and ${NODES} goe-event: CPU a poll`, 'with one goe-event', 'ten', 'status', 1.5),
      await requestsOfTen(bench, host),
    ];
  },
};

/** By their own timers: ten nodes must not make ten requests. */
async function requestsOfTen(bench: Bench, host: string): Promise<Row> {
  const subject = await startSubject('goe-event', {
    host,
    names: ['car', 'amp', 'wh'],
    nodes: NODES,
    pollInterval: 0.2,
  });
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await bench.load.call('count', {});
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const { requestsAtUs } = await bench.load.call<{ requestsAtUs: number[] }>('counted');
    return {
      what: `${NODES} goe-event, polled every 0.2 s: requests a poll`,
      against: '',
      values: [requestsAtUs.length / 25],
      atMost: 1.1,
      unit: 'requests',
    };
  } finally {
    await subject.stop();
  }
}
