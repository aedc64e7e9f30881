/** Values that nobody thought of, given to a charger's client and to goe-set and goe-status in a running Node-RED. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkWrite } from '../../lib/charger/check-write';
import { ChargerError } from '../../lib/errors';
import { decode, encode, keys, rowOf } from '../../lib/keys';
import { startCharger, type TestCharger } from '../support/chargers';
import { caught, completed, deploy, put, sent, serve, useNodeRed } from '../support/flow';
import { until } from '../support/until';
import { anything, odd } from './anything';
import { fuzzRun } from './run';

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
const withOdd = fc
  .tuple(wanted, name, odd)
  .map(([values, key, value]) => Object.fromEntries([...Object.entries(values), [key, value]]));
const message = fc.record(
  { payload: fc.oneof(wanted, near), topic: fc.oneof(name, near), keys: near },
  { requiredKeys: [] },
);

/** Values that a charger takes, none of which it has already. */
const valid = fc.record(
  { amp: fc.integer({ min: 6, max: 15 }), psm: fc.constantFrom(1, 2), fna: fc.stringMatching(/^[a-z]{1,9}$/) },
  { requiredKeys: [] },
);
/** Pairs that no charger may be asked for. */
const invalid = fc.oneof(
  fc.tuple(fc.constant('amp'), fc.oneof(fc.integer({ min: 33 }), fc.integer({ max: 5 }), odd, fc.constant(null))),
  fc.tuple(fc.constantFrom('psm', 'frc', 'lmo'), fc.oneof(fc.integer({ min: 50 }), odd, fc.constant('nonsense'))),
  fc.tuple(fc.constantFrom('alw', 'car', 'nrg', 'nrg.powerTotal'), fc.oneof(near, odd)),
  fc.tuple(fc.constantFrom('__proto__', 'constructor', '', 'no such key', 'amp/set', 'amp&psm'), near),
  fc.tuple(fc.constantFrom(...keys.filter((row) => row.caution).map((row) => row.name)), near),
);
const partlyInvalid = fc
  .tuple(valid, fc.array(invalid, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([good, bad, first]) =>
    Object.fromEntries(first ? [...bad, ...Object.entries(good)] : [...Object.entries(good), ...bad]),
  )
  .filter((values) => invalidIn(values));

/** A later pair of the same key may have put an earlier one right. */
function invalidIn(values: Record<string, unknown>): boolean {
  return Object.keys(values).some((key) => {
    const row = rowOf(key);
    return !row || row.access === 'r' || row.caution || 'why' in encode(key, values[key]);
  });
}

describe('Any message', function () {
  this.timeout(300_000);
  const fuzz = fuzzRun('Messages');

  it('is written as valid values of keys that may be written, or refused whole with one error that names them', () => {
    const permissions = { charger: 'Garage', readOnly: false, allowCaution: false, firmware: undefined };
    let taken = 0;
    const check = fc.property(fc.oneof({ weight: 9, arbitrary: wanted }, withOdd), (values) => {
      try {
        const requests = checkWrite(values, 'accepted', 0, permissions);
        assert.deepEqual(
          requests.map(({ key }) => key),
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

    it('is not sent at all when one of its values is invalid, by what the charger was asked', async () => {
      charger = await startCharger('http', { timeout: 2 });
      await deploy([charger.node, { id: 'set', type: 'goe-set', charger: 'charger', confirm: 'accepted' }]);
      const payloads = fc.sample(partlyInvalid, { numRuns: fuzz.cases(500), seed: fuzz.seed });
      for (const [at, payload] of payloads.entries()) {
        put('set', { payload });
        // By their number: a message that cannot be copied reaches Catch nodes without its id.
        await until(() => caught().length + completed().length > at, `an end for message ${at}`);
      }
      assert.deepEqual(charger.writes, []);
      const codes = caught().map(({ error }) => error.code);
      assert.ok(
        codes.length === payloads.length && codes.every((code) => ['INVALID', 'CAUTION'].includes(code)),
        `${codes}`,
      );
      await serve('set', { payload: { amp: 9 } });
      assert.deepEqual(
        charger.writes.map(({ values }) => values),
        [{ amp: '9' }],
      );
    });
  });
});
