import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { surplus } from '../../lib';
import { LOCAL, type TestCharger } from '../support/chargers';
import { redeploy, shows } from '../support/flow';
import { quirk } from '../support/quirk';
import { decides, startSurplus, startSurplusFixture, THREE_PHASE_CAR, useSurplus } from '../support/surplus-fixture';
import { until } from '../support/until';

/** Energy of two seconds of the charger, which stops by itself within the first that is too much. */
const SLACK_WH = 8;

quirk(
  {
    topic: 'Solar surplus',
    seen: 'A charger that is forced to charge (`frc` 2) ignores the energy limit that the owner has set (`dwo`).',
    sources: ['goecharger/go-eCharger-API-v2#68', 'goecharger/go-eCharger-API-v1#72', 'tried against 0.3.0'],
    here: 'goe-surplus obeys the owner’s limit in every mode: it lets the charger charge unforced, so that the charger stops at the limit, and stops the charge itself where it has to force.',
  },
  () => {
    for (const mode of ['solar', 'min-solar', 'fast'] as const)
      it(`the controller stops at it in ${mode}, and goes on when it is raised, lifted, or the car is another`, () => {
        let state = surplus.initial();
        let nowMs = 0;
        let enabled = true;
        const settings = { mode, minPause: 0, startDelay: 0, minRun: 0 };
        const step = (more: object) => {
          nowMs += 1000;
          const reading = { car: 2, currentA: 10, phases: 1, gridW: -9000, chargeW: enabled ? 2300 : 0, enabled };
          const result = surplus.step(settings, state, { ...reading, ...more }, nowMs);
          state = result.state;
          if (result.commands.enabled !== undefined) enabled = result.commands.enabled === true;
          return [result.explanation.state, result.explanation.reason];
        };
        const charges = (more: object) => {
          for (let second = 0; second < 60; second += 1) step(more);
          return enabled;
        };
        assert.equal(charges({ energyWh: 99, energyLimitWh: 100 }), true);
        assert.deepEqual(step({ energyWh: 100, energyLimitWh: 100 }), ['limited', 'energy-limit']);
        assert.equal(charges({ energyWh: 100, energyLimitWh: 100 }), false);
        assert.equal(charges({ energyWh: 100, energyLimitWh: 200 }), true);
        assert.equal(charges({ energyWh: 200, energyLimitWh: 200 }), false);
        assert.equal(charges({ energyWh: 200 }), true);
        assert.equal(charges({ energyWh: 300, energyLimitWh: 300 }), false);
        charges({ car: 1, energyWh: 300, energyLimitWh: 300 });
        assert.equal(charges({ energyWh: 0, energyLimitWh: 300 }), true);
      });

    for (const connection of LOCAL)
      describe(`over ${connection}`, function () {
        this.timeout(90_000);
        const { set } = useSurplus();
        let charger: TestCharger;

        const wh = () => Number(set('wh'));
        const start = (properties: object, values: object, secondMs?: number) =>
          startSurplus(
            connection,
            { backstop: '2', ...properties },
            { values: { frc: 0, lmo: 3, ...values }, secondMs },
          ).then((started) => {
            charger = started;
            startSurplusFixture('surplus', charger, 12_000);
          });
        const stopsAt = async (limitWh: number, slackWh = SLACK_WH) => {
          await until(() => wh() >= limitWh, `${limitWh} Wh`, 40_000);
          await decides(({ reason }) => reason === 'energy-limit', 'it says so');
          await delay(3000);
          assert.ok(wh() < limitWh + slackWh, `${wh()} Wh at a limit of ${limitWh}`);
          assert.equal(set('dwo'), limitWh);
          assert.notEqual(set('car'), 2);
        };

        for (const mode of ['solar', 'min-solar', 'fast'])
          it(`the car stops there in ${mode}, and the limit is kept, raised and lifted by the owner alone`, async () => {
            await start({ mode }, { dwo: 100 });
            await stopsAt(100);
            await shows('surplus', ({ text }) => text === 'energy limit reached', 'that');
            charger.sim.apply({ dwo: 207 });
            await stopsAt(207);
            const ours = charger.writes.filter(({ face, values }) => face !== 'direct' && 'dwo' in values);
            assert.deepEqual(ours, []);
            charger.sim.apply({ dwo: null });
            await until(() => wh() > 300, 'it goes on', 40_000);
          });

        it('the car stops there also where the charger leaves it out of its answers later', async () => {
          await start({ mode: 'fast' }, { dwo: 400 });
          await decides(({ reason }) => reason === 'mode-fast', 'it charges');
          charger.sim.fault('missing', { keys: ['dwo'] });
          await stopsAt(400);
        });

        it('one that ends in 7 is the owner’s too', async () => {
          await start({ mode: 'fast' }, { dwo: 107 });
          await stopsAt(107);
        });

        it('one that is set in the app while the car charges replaces the node’s own', async () => {
          await start({}, { dwo: null });
          await until(() => Number(set('dwo')) > 2000, 'a limit of its own', 30_000);
          const limitWh = Math.ceil(wh()) + 60;
          charger.sim.apply({ dwo: limitWh });
          await stopsAt(limitWh);
          await redeploy('nodes', [charger.node], charger.credentials);
          await delay(1000);
          assert.equal(set('dwo'), limitWh);
        });

        it('another car may charge as much again', async () => {
          await start({}, { dwo: 100 });
          await stopsAt(100);
          charger.sim.car.unplug();
          await decides(({ reason }) => reason === 'no-car', 'it has gone');
          charger.sim.car.plugIn(THREE_PHASE_CAR);
          await until(() => wh() > 50 && wh() < 100, 'another charges', 40_000);
          await stopsAt(100);
        });

        it('where the charger’s own rules would not simply charge, the node stops the car with its next look', async () => {
          await start({ mode: 'fast' }, { dwo: 60, lmo: 4 }, 250);
          await until(() => set('frc') === 2, 'it is forced');
          await stopsAt(60, 30);
        });

        it('a charger that regulates itself obeys it, also in the mode fast', async () => {
          await start({ strategy: 'feed', mode: 'fast' }, { dwo: 60, lmo: 4, fup: true, acp: true, psm: 0 }, 250);
          await until(() => set('frc') === 2, 'it is forced');
          await stopsAt(60, 30);
          charger.sim.apply({ dwo: 5000 });
          await until(() => set('frc') === 2 && wh() > 100, 'it goes on', 40_000);
        });
      });
  },
);
