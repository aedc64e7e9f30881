import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LOCAL, type TestCharger } from '../support/chargers';
import { caught, fail, put, shows } from '../support/flow';
import {
  decides,
  type SurplusFixture,
  startSurplus,
  startSurplusFixture,
  useSurplus,
} from '../support/surplus-fixture';
import { until } from '../support/until';

/** The charger wants `ids` every few of its seconds, and the node sends once in one of ours. */
const SECOND_MS = 250;
/** No meter shows the same value twice; a value that stays the same is sent less often. */
let reading = 0;
const wobble = () => (reading++ % 3) - 1;
const READY = { lmo: 4, fup: true, frc: 0, psm: 0, acp: true };

for (const connection of LOCAL) {
  describe(`goe-surplus feeding the charger over ${connection}`, function () {
    this.timeout(60_000);
    const { set } = useSurplus();
    let charger: TestCharger;
    let fixture: SurplusFixture;
    const start = (properties: object, values: object) =>
      startSurplus(connection, { strategy: 'feed', ...properties }, { values, secondMs: SECOND_MS });
    const fed = () =>
      charger.writes.flatMap(({ values }) => (values.ids ? [JSON.parse(values.ids) as Record<string, number>] : []));

    it('sends the meter’s values to the charger, and the charger follows the sun', async () => {
      charger = await start({ reserve: '100' }, READY);
      fixture = startSurplusFixture('surplus', charger, 6000);
      fixture.payload = (grid) => ({ grid: grid + wobble(), pv: 6000, battery: -200 });
      await until(() => set('car') === 2, 'it charges', 20_000);
      await decides(({ reason, state }) => reason === 'feeding' && state === 'charging', 'it says so');
      await shows('surplus', ({ text }) => /-phase \d+ A · \d/.test(text ?? ''), 'what flows');
      const { pGrid, ...others } = fed()[0]!;
      assert.ok(Math.abs(pGrid! + 5900) <= 1, `${pGrid} W`);
      assert.deepEqual(others, { pPv: 6000, pAkku: -200 });
      assert.ok(charger.writes.every(({ values }) => Object.keys(values).join() === 'ids'));
      assert.equal(caught().length, 0);
    });

    it('says which setting is missing, and sets it where it may', async () => {
      charger = await start({}, { ...READY, lmo: 3, fup: false });
      fixture = startSurplusFixture('surplus', charger, 3000);
      await until(() => caught().length > 0, 'it complains');
      const { error } = caught()[0]!;
      assert.equal(error.code, 'INVALID');
      assert.match(error.message, /Garage: .*lmo = 4 \(it is 3\), fup = true \(it is false\): set it in the go-e app/);
      await decides(({ reason, state }) => reason === 'feed-missing' && state === 'error', 'it says so');
      await delay(2000);
      assert.equal(caught().length, 1);
      assert.equal(set('lmo'), 3);
    });

    it('prepares the charger where it may', async () => {
      charger = await start({ prepare: true }, { ...READY, lmo: 3, fup: false, psm: 2, frc: 1, acp: false });
      fixture = startSurplusFixture('surplus', charger, 3000);
      await until(() => Object.entries(READY).every(([key, value]) => set(key) === value), 'all is set', 10_000);
      assert.equal(caught().length, 0);
    });

    it('stops sending, and the charge, when the meter is lost; and begins again with it', async () => {
      charger = await start({}, READY);
      fixture = startSurplusFixture('surplus', charger, 6000);
      fixture.payload = (grid) => grid + wobble();
      await until(() => set('car') === 2, 'it charges', 20_000);
      fixture.stop();
      await until(() => set('frc') === 1, 'it stops', 10_000);
      await decides(({ reason }) => reason === 'meter-stale', 'it says so');
      const count = fed().length;
      await delay(1500);
      assert.equal(fed().length, count);
      fixture = startSurplusFixture('surplus', charger, 6000);
      await until(() => set('frc') === 0, 'the charger may again');
    });

    it('can be switched off and to fast by messages, and knows no minimum', async () => {
      charger = await start({}, READY);
      fixture = startSurplusFixture('surplus', charger, 0);
      put('surplus', { topic: 'mode', payload: 'off' });
      await until(() => set('frc') === 1, 'off');
      put('surplus', { topic: 'mode', payload: 'fast' });
      await until(() => set('frc') === 2, 'fast');
      put('surplus', { topic: 'mode', payload: 'solar' });
      await until(() => set('frc') === 0, 'its own rules');
      assert.match(
        (await fail('surplus', { topic: 'mode', payload: 'min-solar' })).message,
        /choose the strategy regulate/,
      );
    });
  });
}

describe('goe-surplus feeding a charger that ignores it', function () {
  this.timeout(60_000);
  const { set } = useSurplus();

  it('complains once where nothing may be written', async () => {
    const charger = await startSurplus('http', { strategy: 'feed' }, { values: READY, config: { readOnly: true } });
    const fixture = startSurplusFixture('surplus', charger, 6000);
    fixture.payload = (grid) => grid + wobble();
    await until(() => caught().length > 0, 'it complains');
    assert.equal(caught()[0]!.error.code, 'READ_ONLY');
    await delay(4500);
    assert.equal(caught().length, 1);
  });

  it('says so, with what helps, and stops the charge', async () => {
    startSurplusFixture(
      'surplus',
      await startSurplus('http', { strategy: 'feed' }, { values: { ...READY, pgrid: null } }),
      6000,
    );
    await until(() => caught().length > 0, 'it complains', 30_000);
    assert.equal(caught()[0]!.error.code, 'UNCONFIRMED');
    assert.match(caught()[0]!.error.message, /pgrid stays empty.*restart the charger/);
    await until(() => set('frc') === 1, 'it stops');
  });
});
