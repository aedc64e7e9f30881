import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCharger } from '../support/chargers';
import { put, userDirectory, whatWasLogged } from '../support/flow';
import { openNodeRedEnvironment } from '../support/node-red-environment';
import { quirk } from '../support/quirk';
import {
  startSurplus,
  startSurplusFixture,
  surplusNode,
  THREE_PHASE_CAR,
  useSurplus,
} from '../support/surplus-fixture';
import { until } from '../support/until';

quirk(
  {
    topic: 'Solar surplus',
    seen: 'The energy limit that goe-surplus leaves for a killed Node-RED (`dwo`) was used up, and stayed when Node-RED was back.',
    sources: ['tried against 0.3.0', 'our choice'],
    here: 'A file in the user directory, written before the limit is sent, marks the limits of goe-surplus: its own limit is raised, the owner’s is kept.',
  },
  () => {
    describe('in a Node-RED that is really killed', function () {
      this.timeout(180_000);

      it('the car charges on, and all is given back in the end; a limit that the owner set meanwhile stays', async () => {
        const values = { frc: 0, psm: 2, amp: 14, dwo: null, lmo: 3 };
        const charger = await startCharger('http', {}, { car: THREE_PHASE_CAR }, values);
        const { sim } = charger;
        const environment = await openNodeRedEnvironment();
        let on = true;
        let isSending = true;
        // A meter that goes on sending, with or without Node-RED.
        const meter = (async () => {
          while (on) {
            const carW = Number((sim.get('nrg') as number[])[11]);
            if (isSending) await environment.give('surplus', { payload: Math.round(carW) - 12_000 }).catch(() => {});
            await delay(200);
          }
        })();
        try {
          const tab = { id: 'tab', type: 'tab', label: 'Charging' };
          const node = { ...surplusNode({ backstop: '0.1' }), z: 'tab', x: 100, y: 100, wires: [[], []] };
          await environment.deploy([tab, charger.node, node]);
          const charges = () => sim.get('car') === 2 && typeof sim.get('dwo') === 'number' && sim.get('frc') === 0;
          await until(charges, 'it charges with a limit', 40_000);
          await environment.kill();
          await until(() => sim.get('modelStatus') === 6, 'the limit is used up', 40_000);
          const left = { dwo: sim.get('dwo'), wh: Number(sim.get('wh')) };
          const file = JSON.parse(readFileSync(join(environment.directory, 'goe-surplus.json'), 'utf8'));
          assert.ok(file['123456'].own.dwo.includes(left.dwo), JSON.stringify(file));

          isSending = false;
          const writes = charger.writes.length;
          await environment.start();
          await delay(4000);
          assert.deepEqual(charger.writes.slice(writes), [], 'nothing is written before the first measurement');
          isSending = true;
          await until(() => Number(sim.get('wh')) > left.wh + 100, 'it charges on', 40_000);

          await environment.kill();
          sim.apply({ dwo: 50_000 });
          await environment.start();
          await until(() => sim.get('car') === 2 && charger.writes.length > writes, 'it regulates', 40_000);
          await delay(3000);
          assert.equal(sim.get('dwo'), 50_000);
          await environment.deploy([tab, charger.node]);
          const found = { frc: 0, psm: 2, amp: 14, dwo: 50_000 };
          await until(() => Object.entries(found).every(([key, value]) => sim.get(key) === value), 'it is as found');
        } finally {
          on = false;
          await meter;
          await environment.leave();
          await charger.close();
        }
      });
    });

    describe('where the file', function () {
      this.timeout(60_000);
      const { set, charging } = useSurplus();
      const FILE = 'goe-surplus.json';

      it('cannot be written, the node says so once and leaves no limit', async () => {
        // A folder in its place: also root cannot write that.
        mkdirSync(join(userDirectory(), FILE));
        const charger = await startSurplus('http', { backstop: '1' });
        startSurplusFixture('surplus', charger, 3000);
        await charging();
        await delay(2500);
        assert.equal(set('dwo'), null);
        assert.equal(set('frc'), 2);
        const warnings = whatWasLogged('complaints').match(/cannot be written/g);
        assert.equal(warnings?.length, 1, whatWasLogged('complaints'));
      });

      it('makes no sense, the present limit is taken for the owner’s', async () => {
        writeFileSync(join(userDirectory(), FILE), '{"123456": {"own": {"dwo": [15');
        chmodSync(join(userDirectory(), FILE), 0o600);
        const charger = await startSurplus('http', { backstop: '1' }, { values: { frc: 0, dwo: 1507 } });
        startSurplusFixture('surplus', charger, 3000);
        await charging();
        put('surplus', { topic: 'mode', payload: 'fast' });
        await delay(2500);
        assert.equal(set('dwo'), 1507);
        assert.match(whatWasLogged('complaints'), /goe-surplus\.json cannot be read/);
      });
    });
  },
);
