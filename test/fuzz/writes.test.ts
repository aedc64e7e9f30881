/** Values that nobody thought of, given to a charger's client and to goe-set and goe-status in a running Node-RED. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkWrite } from '../../lib/charger/check-write';
import { ChargerError } from '../../lib/errors';
import { decode, encode, keys, rowOf } from '../../lib/keys';
import { startCharger, type TestCharger } from '../runtime/chargers';
import { caught, completed, deploy, put, sent, serve, useNodeRed } from '../runtime/flow';
import { until } from '../support/until';
import { campaign } from './campaign';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
  withUnicodeString: true,
  maxDepth: 3,
});
const near = fc.oneof(
  anything,
  fc.integer({ min: -2, max: 40 }),
  fc.constantFrom<unknown>('16', 'on', null, '[]', '{}'),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...keys.map((row) => row.name)) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString') },
);
/** Pairs become own properties, `__proto__` too. */
const wanted = fc.array(fc.tuple(name, near), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
const message = fc.record(
  { payload: fc.oneof(wanted, near), topic: fc.oneof(name, near), keys: near },
  { requiredKeys: [] },
);

describe('Any message', function () {
  this.timeout(300_000);
  const fuzz = campaign('Messages');

  it('is written as valid values of keys that may be written, or refused whole with one error that names them', () => {
    const permissions = { charger: 'Garage', readOnly: false, allowCaution: false, firmware: undefined };
    let taken = 0;
    const check = fc.property(wanted, (values) => {
      try {
        const tickets = checkWrite(values, 'accepted', 0, permissions);
        assert.deepEqual(
          tickets.map((ticket) => ticket.key),
          Object.keys(values),
        );
        for (const key of Object.keys(values)) {
          assert.ok(!rowOf(key)?.caution, key);
          const encoded = encode(key, values[key]);
          assert.ok('json' in encoded && 'value' in encode(key, decode(encoded.json)), key);
        }
        taken += 1;
      } catch (error) {
        if (!(error instanceof ChargerError)) throw error;
        assert.ok(['INVALID', 'CAUTION'].includes(error.code), error.code);
        assert.ok(error.message.startsWith('Garage: ') && error.message.length < 10_000);
        for (const key of Object.keys(error.keys ?? {})) assert.ok(error.message.includes(key.slice(0, 60)), key);
      }
    });
    const numRuns = fuzz.cases(3000);
    fc.assert(check, { numRuns, seed: fuzz.seed });
    assert.ok(taken > numRuns / 150, `only ${taken} of ${numRuns} were taken`);
  });

  describe('in Node-RED', () => {
    useNodeRed();
    let charger: TestCharger;
    afterEach(() => charger.close());

    it('ends exactly once, and the charger gets nothing but valid values', async () => {
      charger = await startCharger('http', { timeout: 2 });
      await deploy([
        charger.node,
        { id: 'set', type: 'goe-set', charger: 'charger', confirm: 'accepted' },
        { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'] },
      ]);
      await serve('status');
      const before = caught().length + completed().length;
      const messages = fc.sample(message, { numRuns: fuzz.cases(1000), seed: fuzz.seed });
      for (const [at, msg] of messages.entries()) {
        put(at % 2 ? 'set' : 'status', { ...msg, _msgid: `fuzz-${at}` });
        await until(() => caught().length + completed().length >= before + at + 1, `an end for message ${at}`);
      }
      const ids = [...caught(), ...completed()].map((msg) => msg._msgid).filter((id) => String(id).startsWith('fuzz-'));
      assert.equal(ids.length, messages.length);
      assert.equal(new Set(ids).size, messages.length, 'none ends twice');
      const left = [...sent('set'), ...sent('status')].map((msg) => msg._msgid);
      assert.equal(new Set(left).size, left.length, 'none leaves twice');
      for (const { values } of charger.writes) {
        for (const [key, json] of Object.entries(values))
          assert.ok('value' in encode(key, decode(json)), `${key}=${json}`);
      }
      assert.equal((await serve('set', { payload: { amp: 9 } })).payload.amp, 9);
    });
  });
});
