/** Scenario writes: time from the message until the charger has taken the value. */
import type { Bench, Row, Scenario } from '../bench.types';
import { cyclesOf } from '../cycles';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';

/** Cycles of the warm-up: before all code is compiled, a write costs twice as much with every subject. */
const WARM_UP = 3000;

const WHY =
  'Above the floor, a node that only writes and waits, it checks the value, keeps its place in the queue, and tells what stood before';

export const writes: Scenario = {
  title: 'goe-set until accepted, median',
  async run(bench: Bench): Promise<Row[]> {
    const host = `127.0.0.1:${bench.httpPort}`;
    const { broker } = bench;
    const count = bench.quick ? 300 : 1000;
    await bench.load.call('count', {});
    await bench.load.call('takeWrites', broker);
    const median = async (file: string, options: object) => (await cyclesOf(file, options, count, WARM_UP)).medianUs;
    const figures = await alternate(bench.quick ? 2 : 3, {
      http: () => median('goe-set', { host }),
      undici: () => median('undici-ways', { host, way: 'request', writes: true }),
      asks: () => median('floor-ask', { host, writes: true }),
      node: () => median('node-ways', { host, way: 'http', writes: true }),
      mqtt: () => median('goe-set', { broker }),
      mqttJs: () => median('mqtt-js-set', { broker }),
      floor: () => median('floor-set', { broker }),
      core: () => median('http-request', { host, writes: true }),
    });
    await bench.load.call('resultsStop');
    const row = (what: string, against: string, ours: string, theirs: string, atMost?: number): Row => ({
      what,
      against,
      values: ratios(figures[ours]!, figures[theirs]!),
      atMost,
      why: atMost === undefined ? undefined : WHY,
      note: `${spreadOf(figures[ours]!).median.toFixed(0)} µs against ${spreadOf(figures[theirs]!).median.toFixed(0)} µs`,
    });
    return [
      row('goe-set over HTTP', 'undici `request`', 'http', 'undici', 1.1),
      row('goe-set over HTTP', "Node.js's own `http`", 'http', 'node'),
      row('the floor over HTTP: a node that only writes and waits', 'undici `request`', 'asks', 'undici'),
      row('goe-set over MQTT', 'mqtt.js', 'mqtt', 'mqttJs', 1.15),
      row('the floor over MQTT: a node that only publishes and waits', 'mqtt.js', 'floor', 'mqttJs'),
      row('goe-set over HTTP', '`http request`', 'http', 'core'),
    ];
  },
};
