import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LOCAL, type TestCharger } from '../support/chargers';
import { deploy, redeploy, restartFlows, unload, userDirectory } from '../support/flow';
import {
  type SurplusFixture,
  startGarage,
  startSurplus,
  startSurplusFixture,
  surplusNode,
  useSurplus,
} from '../support/surplus-fixture';
import { until } from '../support/until';

for (const connection of LOCAL) {
  describe(`The end of a goe-surplus over ${connection}`, function () {
    this.timeout(60_000);
    const { set } = useSurplus();
    let charger: TestCharger;
    let fixture: SurplusFixture;
    const startCharging = async (properties: object = {}) => {
      charger = await startSurplus(connection, properties);
      fixture = startSurplusFixture('surplus', charger, 3000);
      await until(() => set('car') === 2 && Number(set('amp')) > 6, 'it charges', 20_000);
    };

    for (const type of ['full', 'nodes'] as const) {
      it(`does not disturb the car when a successor starts (${type} deploy)`, async () => {
        await startCharging();
        const writes = charger.writes.length;
        await redeploy(type, [charger.node, surplusNode({ name: 'Other name' })], charger.credentials);
        await delay(2500);
        assert.ok(
          charger.writes.slice(writes).every(({ values }) => !('frc' in values) && !('psm' in values)),
          JSON.stringify(charger.writes.map(({ values }) => values)),
        );
        assert.equal(set('frc'), 2);
      });
    }

    it('does not disturb the car when the flows are restarted', async () => {
      await startCharging();
      const writes = charger.writes.length;
      await restartFlows();
      await delay(2500);
      assert.ok(charger.writes.slice(writes).every(({ values }) => !('frc' in values) && !('psm' in values)));
      assert.equal(set('frc'), 2);
    });

    it('does not disturb the car from within a subflow, and leaves it as found when that is removed', async () => {
      const inSubflow = { ...surplusNode(), z: 'sub', x: 100, y: 100, wires: [[], []] };
      const flow = [
        { id: 'sub', type: 'subflow', name: 'Roof', in: [], out: [] },
        inSubflow,
        { id: 'instance', type: 'subflow:sub', z: 'tab', x: 100, y: 100, wires: [] },
      ];
      charger = await startGarage(connection);
      await deploy([charger.node, ...flow], charger.credentials);
      fixture = startSurplusFixture('instance-surplus', charger, 3000);
      await until(() => set('car') === 2, 'it charges', 20_000);
      const writes = charger.writes.length;
      await redeploy('full', [charger.node, ...flow], charger.credentials);
      await delay(2500);
      assert.ok(charger.writes.slice(writes).every(({ values }) => !('frc' in values)));
      assert.equal(set('frc'), 2);
      await redeploy('full', [charger.node, ...flow.slice(0, 2)], charger.credentials);
      await until(() => set('frc') === 1, 'it was found so');
    });

    it('restores the values it found when the node is removed', async () => {
      await startCharging();
      await redeploy('nodes', [charger.node], charger.credentials);
      await until(() => set('frc') === 1 && set('psm') === 0 && set('amp') === 16, 'it is as found');
    });

    it('stops the car when Node-RED stops', async () => {
      await startCharging();
      await unload();
      await until(() => set('frc') === 1, 'it stops');
    });

    it('leaves a limit at the charger, for when Node-RED is killed, and takes it away in the end', async () => {
      await startCharging({ backstop: '0.1' });
      assert.equal(set('frc'), 0);
      const first = Number(set('dwo'));
      assert.ok(first >= 100 && first < 250, `${first} Wh`);
      await until(() => Number(set('dwo')) > first, 'the limit moves on', 20_000);
      const limits = charger.writes.flatMap(({ values }) => (values.dwo ? [Number(values.dwo)] : []));
      assert.ok(
        limits.every((limit, i) => i === 0 || limit - limits[i - 1]! >= 50),
        `${limits} Wh`,
      );
      assert.equal(set('car'), 2);
      fixture.stop();
      await until(() => set('frc') === 1 && set('dwo') === null, 'it ends as chosen');
    });

    it('takes up the limit that a killed Node-RED left', async () => {
      const left = { '123456': { found: { dwo: null }, own: { dwo: [1507] } } };
      writeFileSync(join(userDirectory(), 'goe-surplus.json'), JSON.stringify(left));
      charger = await startSurplus(connection, { backstop: '1' }, { values: { dwo: 1507 } });
      fixture = startSurplusFixture('surplus', charger, 3000);
      await until(() => set('car') === 2, 'it charges', 20_000);
      await delay(3000);
      assert.equal(set('frc'), 0);
      assert.equal(typeof set('dwo'), 'number');
      await unload();
      await until(() => set('dwo') === null, 'no limit stays');
    });

    it('restores the values it found when the node is given another charger', async () => {
      await startCharging();
      const other = { ...charger.node, id: 'other-charger' };
      await redeploy('full', [charger.node, other, surplusNode({ charger: 'other-charger' })], charger.credentials);
      await until(() => charger.writes.some(({ values }) => values.frc === '1'), 'it was found so');
    });

    it('restores the values it found when its charger is deleted from the flow, and goes on when undo brings that back', async () => {
      await startCharging();
      await redeploy('nodes', [surplusNode()], charger.credentials);
      await until(() => set('frc') === 1, 'it stops');
      await redeploy('nodes', [charger.node, surplusNode()], charger.credentials);
      await until(() => set('frc') === 2, 'it charges again', 20_000);
    });

    it('does not touch a limit of the owner’s', async () => {
      charger = await startSurplus(connection, { backstop: '1' }, { values: { dwo: 9000 } });
      fixture = startSurplusFixture('surplus', charger, 3000);
      await until(() => set('car') === 2, 'it charges', 20_000);
      // The charger keeps it only while nothing forces it to charge.
      assert.equal(set('frc'), 0);
      await unload();
      await until(() => set('frc') === 1, 'it stops');
      assert.equal(set('dwo'), 9000);
    });

    it('leaves the minimum where that was chosen', async () => {
      await startCharging({ onStale: 'minimum' });
      await unload();
      await until(() => set('amp') === 6, 'the minimum');
      assert.equal(set('frc'), 2);
    });

    it('leaves the charger to its own rules where that was chosen', async () => {
      await startCharging({ onStale: 'release' });
      await unload();
      await until(() => set('frc') === 0, 'its own rules');
    });
  });
}
