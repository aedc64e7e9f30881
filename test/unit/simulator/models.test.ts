import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { canWrite, rowOf } from '../../../lib/keys';
import { MODEL_NAMES } from '../../../lib/simulator';
import { acceptsOf, WRITE_ONLY } from '../../../lib/simulator/setters';
import { bench, closeAll } from './bench';

describe('the simulated models', () => {
  afterEach(closeAll);

  for (const model of MODEL_NAMES) {
    it(`${model} reports keys that the registry knows, with values of their type`, async () => {
      const { clock, simulator } = bench({ model, car: {} });
      await clock.advance(20_000);
      const entries = Object.entries(simulator.all());
      assert.ok(entries.length > 100, `${entries.length} keys`);
      for (const [key, value] of entries) {
        const row = rowOf(key, simulator.firmware);
        assert.ok(row, `${key} is in the registry`);
        if (value === null) assert.ok(row.nullable, `${key} may be null`);
        else if (Array.isArray(value)) assert.equal(row.type, 'array', key);
        else if (typeof value === 'number')
          assert.ok(row.type === 'float' || (row.type === 'int' && Number.isInteger(value)), key);
        else assert.equal(typeof value === 'boolean' ? 'bool' : typeof value, row.type, key);
      }
    });

    it(`${model} lets nothing be written that the registry calls read-only`, () => {
      const { simulator } = bench({ model });
      const writable = Object.entries(simulator.all()).filter(([key, value]) => acceptsOf(key, value));
      assert.ok(writable.length > 40);
      for (const key of [...writable.map(([name]) => name), ...WRITE_ONLY]) {
        const row = rowOf(key);
        assert.ok(row && canWrite(row), `${key} can be written`);
      }
    });
  }

  it('differ in temperatures, cable and cards as the real ones do', () => {
    const v3 = bench({ model: 'v3-60.5' }).simulator;
    const core = bench({ model: 'core-60.5' }).simulator;
    const old = bench({ model: 'v3-053.1' }).simulator;
    assert.equal((v3.get('tma') as unknown[]).length, 2);
    assert.deepEqual((core.get('tma') as unknown[]).slice(0, 2), [null, null]);
    assert.equal((core.get('tma') as unknown[]).length, 6);
    for (const key of ['cbl', 'cus', 'ust', 'ffb', 'cards', 'cll']) assert.equal(core.get(key), undefined, key);
    assert.deepEqual([core.get('c0n'), v3.get('c0n'), old.get('c0n')], ['Anna', 'Anna', undefined]);
    assert.ok(Array.isArray(v3.get('cards')));
    assert.deepEqual([old.get('bac'), v3.get('bac')], [true, 1]);
    assert.equal(core.get('adi'), true);
  });

  it('report old readings in whole steps', async () => {
    const { clock, simulator } = bench({ model: 'v3-053.1', car: { maxCurrentA: 13 } });
    await clock.advance(30_000);
    const nrg = simulator.get('nrg') as number[];
    assert.deepEqual([Number.isInteger(nrg[0]), (nrg[7] ?? 1) % 100], [true, 0]);
  });

  it('do not share values with each other', async () => {
    const one = bench({ model: 'core-60.5' });
    const other = bench({ model: 'core-60.5' });
    one.simulator.apply({ c0n: 'Berta', wifis: [{ ssid: 'Elsewhere' }] });
    await one.clock.advance(1000);
    assert.equal(one.simulator.get('c0n'), 'Berta');
    assert.equal(other.simulator.get('c0n'), 'Anna');
    assert.ok(!JSON.stringify(other.simulator.all()).includes('Elsewhere'));
  });

  it('refuse names of models that are not there, and serials that are no digits', () => {
    assert.throws(() => bench({ model: 'v9' as never }), /There is no model v9/);
    assert.throws(() => bench({ serial: 'abc' }), /digits/);
  });
});
