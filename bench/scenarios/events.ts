/** Scenario events: CPU time to bring a charger's values into a flow, for one MQTT message. */
import type { Bench, Row, Scenario } from '../bench.types';
import { costOf } from '../cost';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { prefixOf, TEN_KEYS, TEN_NAMES } from '../traffic';

const EVERYTHING = { topics: [`${prefixOf(0)}+`] };
const TEN = { topics: TEN_KEYS.map((key) => prefixOf(0) + key) };
const ONE = { topics: [`${prefixOf(0)}amp`] };

const WHY_NOT_HALF =
  'Most of it is taken by mqtt.js and by Node-RED’s `send`: a node that only parses and sends is the floor, and stands below';
const WHY_NOT_LESS =
  'A broker hands out the messages of one key one by one, and each wakes the process: mqtt.js alone, outside Node-RED, takes what the last row says';

export const events: Scenario = {
  title: 'goe-event: CPU a message on the wire, bursts of 2,500',
  async run(bench: Bench): Promise<Row[]> {
    const bursts = bench.quick ? 20 : 30;
    const ten = { bursts, perRound: TEN_KEYS.length };
    const one = { bursts, perRound: 1 };
    const figures = await alternate(bench.quick ? 2 : 3, {
      bare: () => costOf(bench, 'mqtt-js', EVERYTHING, { bursts, perRound: 25 }),
      ours: () => costOf(bench, 'goe-event', { names: TEN_NAMES }, ten),
      oursOne: () => costOf(bench, 'goe-event', { names: ['amp'] }, one),
      floor: () => costOf(bench, 'floor-values', TEN, ten),
      floorOne: () => costOf(bench, 'floor-values', ONE, one),
      bareOne: () => costOf(bench, 'mqtt-js', ONE, one),
      exact: () => costOf(bench, 'mqtt-in-exact', { keys: TEN_KEYS }, ten),
      outputs: () => costOf(bench, 'mqtt-in-switch', { keys: TEN_KEYS }, ten),
    });
    const row = (what: string, against: string, ours: string, theirs: string, atMost?: number, why?: string): Row => ({
      what,
      against,
      values: ratios(figures[ours]!, figures[theirs]!),
      atMost,
      note: `${us(figures[ours]!)} against ${us(figures[theirs]!)}`,
      why,
    });
    const ofTen = 'goe-event, ten of 25 keys';
    const ofOne = 'goe-event, one of 25 keys';
    const floor = 'a node that only parses and sends';
    return [
      row(ofTen, 'mqtt.js reading everything', 'ours', 'bare', 1.1),
      row(ofTen, 'ten `mqtt in` on exact topics', 'ours', 'exact', 0.5, WHY_NOT_HALF),
      row(ofTen, '`mqtt in` and a switch with ten outputs', 'ours', 'outputs', 0.25, WHY_NOT_HALF),
      row(ofTen, floor, 'ours', 'floor'),
      row(`the floor: ${floor}, those ten keys`, 'mqtt.js reading everything', 'floor', 'bare'),
      row(`the floor: ${floor}, those ten keys`, 'ten `mqtt in` on exact topics', 'floor', 'exact'),
      row(`the floor: ${floor}, those ten keys`, '`mqtt in` and a switch with ten outputs', 'floor', 'outputs'),
      row(ofOne, 'mqtt.js reading everything', 'oursOne', 'bare', 0.15, WHY_NOT_LESS),
      row(ofOne, floor, 'oursOne', 'floorOne'),
      row(`the floor: ${floor}, that key`, 'mqtt.js reading everything', 'floorOne', 'bare'),
      row('the floor without Node-RED: mqtt.js reading that key', 'mqtt.js reading everything', 'bareOne', 'bare'),
    ];
  },
};

export function us(values: readonly number[]): string {
  return `${spreadOf(values).median.toFixed(2)} µs`;
}
