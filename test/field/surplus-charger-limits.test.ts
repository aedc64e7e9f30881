import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { limitOf } from '../../nodes/goe-surplus/charger-reading';
import type { Local, TestCharger } from '../support/chargers';
import { shows } from '../support/flow';
import { quirk } from '../support/quirk';
import { decides, startSurplus, startSurplusFixture, useSurplus } from '../support/surplus-fixture';
import { until } from '../support/until';

/** As an owner's charger showed it. */
const SEEN = {
  accessControl: 0,
  currentLimitMax: 22,
  minChargingCurrent: 6,
  requestedCurrent: 6,
  temperatureCurrentLimit: 32,
  unsymetryCurrentLimit: 32,
};

let keeping: NodeJS.Timeout | undefined;

/** A goe-surplus below 12 kW of sun, at a charger that shows these values whatever happens. */
async function startWith(connection: Local, shown: object, properties: object = {}): Promise<TestCharger> {
  const charger = await startSurplus(connection, properties, { values: { amp: 6, ...shown } });
  // The simulator shows its own again each second.
  keeping = setInterval(() => charger.sim.set(shown as never), 5);
  startSurplusFixture('surplus', charger, 12_000);
  return charger;
}

quirk(
  {
    topic: 'Solar surplus',
    seen: '`cll` lists upper bounds of the current beside `minChargingCurrent`, a lower bound, and beside currents that were only requested.',
    sources: [
      'goecharger/go-eCharger-API-v2#188',
      'marq24/ha-goecharger-api2#12',
      'captured traffic',
      'tried against 0.3.0',
    ],
    here: 'Only names that are known as upper bounds limit goe-surplus; a name of a later firmware does not.',
  },
  () => {
    it('the lowest of them is the limit', () => {
      assert.equal(limitOf(SEEN), 22);
      assert.equal(limitOf({ ...SEEN, adapterCurrentLimit: 16 }), 16);
      assert.equal(limitOf({ ...SEEN, cableCurrentLimit: 20, temperatureCurrentLimit: 13 }), 13);
      assert.equal(limitOf({ ...SEEN, temporaryCurrentLimit: 10 }), 10);
      assert.equal(limitOf({ ...SEEN, loadLimit: 12 }), 12);
    });

    it('what is no upper bound, or not known to be one, does not count', () => {
      for (const name of ['minChargingCurrent', 'pvSurplus', 'awattar', 'someFutureCurrent', 'accessControl'])
        assert.equal(limitOf({ ...SEEN, [name]: 7 }), 22, name);
      for (const nothing of [null, undefined, {}, [], 'x', { currentLimitMax: null }, { currentLimitMax: '16' }])
        assert.equal(limitOf(nothing as never), undefined);
    });

    it('a value that cannot be signalled is no bound', () => {
      for (const ampere of [0, 1, 5]) assert.equal(limitOf({ ...SEEN, loadLimit: ampere }), 22);
    });

    describe('in a flow', function () {
      this.timeout(60_000);
      useSurplus();
      afterEach(() => clearInterval(keeping));

      for (const connection of ['http', 'mqtt'] as const)
        it(`12 kW of sun are 16 A over ${connection}`, async () => {
          const { sim } = await startWith(connection, { cll: SEEN }, { phases: '3' });
          await until(() => sim.get('frc') === 2 && sim.get('amp') === 16, 'it charges with 16 A', 40_000);
        });
    });
  },
);

quirk(
  {
    topic: 'Solar surplus',
    seen: 'A charger whose `cll.loadLimit` is 0, or that waits for a card or is too hot, does not charge and says why by `modelStatus`.',
    sources: ['goecharger/go-eCharger-API-v2#188', 'tried against 0.3.0', "vendor's API documents"],
    here: 'The car stays allowed to charge; the status and `detail` of the decision give the charger’s own reason, and there is no attempt to wake the car.',
  },
  () => {
    describe('in a flow', function () {
      this.timeout(60_000);
      useSurplus();
      afterEach(() => clearInterval(keeping));

      for (const [modelStatus, text] of [
        [27, /^Not charging: load management/],
        [1, /^Not charging: too hot/],
        [2, /^Not charging: /],
      ] as const)
        it(`it starts, and says what the charger says (${modelStatus})`, async () => {
          const cll = { ...SEEN, loadLimit: 0, requestedCurrent: 32 };
          const { sim, writes } = await startWith('http', { cll, car: 3, alw: false, modelStatus });
          await until(() => sim.get('frc') === 2, 'it is allowed', 30_000);
          const said = await decides(({ reason, detail }) => reason === 'charger-limit' && detail, 'it says why');
          assert.equal(said.state, 'limited');
          assert.match(said.detail, text);
          await shows('surplus', (status) => text.test(String(status.text).split(' · ').at(-1)!), 'what it says');
          await delay(3000);
          assert.ok(writes.filter(({ values }) => 'frc' in values).length <= 1, 'and leaves it at that');
        });
    });
  },
);
