/** Scenario start: time and memory that this package adds to Node-RED's start. */
import type { Bench, Row, Scenario } from '../bench.types';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';

interface Start {
  ms: number;
  mb: number;
}

async function startOf(file: string, options: object): Promise<Start> {
  const subject = await startSubject(file, options);
  try {
    const ms = await subject.act<number>('startedMs');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { rssBytes } = await subject.mark(true);
    return { ms, mb: rssBytes / 2 ** 20 };
  } finally {
    await subject.stop();
  }
}

export const start: Scenario = {
  title: "Node-RED's start and memory",
  async run(bench: Bench): Promise<Row[]> {
    const host = `127.0.0.1:${bench.httpPort}`;
    const names = ['car', 'amp'];
    await bench.load.call('count', {});
    const figures = await alternate(bench.quick ? 2 : 4, {
      without: () => startOf('node-red-alone', { ours: false }),
      nothing: () => startOf('node-red-alone', { ours: true }),
      mqtt: () => startOf('goe-event', { broker: bench.broker, names }),
      http: () => startOf('goe-event', { host, names }),
    });
    const of = (name: string, which: keyof Start) => figures[name]!.map((each) => each[which]);
    const more = (name: string, which: keyof Start) =>
      of(name, which).map((value, round) => value - of('without', which)[round]!);
    const rows = (what: string, name: string, ms: number, mb: number): Row[] => [
      { what: `${what}: later start`, against: '', values: more(name, 'ms'), atMost: ms, unit: 'ms' },
      { what: `${what}: more memory`, against: '', values: more(name, 'mb'), atMost: mb, unit: 'MB' },
      { what: `${what}: start`, against: 'without this package', values: ratios(of(name, 'ms'), of('without', 'ms')) },
    ];
    return [
      ...rows('nothing configured', 'nothing', 20, 4),
      ...rows('MQTT only', 'mqtt', 80, 16),
      ...rows('HTTP only', 'http', 110, 23),
      {
        what: 'Node-RED without this package: start',
        against: '',
        values: of('without', 'ms'),
        unit: 'ms',
        note: `${spreadOf(of('without', 'mb')).median.toFixed(0)} MB`,
      },
    ];
  },
};
