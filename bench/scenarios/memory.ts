/** Scenario memory: memory of one more charger, with 200 of its keys known. */
import { keys } from '../../lib/index';
import type { Bench, Row, Scenario } from '../bench.types';
import { settled } from '../cost';
import { ratios, spreadOf } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';

const STORED_KEYS = 200;

function values(): Record<string, string> {
  const some: Record<string, string> = {
    bool: 'true',
    int: '12345',
    float: '230.25',
    string: '"some text"',
    array: '[1,2,3,4.5]',
    object: '{"a":1,"b":"two"}',
  };
  const rows = keys.filter(({ name }) => name !== 'mcc').slice(0, STORED_KEYS);
  return Object.fromEntries(rows.map(({ name, type }) => [name, some[type] ?? '1']));
}

async function perCharger(bench: Bench, file: string, more: number): Promise<number> {
  const subject = await startSubject(file, { broker: bench.broker });
  const heap = async () => {
    await settled(subject);
    return (await subject.mark(true)).heapBytes;
  };
  try {
    await subject.act('more', 10);
    const before = await heap();
    await subject.act('more', more);
    const after = await heap();
    const { delivered } = await subject.mark();
    if (delivered < (10 + more) * STORED_KEYS) throw new Error(`${file}: only ${delivered} values are known`);
    return (after - before) / more / 1000;
  } finally {
    await subject.stop();
  }
}

export const memory: Scenario = {
  title: 'Memory a further charger, 200 keys known',
  async run(bench: Bench): Promise<Row[]> {
    const more = bench.quick ? 50 : 200;
    await bench.load.call('retained', { from: 0, to: 10 + more, values: values() });
    const figures = await alternate(1, {
      ours: () => perCharger(bench, 'goe-chargers', more),
      bare: () => perCharger(bench, 'mqtt-js-values', more),
    });
    await bench.load.call('retained', {
      from: 0,
      to: 10 + more,
      values: Object.fromEntries(Object.keys(values()).map((key) => [key, ''])),
    });
    return [
      { what: 'one more charger', against: '', values: figures.ours!, atMost: 100, unit: 'kB' },
      {
        what: 'one more charger',
        against: 'mqtt.js and a map of the values',
        values: ratios(figures.ours!, figures.bare!),
        note: `${spreadOf(figures.ours!).median.toFixed(0)} kB against ${spreadOf(figures.bare!).median.toFixed(0)} kB`,
      },
    ];
  },
};
