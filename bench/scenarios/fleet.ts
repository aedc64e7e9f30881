/** Scenarios fleet-mqtt and fleet-http: a thousand chargers in one Node-RED. */
import type { Bench, Row, Scenario } from '../bench.types';
import { settled } from '../cost';
import { quantile, ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { type RunningSubject, startSubject } from '../subject';
import { KEYS, prefixOf, TEN_KEYS, TEN_NAMES } from '../traffic';

/** Rounds of the warm-up at the most: a thousand nodes need time to start, and a broker for ten thousand subscriptions. */
const MOST_WARM_UPS = 10;

interface Share {
  /** Of a core. */
  share: number;
  p99Ms: number;
  lost: number;
}

async function onBroker(
  bench: Bench,
  file: string,
  options: object,
  perCharger: number,
  chargers: number,
): Promise<Share> {
  const seconds = bench.quick ? 5 : 12;
  const subject = await startSubject(file, { broker: bench.broker, timed: true, ...options });
  try {
    await begun(bench, subject, perCharger, chargers);
    await subject.act('latenessUs');
    const before = await subject.mark();
    await bench.load.call('steady', { chargers, seconds });
    const after = await subject.mark();
    const delivered = await settled(subject);
    const late = (await subject.act<number[]>('latenessUs')).sort((a, b) => a - b);
    return {
      share: (after.cpuUs - before.cpuUs) / (after.atUs - before.atUs),
      p99Ms: quantile(late, 0.99) / 1000,
      lost: chargers * perCharger * seconds - (delivered - before.delivered),
    };
  } finally {
    await subject.stop();
  }
}

/** Warm-up: the subject receives everything that is sent, and all code is compiled. */
async function begun({ load }: Bench, subject: RunningSubject, perCharger: number, chargers: number): Promise<void> {
  const seconds = 4;
  for (let left = MOST_WARM_UPS; left > 0; left -= 1) {
    const before = await settled(subject);
    await load.call('steady', { chargers, seconds });
    if ((await settled(subject)) - before >= chargers * perCharger * seconds) return;
  }
  throw new Error('it never had the values of all chargers');
}

function topicsOf(chargers: number): string[] {
  return Array.from({ length: chargers }, (_, charger) => TEN_KEYS.map((key) => prefixOf(charger) + key)).flat();
}

export const fleetOverMqtt: Scenario = {
  title: '1,000 chargers on one broker, 25 messages a second each, ten keys wanted',
  async run(bench: Bench): Promise<Row[]> {
    const chargers = 1000;
    const figures = await alternate(bench.quick ? 1 : 2, {
      ours: () => onBroker(bench, 'goe-event', { chargers, names: TEN_NAMES }, TEN_KEYS.length, chargers),
      bare: () => onBroker(bench, 'mqtt-js', { topics: ['go-eCharger/+/+'] }, KEYS.length, chargers),
      floor: () => onBroker(bench, 'floor-values', { topics: topicsOf(chargers) }, TEN_KEYS.length, chargers),
    });
    const ours = figures.ours!;
    const shares = (runs: Share[]) => runs.map(({ share }) => share);
    const late = (runs: Share[]) => runs.map(({ p99Ms }) => p99Ms);
    const figuresOf = (runs: Share[]) =>
      `${spreadOf(shares(runs)).median.toFixed(2)} cores and ${spreadOf(late(runs)).median.toFixed(1)} ms`;
    return [
      {
        what: 'goe-event: share of a core',
        against: '',
        values: shares(ours),
        atMost: 1,
        unit: 'cores',
        note: 'one goe-event a charger',
      },
      { what: 'goe-event: values lost', against: '', values: ours.map(({ lost }) => lost), atMost: 0, unit: 'values' },
      {
        what: 'goe-event: 99th percentile of the latency',
        against: '',
        values: late(ours),
        atMost: 50,
        unit: 'ms',
        why: 'Chargers that speak in the same moment wait for each other on one core, whoever reads them: mqtt.js and the floor stand below',
      },
      {
        what: 'goe-event: 99th percentile of the latency',
        against: 'mqtt.js reading everything',
        values: ratios(late(ours), late(figures.bare!)),
      },
      {
        what: 'goe-event: 99th percentile of the latency',
        against: 'the floor: one node that parses and sends the ten keys of all',
        values: ratios(late(ours), late(figures.floor!)),
      },
      {
        what: 'goe-event: share of a core',
        against: 'mqtt.js reading everything',
        values: ratios(shares(ours), shares(figures.bare!)),
        note: `${figuresOf(figures.bare!)} of mqtt.js`,
      },
      {
        what: 'goe-event: share of a core',
        against: 'the floor: one node that parses and sends the ten keys of all',
        values: ratios(shares(ours), shares(figures.floor!)),
        note: `${figuresOf(figures.floor!)} of the floor`,
      },
    ];
  },
};

const POLL_S = 5;
/** Polls are counted in slices of this length. */
const SLICE_MS = 100;

async function polled(bench: Bench, chargers: number, seconds: number) {
  const ports = await bench.load.call<number[]>('listen', chargers);
  const hosts = ports.map((port) => `127.0.0.1:${port}`);
  const subject = await startSubject('goe-event', { hosts, chargers, names: TEN_NAMES, pollInterval: POLL_S });
  try {
    await new Promise((resolve) => setTimeout(resolve, POLL_S * 2000));
    await bench.load.call('count', {});
    const before = await subject.mark();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const after = await subject.mark();
    const { requestsAtUs } = await bench.load.call<{ requestsAtUs: number[] }>('counted');
    const slices = new Array(Math.floor((seconds * 1000) / SLICE_MS)).fill(0);
    for (const at of requestsAtUs) {
      const slice = Math.floor((at - before.atUs) / 1000 / SLICE_MS);
      if (slice >= 0 && slice < slices.length) slices[slice] += 1;
    }
    return {
      share: (after.cpuUs - before.cpuUs) / (after.atUs - before.atUs),
      peak: Math.max(...slices) / (requestsAtUs.length / slices.length),
      requests: requestsAtUs.length / (chargers * (seconds / POLL_S)),
    };
  } finally {
    await subject.stop();
  }
}

/** @param file of a bare client, and its way of asking */
async function bare(bench: Bench, file: string, way: string, chargers: number, seconds: number): Promise<number> {
  const subject = await startSubject(file, { host: `127.0.0.1:${bench.httpPort}`, way });
  const everyMs = (POLL_S * 1000) / chargers;
  try {
    await subject.act('paced', { count: 3000 / everyMs, everyMs });
    const before = await subject.mark();
    await subject.act('paced', { count: (seconds * 1000) / everyMs, everyMs });
    const after = await subject.mark();
    return (after.cpuUs - before.cpuUs) / (after.atUs - before.atUs);
  } finally {
    await subject.stop();
  }
}

export const fleetOverHttp: Scenario = {
  title: `1,000 chargers polled every ${POLL_S} s, ten keys each`,
  async run(bench: Bench): Promise<Row[]> {
    const chargers = 1000;
    const seconds = bench.quick ? 5 : 15;
    await bench.load.call('count', {});
    const figures = await alternate<{ share: number; peak?: number; requests?: number }>(bench.quick ? 1 : 2, {
      ours: () => polled(bench, chargers, seconds),
      bare: async () => ({ share: await bare(bench, 'undici-ways', 'request', chargers, seconds) }),
      floor: async () => ({ share: await bare(bench, 'node-ways', 'socket', chargers, seconds) }),
    });
    const ours = figures.ours!;
    const shares = (name: string) => figures[name]!.map(({ share }) => share);
    return [
      {
        what: 'goe-event: share of a core',
        against: '',
        values: shares('ours'),
        atMost: 0.25,
        unit: 'cores',
      },
      {
        what: `goe-event: polls in the fullest ${SLICE_MS} ms`,
        against: 'the same, spread evenly',
        values: ours.map(({ peak }) => peak!),
        atMost: 2,
        note: 'polls at random times make a fullest of about 1.7',
      },
      { what: 'goe-event: polls made', against: 'polls due', values: ours.map(({ requests }) => requests!) },
      {
        what: 'goe-event: share of a core',
        against: 'undici `request` at the same pace',
        values: ratios(shares('ours'), shares('bare')),
        atMost: 1.1,
        note: `${spreadOf(shares('bare')).median.toFixed(3)} cores of undici`,
      },
      {
        what: 'goe-event: share of a core',
        against: 'the floor: a bare socket a poll at the same pace',
        values: ratios(shares('ours'), shares('floor')),
        note: `${spreadOf(shares('floor')).median.toFixed(3)} cores of the floor, which wakes for each of them`,
      },
    ];
  },
};
