/** Messages that nobody thought of, given to a goe-surplus in a running Node-RED. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { surplus } from '../../lib';
import type { TestCharger } from '../support/chargers';
import { caught, completed, put, sent } from '../support/flow';
import { decides, startSurplus, startSurplusFixture, useSurplus } from '../support/surplus-fixture';
import { until } from '../support/until';
import { anything, odd } from './anything';
import { fuzzRun } from './run';

const SETTINGS = ['mode', 'minCurrent', 'maxCurrent', 'reserve'] as const;
const PARTS = ['grid', 'pv', 'battery', 'soc', 'currentL1', 'currentL2', 'currentL3'] as const;

const number = fc.oneof(
  fc.integer({ min: -20_000, max: 20_000 }),
  fc.double(),
  fc.constantFrom<unknown>(
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1e300,
    '-0',
    'NaN',
    '1e999',
    ' 12 ',
    '0x10',
    null,
  ),
);
const value = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...surplus.MODES) },
  { weight: 1, arbitrary: anything },
  { weight: 1, arbitrary: odd },
);
const measured = fc.dictionary(fc.constantFrom<string>(...PARTS, '__proto__', 'meterW'), value, { maxKeys: 4 });
const message = fc.record(
  {
    topic: fc.oneof(fc.constantFrom<unknown>(...SETTINGS, undefined, '', ' mode ', 7), anything),
    payload: fc.oneof(measured, value),
  },
  { requiredKeys: [] },
);
/** A part that cannot be, beside a grid power that anybody would start with. */
const partlyInvalid = fc
  .tuple(
    fc.constantFrom(...PARTS.filter((part) => part !== 'grid')),
    fc.constantFrom<unknown>('a lot', Number.NaN, '', [], {}, true, 1e9, -1e9, () => 1),
    fc.boolean(),
  )
  .map(([part, wrong, first]) => (first ? { [part]: wrong, grid: -9000 } : { grid: -9000, [part]: wrong }));

describe('Any message to a goe-surplus', function () {
  this.timeout(300_000);
  const fuzz = fuzzRun('goe-surplus');
  useSurplus();
  let charger: TestCharger;

  const give = async (messages: readonly object[]) => {
    const before = caught().length + completed().length;
    for (const [at, msg] of messages.entries()) {
      put('surplus', msg);
      // By their number: a message that cannot be copied reaches Catch nodes without its id.
      await until(() => caught().length + completed().length > before + at, `an end for message ${at}`);
    }
    assert.equal(caught().length + completed().length, before + messages.length, 'each ends once');
  };

  it('counts or fails with an error that says what is wrong; decisions stay numbers, and the node goes on', async () => {
    charger = await startSurplus('http', { backstop: '1', fuse: '25' });
    await give(fc.sample(message, { numRuns: fuzz.cases(500), seed: fuzz.seed }));
    for (const { error } of caught()) {
      // One that counted and cannot be copied for Complete nodes fails with what its own code throws.
      if (/ for you$/.test(error.message) && error.code === undefined) continue;
      assert.equal(error.code, 'INVALID', error.message);
      assert.match(error.message, /^Roof: /);
    }
    for (const { payload } of sent('surplus'))
      for (const name of ['currentA', 'powerW', 'surplusW', 'since']) assert.ok(Number.isFinite(payload[name]), name);
    for (const { values } of charger.writes)
      for (const [key, json] of Object.entries(values)) assert.ok(/^(frc|amp|psm|dwo)$/.test(key), `${key}=${json}`);
    for (const [topic, payload] of [
      ['minCurrent', 6],
      ['maxCurrent', 16],
      ['reserve', 0],
      ['mode', 'solar'],
    ])
      put('surplus', { topic, payload });
    const before = sent('surplus').length;
    const fixture = startSurplusFixture('surplus', charger, 3000);
    fixture.payload = (grid) => ({ grid, pv: 3000, battery: 0, soc: 50, currentL1: 0, currentL2: 0, currentL3: 0 });
    await until(
      () =>
        sent('surplus')
          .slice(before)
          .some(({ payload }) => payload.currentA > 0),
      'it charges',
      // Some messages exceed the limit of the fuse, after which the controller waits for a minute with headroom.
      100_000,
    );
  });

  it('does not count in part: nothing starts with the grid power beside an impossible value', async () => {
    charger = await startSurplus('http');
    await decides(({ reason }) => reason === 'no-meter', 'it waits for a meter');
    const startsByMs = Date.now() + 4000;
    const messages = fc.sample(partlyInvalid, { numRuns: fuzz.cases(200), seed: fuzz.seed });
    await give(messages.map((payload) => ({ payload })));
    assert.equal(caught().length, messages.length);
    await delay(Math.max(0, startsByMs - Date.now()));
    assert.deepEqual(
      charger.writes.filter(({ values }) => values.frc === '2'),
      [],
    );
    assert.ok(sent('surplus').every(({ payload }) => payload.currentA === 0 && payload.surplusW === 0));
  });
});
