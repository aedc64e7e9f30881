import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LOCAL, type TestCharger } from '../support/chargers';
import { caught, redeploy } from '../support/flow';
import { quirk } from '../support/quirk';
import { decides, startSurplus, startSurplusFixture, surplusNode, useSurplus } from '../support/surplus-fixture';
import { until } from '../support/until';

/** The charger wants `ids` every few of its seconds, and the node sends once in one of ours. */
const SECOND_MS = 250;
/** No meter shows the same value twice; a value that stays the same is sent less often. */
let reading = 0;
const wobble = () => (reading++ % 3) - 1;
const ECO = { lmo: 4, fup: true, frc: 0, psm: 0, acp: true };

quirk(
  {
    topic: 'Solar surplus',
    seen: '`amp` is the most that the charger’s own surplus mode gives the car.',
    sources: ['goecharger/go-eCharger-API-v2#316', 'tried against 0.3.0'],
    here: 'With *Set the charger up for its own surplus mode* `amp` is set to *Maximum current*; without it, a lower `amp` is reported as a missing setting.',
  },
  () => {
    for (const connection of LOCAL)
      describe(`over ${connection}`, function () {
        this.timeout(60_000);
        const { set } = useSurplus();
        let charger: TestCharger;
        const start = async (properties: object, values: object) => {
          charger = await startSurplus(
            connection,
            { strategy: 'feed', ...properties },
            { values, secondMs: SECOND_MS },
          );
          startSurplusFixture('surplus', charger, 9000).payload = (gridW) => gridW + wobble();
        };

        it('it is set with what the surplus mode needs', async () => {
          await start({ prepare: true, maxCurrent: '16' }, { ...ECO, amp: 6 });
          await until(() => set('amp') === 16, 'the ceiling');
          await until(() => set('car') === 2 && Number(set('acu')) > 6, 'the car has more', 40_000);
          assert.equal(caught().length, 0);
        });

        it('it is named as missing where nothing may be set', async () => {
          await start({ maxCurrent: '16' }, { ...ECO, amp: 6 });
          await until(() => caught().length > 0, 'it complains', 20_000);
          assert.equal(caught()[0]!.error.code, 'INVALID');
          assert.match(caught()[0]!.error.message, /needs amp = 16 \(it is 6\): set it in the go-e app/);
          await decides(({ reason }) => reason === 'feed-missing', 'it says so');
          assert.equal(set('amp'), 6);
        });

        it('a higher one is no fault', async () => {
          await start({ maxCurrent: '10' }, { ...ECO, amp: 16 });
          await decides(({ reason }) => reason === 'feeding', 'it feeds');
          await delay(3500);
          assert.equal(caught().length, 0);
          assert.ok(charger.writes.every(({ values }) => Object.keys(values).join() === 'ids'));
        });

        it('what regulating left is given back when the node feeds from now on', async () => {
          charger = await startSurplus(
            connection,
            { phases: '1', backstop: '2' },
            { values: { ...ECO, lmo: 3, amp: 16 }, secondMs: SECOND_MS },
          );
          startSurplusFixture('surplus', charger, 2000);
          await until(() => set('psm') === 1 && Number(set('amp')) < 16 && set('dwo') !== null, 'it regulates', 40_000);
          const fed = surplusNode({ strategy: 'feed', maxCurrent: '16' });
          await redeploy('nodes', [charger.node, fed], charger.credentials);
          await until(() => set('amp') === 16 && set('psm') === 0 && set('dwo') === null, 'it is as found', 20_000);
        });
      });
  },
);

quirk(
  {
    topic: 'Solar surplus',
    seen: 'A charger that is switched to its surplus mode uses the last measurement it received, however old that is.',
    sources: ['goecharger/go-eCharger-API-v2#203', 'tried against 0.3.0'],
    here: 'The node sends `ids`, and waits until the charger has taken it, before it sets `lmo` to 4 or ends the force.',
  },
  () => {
    for (const connection of LOCAL)
      describe(`over ${connection}`, function () {
        this.timeout(60_000);
        const { set } = useSurplus();

        it('the measurement comes first', async () => {
          const charger = await startSurplus(
            connection,
            { strategy: 'feed', prepare: true },
            { values: { ...ECO, lmo: 3, fup: false, frc: 1 }, secondMs: SECOND_MS },
          );
          startSurplusFixture('surplus', charger, 3000);
          await until(() => set('lmo') === 4 && set('frc') === 0, 'it is prepared', 20_000);
          const order = charger.writes.flatMap(({ values }) => Object.keys(values));
          assert.ok(order.indexOf('ids') === 0, `${order}`);
          assert.ok(order.indexOf('frc') > order.indexOf('lmo'), `${order}`);
          assert.ok(order.indexOf('lmo') > order.indexOf('fup'), `${order}`);
        });
      });
  },
);
