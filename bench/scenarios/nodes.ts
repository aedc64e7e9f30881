/** Many nodes on one charger, and all changes of a moment in one message. */
import type { Bench, Row, Scenario } from '../bench.types';
import { type CostOptions, costOf } from '../cost';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { TEN_KEYS, TEN_NAMES } from '../traffic';

const NODES = 100;

export const nodes: Scenario = {
  title: 'A hundred goe-event nodes on one charger; all changes together',
  async run(bench: Bench): Promise<Row[]> {
    const bursts = bench.quick ? 6 : 15;
    const one: CostOptions = { perRound: TEN_KEYS.length, bursts };
    const many: CostOptions = { perRound: NODES * TEN_KEYS.length, bursts, rounds: 10 };
    // A node delivers a second change of a key in one moment by itself, so each value counts.
    const functions: CostOptions = { perRound: TEN_KEYS.length, bursts };
    const perDelivered = async (cost: Promise<number>, { perRound }: CostOptions) => ((await cost) * 25) / perRound;
    const figures = await alternate(bench.quick ? 1 : 2, {
      one: () => perDelivered(costOf(bench, 'goe-event', { names: TEN_NAMES }, one), one),
      many: () => perDelivered(costOf(bench, 'goe-event', { names: TEN_NAMES, nodes: NODES }, many), many),
      together: () => costOf(bench, 'goe-event', { names: TEN_NAMES, output: 'together' }, one),
      functions: () => costOf(bench, 'mqtt-in-functions', { keys: TEN_KEYS }, functions),
    });
    const us = (values: number[]) => `${spreadOf(values).median.toFixed(2)} µs`;
    return [
      {
        what: `goe-event, ${NODES} nodes: CPU a delivered message`,
        against: 'one node',
        values: ratios(figures.many!, figures.one!),
        atMost: 1.2,
        note: `${us(figures.many!)} against ${us(figures.one!)}`,
      },
      {
        what: 'goe-event, `output: together`, ten keys: CPU a message on the wire',
        against: 'one `mqtt in` and ten functions',
        values: ratios(figures.together!, figures.functions!),
        atMost: 0.1,
        note: `${us(figures.together!)} against ${us(figures.functions!)}`,
      },
    ];
  },
};
