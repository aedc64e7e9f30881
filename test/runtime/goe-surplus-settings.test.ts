import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestCharger } from '../support/chargers';
import { caught, fail, put, redeploy, sent, shows, statuses } from '../support/flow';
import {
  decides,
  type SurplusFixture,
  startSurplus,
  startSurplusFixture,
  surplusNode,
  useSurplus,
} from '../support/surplus-fixture';
import { until } from '../support/until';

describe('goe-surplus', function () {
  this.timeout(60_000);
  const { set, charging } = useSurplus();
  let charger: TestCharger;
  let fixture: SurplusFixture;

  const written = (key: string) => charger.writes.filter(({ values }) => key in values).length;

  it('takes other settings by messages, and refuses impossible values', async () => {
    charger = await startSurplus('http');
    fixture = startSurplusFixture('surplus', charger, 0);
    put('surplus', { topic: 'reserve', payload: 100 });
    put('surplus', { topic: 'minCurrent', payload: '8' });
    put('surplus', { topic: 'mode', payload: 'min-solar' });
    await until(() => set('frc') === 2 && set('amp') === 8, 'it charges with the minimum', 20_000);
    put('surplus', { topic: 'mode', payload: 'fast' });
    await until(() => set('amp') === 16, 'it charges as fast as is allowed', 20_000);
    put('surplus', { topic: 'mode', payload: 'off' });
    await until(() => set('frc') === 1, 'it stops', 20_000);
    for (const [topic, payload, said] of [
      ['mode', 'sunny', /Roof: mode cannot be "sunny": send one of off, solar, min-solar, fast/],
      ['minCurrent', 5, /Roof: minCurrent cannot be 5: send a number from 6 to 32 A/],
      ['maxCurrent', 'a lot', /maxCurrent cannot be "a lot"/],
      ['maxCurrent', 7, /minCurrent 8 A would be above maxCurrent 7 A: send a lower minCurrent/],
      ['reserve', null, /reserve cannot be null/],
    ] as const) {
      const error = await fail('surplus', { topic, payload });
      assert.equal(error.code, 'INVALID');
      assert.match(error.message, said);
    }
  });

  it('takes the charger back at once where overrides do not count', async () => {
    charger = await startSurplus('http', { manual: false });
    fixture = startSurplusFixture('surplus', charger, 0);
    await decides(({ state }) => state === 'waiting', 'it waits');
    await delay(2500);
    charger.sim.apply({ frc: 2 });
    await until(() => set('frc') === 2, 'somebody starts it');
    await until(() => set('frc') === 1, 'it stops again');
  });

  it('stops when the meter is lost', async () => {
    charger = await startSurplus('http');
    fixture = startSurplusFixture('surplus', charger, 3000);
    await charging();
    fixture.stop();
    await decides(({ state }) => state === 'stale', 'it knows');
    await until(() => set('frc') === 1, 'it stops');
    const before = sent('surplus').length;
    fixture = startSurplusFixture('surplus', charger, 3000);
    await until(
      () =>
        sent('surplus')
          .slice(before)
          .some(({ payload }) => payload.currentA > 0),
      'it starts again',
      20_000,
    );
  });

  it('writes each value once', async () => {
    charger = await startSurplus('http');
    fixture = startSurplusFixture('surplus', charger, 2500);
    await charging();
    await delay(6000);
    assert.ok(written('frc') <= 2, `frc ${written('frc')} times`);
    assert.ok(written('psm') <= 2, `psm ${written('psm')} times`);
    assert.ok(charger.writes.length < 15, `${charger.writes.length} writes`);
  });

  it('says that the charger is lost, and goes on when it is back', async () => {
    charger = await startSurplus('http');
    fixture = startSurplusFixture('surplus', charger, 3000);
    await charging();
    await charger.lose();
    await decides(({ state, reason }) => state === 'error' && reason === 'car-unknown', 'it is lost', {
      withinMs: 20_000,
    });
    await shows('surplus', ({ fill, shape }) => fill === 'red' && shape === 'ring', 'that it is offline');
    fixture.sunW = 0;
    await charger.find();
    await until(() => set('frc') === 1, 'it stops', 20_000);
  });

  it('complains once of a charger that may not be written to', async () => {
    charger = await startSurplus('http', {}, { config: { readOnly: true }, values: { frc: 2 } });
    fixture = startSurplusFixture('surplus', charger, 0);
    await until(() => caught().length > 0, 'it complains');
    await delay(2500);
    assert.equal(caught().length, 1);
    assert.equal(caught()[0]!.error.code, 'READ_ONLY');
    assert.ok(statuses('surplus').some(({ text }) => text === 'read-only'));
  });

  it('leaves nothing behind after twenty deployments: no timer, no listener', async () => {
    charger = await startSurplus('http');
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const nodes = [
      charger.node,
      // The first has the charger; the others wait for it as soon as they know its serial number.
      ...Array.from({ length: 12 }, (_, i) => ({ ...charger.node, id: `charger ${i}` })),
      ...Array.from({ length: 12 }, (_, i) =>
        surplusNode({ id: `surplus ${i}`, group: 'roof', charger: `charger ${i}` }),
      ),
    ];
    const warnings: string[] = [];
    const warned = (warning: Error) => warnings.push(warning.message);
    process.on('warning', warned);
    await redeploy('full', [charger.node]);
    await delay(500);
    const before = timers();
    for (let i = 0; i < 10; i++) {
      await redeploy('full', nodes);
      await redeploy('full', [charger.node]);
    }
    await until(() => timers() <= before + 3, `as few timers as the ${before} before`, 10_000);
    process.off('warning', warned);
    assert.deepEqual(warnings, []);
  });
});
