/** Full deploys of 20 nodes again and again: nothing may be left behind. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Row, Scenario } from '../bench.types';
import { alternate } from '../rounds';
import { startSubject } from '../subject';
import { KEYS } from '../traffic';

/** In the first of them V8 compiles what it meets again and again, and keeps that code: it is no leak, and it comes to an end. */
const WARMING_UP = 150;
/** Garbage of closed connections is freed in steps: one collection does not find all of it. */
const COLLECTIONS = 6;

async function grown(file: string, options: object, times: number) {
  const subject = await startSubject(file, options);
  const rest = async () => {
    await delay(1500);
    for (let left = COLLECTIONS; left > 1; left -= 1) {
      await subject.mark(true);
      await delay(60);
    }
    return subject.mark(true);
  };
  try {
    await subject.act('redeploy', WARMING_UP);
    const before = await rest();
    await subject.act('redeploy', times);
    const after = await rest();
    return { kb: (after.heapBytes - before.heapBytes) / times / 1000, sockets: after.sockets - before.sockets };
  } finally {
    await subject.stop();
  }
}

export const redeploys: Scenario = {
  title: '200 full redeploys of 20 nodes',
  async run(bench: Bench): Promise<Row[]> {
    const times = bench.quick ? 40 : 200;
    const { broker } = bench;
    const figures = await alternate(bench.quick ? 1 : 2, {
      ours: () => grown('goe-event', { broker, names: ['car', 'amp'], nodes: 20 }, times),
      core: () => grown('mqtt-in-exact', { broker, keys: KEYS.slice(0, 20) }, times),
      empty: () => grown('node-red-alone', { ours: true }, times),
    });
    const kb = (name: string) => figures[name]!.map((each) => each.kb);
    return [
      {
        what: 'goe-event, 20 nodes: heap a redeploy',
        against: '',
        values: kb('ours'),
        atMost: 2,
        unit: 'kB',
        note: `20 \`mqtt in\` ${kb('core')
          .map((each) => each.toFixed(1))
          .join(' and ')} kB, an empty flow ${kb('empty')
          .map((each) => each.toFixed(1))
          .join(' and ')} kB`,
      },
      {
        what: 'goe-event, 20 nodes: more connections afterwards',
        against: '',
        values: figures.ours!.map(({ sockets }) => sockets),
        atMost: 0,
        unit: 'sockets',
      },
    ];
  },
};
