import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestCharger } from '../support/chargers';
import { deploy, put, redeploy, sent } from '../support/flow';
import {
  decides,
  type SurplusFixture,
  startGarage,
  startSurplusFixture,
  surplusNode,
  THREE_PHASE_CAR,
  useSurplus,
} from '../support/surplus-fixture';
import { until } from '../support/until';

describe('goe-surplus nodes of one group', function () {
  this.timeout(60_000);
  useSurplus();
  let first: TestCharger;
  let second: TestCharger;
  let fixture: SurplusFixture;

  const nodes = () => [
    first.node,
    { ...second.node, id: 'other charger', name: 'Carport' },
    surplusNode({ id: 'one', group: 'roof', priority: '1', phases: '1' }),
    surplusNode({ id: 'two', group: 'roof', priority: '2', phases: '1', charger: 'other charger' }),
  ];
  const start = async () => {
    first = await startGarage('http');
    second = await startGarage('http', { serial: '234567' });
    await deploy(nodes());
  };

  it('do not both take what is enough for one: the first gets it, with readings at either', async () => {
    await start();
    fixture = startSurplusFixture('two', [first, second], 2000);
    await until(() => first.sim.get('car') === 2, 'the first charges', 20_000);
    await until(() => sent('two').some(({ payload }) => payload.reason === 'too-little-surplus'), 'the second waits');
    assert.equal(second.sim.get('frc'), 1);
  });

  it('both charge when there is enough for two, and the second alone when the first is gone', async () => {
    await start();
    fixture = startSurplusFixture('one', [first, second], 6500);
    await until(() => first.sim.get('car') === 2 && second.sim.get('car') === 2, 'both charge', 25_000);
    first.sim.car.unplug();
    fixture.sunW = 2000;
    await until(() => first.sim.get('car') === 1, 'the first is gone');
    await until(() => second.sim.get('car') === 2 && second.sim.get('frc') === 2, 'the second charges');
    fixture.stop();
    await redeploy('full', nodes().slice(0, 2));
    await until(() => second.sim.get('frc') === 1, 'and none when both nodes are gone');
  });

  it('leave a full car allowed to charge while the sun shines, and the sun to the other', async () => {
    // A charge that is found running, so that no command comes before its end.
    first = await startGarage('http', { values: { frc: 2, psm: 1 } });
    second = await startGarage('http', { serial: '234567' });
    first.sim.car.unplug();
    first.sim.car.plugIn({ ...THREE_PHASE_CAR, capacityWh: 20_000, soc: 0.89, targetSoc: 0.9 });
    await until(() => first.sim.get('car') === 2, 'the first charges');
    await deploy(nodes());
    startSurplusFixture('one', [first, second], 2500);
    await decides(({ state }) => state === 'full', 'the first is full', { id: 'one', withinMs: 40_000 });
    const writes = first.writes.length;
    await until(() => second.sim.get('car') === 2, 'the second charges', 20_000);
    // With nothing shown to it, it would be stopped within nine seconds.
    await delay(14_000);
    const forced = first.writes.slice(writes).flatMap(({ values }) => ('frc' in values ? [values.frc] : []));
    assert.deepEqual(forced, []);
    assert.equal(sent('one').at(-1)!.payload.state, 'full');
    assert.equal(second.sim.get('car'), 2);
  });

  it('count the charging power of the home battery once, also where the battery has messages of its own', async () => {
    await start();
    put('one', { payload: { battery: -2000 } });
    const timer = setInterval(() => put('one', { payload: { battery: -2000 } }), 300);
    try {
      fixture = startSurplusFixture('two', [first, second], 0);
      await until(() => first.sim.get('car') === 2, 'the first charges', 20_000);
      await delay(4000);
      assert.equal(second.sim.get('frc'), 1, 'there is not enough for two');
    } finally {
      clearInterval(timer);
    }
  });
});
