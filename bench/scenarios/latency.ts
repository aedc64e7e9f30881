/** Scenario latency: time from a charger's message to the next node. */
import type { Bench, Row, Scenario } from '../bench.types';
import { settled } from '../cost';
import { quantile, ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';
import { prefixOf, TIMED } from '../traffic';

const COUNT = 500;
/** Node-RED gives a message to the next node only when all else of the moment is done; the floor is a node that just sends. */
const WHO: Readonly<Record<string, string>> = {
  ours: 'goe-event',
  floor: 'the floor: a node that only parses and sends',
};

async function lateness(bench: Bench, file: string, options: object) {
  const subject = await startSubject(file, { broker: bench.broker, timed: true, ...options });
  try {
    // Until the compiler has seen everything, and then at the pace that is measured.
    await bench.load.call('bursts', { count: 40, rounds: 250, keys: [TIMED], restMs: 25 });
    await settled(subject);
    await bench.load.call('singly', { count: 300, everyMs: 3 });
    await subject.act('latenessUs');
    await bench.load.call('singly', { count: COUNT, everyMs: 5 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sorted = (await subject.act<number[]>('latenessUs')).sort((a, b) => a - b);
    if (sorted.length < COUNT) throw new Error(`${file}: ${sorted.length} of ${COUNT} values came`);
    return { median: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
  } finally {
    await subject.stop();
  }
}

const WHY =
  'Node-RED gives a message to the next node only when all else of the moment is done, and the values of one moment go together: the floor is a node that only parses and sends';

export const latency: Scenario = {
  title: 'Latency, wire to next node',
  async run(bench: Bench): Promise<Row[]> {
    const topic = prefixOf(0) + TIMED;
    const figures = await alternate(bench.quick ? 2 : 3, {
      ours: () => lateness(bench, 'goe-event', { names: [TIMED] }),
      bare: () => lateness(bench, 'mqtt-js', { topics: [topic] }),
      floor: () => lateness(bench, 'floor-values', { topics: [topic] }),
      core: () => lateness(bench, 'mqtt-in-exact', { keys: [TIMED] }),
    });
    const of = (name: string, which: 'median' | 'p99') => figures[name]!.map((each) => each[which]);
    const row = (which: 'median' | 'p99', who: string, theirs: string, against: string, atMost?: number): Row => ({
      what: `${WHO[who]}, one value: ${which === 'median' ? 'median' : '99th percentile'} of the latency`,
      against,
      values: ratios(of(who, which), of(theirs, which)),
      atMost,
      why: atMost === undefined ? undefined : WHY,
      note: `${spreadOf(of(who, which)).median.toFixed(0)} µs against ${spreadOf(of(theirs, which)).median.toFixed(0)} µs`,
    });
    return [
      row('median', 'ours', 'bare', 'mqtt.js', 1.2),
      row('p99', 'ours', 'bare', 'mqtt.js', 1.2),
      row('median', 'floor', 'bare', 'mqtt.js'),
      row('p99', 'floor', 'bare', 'mqtt.js'),
      row('median', 'ours', 'core', '`mqtt in`'),
      row('p99', 'ours', 'core', '`mqtt in`'),
    ];
  },
};
