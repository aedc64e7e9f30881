/** 200,000 messages at once, as after a long pause: each must not cost more, and the newest value has to stay. */
import type { Bench, Row, Scenario } from '../bench.types';
import { settled } from '../cost';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';
import { KEYS, prefixOf, TEN_KEYS, TEN_NAMES } from '../traffic';

interface Backlog {
  /** Microseconds a message on the wire, in a burst of 2,500 and in the backlog. */
  small: number;
  large: number;
  grownMb: number;
  /** The newest value has come; brokers drop what a reader takes too long for. */
  isNewest: boolean;
}

async function measure(bench: Bench, file: string, options: object, perRound: number): Promise<Backlog> {
  const subject = await startSubject(file, { broker: bench.broker, ...options });
  try {
    const cost = async (count: number, rounds: number) => {
      const delivered = await settled(subject);
      const before = await subject.mark();
      const round = await bench.load.call<number>('bursts', { count, rounds });
      const after = await subject.until(delivered + count * rounds * perRound);
      const latest = await subject.act<Record<string, unknown>>('latest');
      const isNewest = latest.eto === 1_234_567 + round;
      return { cpuUs: (after.cpuUs - before.cpuUs) / (count * rounds * KEYS.length), mark: after, isNewest };
    };
    await bench.load.call('bursts', { count: 40, rounds: 100 });
    const small = await cost(bench.quick ? 10 : 40, 100);
    const large = await cost(1, bench.quick ? 2000 : 8000);
    return {
      small: small.cpuUs,
      large: large.cpuUs,
      grownMb: (large.mark.peakRssBytes - small.mark.peakRssBytes) / 2 ** 20,
      isNewest: small.isNewest && large.isNewest,
    };
  } finally {
    await subject.stop();
  }
}

export const backlog: Scenario = {
  title: 'A backlog of 200,000 messages',
  async run(bench: Bench): Promise<Row[]> {
    const figures = await alternate(bench.quick ? 1 : 2, {
      ours: () => measure(bench, 'goe-event', { names: TEN_NAMES }, TEN_KEYS.length),
      bare: () => measure(bench, 'mqtt-js', { topics: [`${prefixOf(0)}+`] }, KEYS.length),
      outputs: () => measure(bench, 'mqtt-in-switch', { keys: TEN_KEYS }, TEN_KEYS.length),
    });
    const scaled = bench.quick ? '50,000 in place of 200,000; ' : '';
    if (!figures.ours!.every(({ isNewest }) => isNewest)) throw new Error('goe-event: the newest value was lost');
    const row = (name: string, what: string, atMost?: number): Row => {
      const runs = figures[name]!;
      return {
        what,
        against: 'bursts of 2,500',
        values: ratios(
          runs.map(({ large }) => large),
          runs.map(({ small }) => small),
        ),
        atMost,
        note: `${scaled}its peak memory grew by ${spreadOf(runs.map(({ grownMb }) => grownMb)).median.toFixed(0)} MB; the newest value was ${runs.every(({ isNewest }) => isNewest) ? 'kept' : 'lost'}`,
      };
    };
    return [
      row('ours', 'goe-event, ten of 25 keys, backlog: CPU a message', 1.2),
      row('bare', 'mqtt.js reading everything, backlog'),
      row('outputs', '`mqtt in` and a switch with ten outputs, backlog'),
    ];
  },
};
