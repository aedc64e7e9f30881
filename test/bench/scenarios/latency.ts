/** How late a value is at the next node. */
import type { Bench, Row, Scenario } from '../bench.types';
import { quantile, ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';
import { prefixOf, TIMED } from '../traffic';

const COUNT = 500;

async function lateness(bench: Bench, file: string, options: object) {
  const subject = await startSubject(file, { broker: bench.broker, timed: true, ...options });
  try {
    await bench.load.ask('singly', { count: 300, everyMs: 3 });
    await subject.act('latenessUs');
    await bench.load.ask('singly', { count: COUNT, everyMs: 5 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sorted = (await subject.act<number[]>('latenessUs')).sort((a, b) => a - b);
    if (sorted.length < COUNT) throw new Error(`${file}: ${sorted.length} of ${COUNT} values came`);
    return { median: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
  } finally {
    await subject.stop();
  }
}

export const latency: Scenario = {
  title: 'Latency, wire to next node',
  async run(bench: Bench): Promise<Row[]> {
    const topic = prefixOf(0) + TIMED;
    const figures = await alternate(bench.quick ? 2 : 4, {
      ours: () => lateness(bench, 'goe-event', { names: [TIMED] }),
      bare: () => lateness(bench, 'mqtt-js', { topics: [topic] }),
      core: () => lateness(bench, 'mqtt-in-exact', { keys: [TIMED] }),
    });
    const of = (name: string, which: 'median' | 'p99') => figures[name]!.map((each) => each[which]);
    const row = (which: 'median' | 'p99', theirs: string, against: string, atMost?: number): Row => ({
      what: `goe-event, one value: ${which === 'median' ? 'median' : '99th percentile'} of the latency`,
      against,
      values: ratios(of('ours', which), of(theirs, which)),
      atMost,
      note: `${spreadOf(of('ours', which)).median.toFixed(0)} µs against ${spreadOf(of(theirs, which)).median.toFixed(0)} µs`,
    });
    return [
      row('median', 'bare', 'mqtt.js', 1.2),
      row('p99', 'bare', 'mqtt.js', 1.2),
      row('median', 'core', '`mqtt in`'),
      row('p99', 'core', '`mqtt in`'),
    ];
  },
};
