import assert from 'node:assert/strict';
import { until } from '../support/until';
import { startCharger, type TestCharger } from './chargers';
import { deploy, redeploy, sent, useNodeRed } from './flow';
import { type Roof, startRoof, surplusNode, THREE_PHASE_CAR } from './roof';

describe('goe-surplus nodes of one group', function () {
  this.timeout(60_000);
  useNodeRed();
  let first: TestCharger;
  let second: TestCharger;
  let roof: Roof | undefined;
  afterEach(async () => {
    roof?.stop();
    await first.close();
    await second.close();
  });

  const nodes = () => [
    first.node,
    { ...second.node, id: 'other charger', name: 'Carport' },
    surplusNode({ id: 'one', group: 'roof', priority: '1', phases: '1' }),
    surplusNode({ id: 'two', group: 'roof', priority: '2', phases: '1', charger: 'other charger' }),
  ];
  const start = async () => {
    const options = { car: THREE_PHASE_CAR };
    first = await startCharger('http', {}, options, { frc: 1 });
    second = await startCharger('http', {}, { ...options, serial: '234567' }, { frc: 1 });
    await deploy(nodes());
  };

  it('do not both take what is enough for one: the first gets it, with readings at either', async () => {
    await start();
    roof = startRoof('two', [first, second], 2000);
    await until(() => first.sim.get('car') === 2, 'the first charges', 20_000);
    await until(() => sent('two').some(({ payload }) => payload.reason === 'too-little-surplus'), 'the second waits');
    assert.equal(second.sim.get('frc'), 1);
  });

  it('both charge when there is enough for two, and the second alone when the first is gone', async () => {
    await start();
    roof = startRoof('one', [first, second], 6500);
    await until(() => first.sim.get('car') === 2 && second.sim.get('car') === 2, 'both charge', 25_000);
    first.sim.car.unplug();
    roof.sunW = 2000;
    await until(() => first.sim.get('car') === 1, 'the first is gone');
    await until(() => second.sim.get('car') === 2 && second.sim.get('frc') === 2, 'the second charges');
    roof.stop();
    await redeploy('full', nodes().slice(0, 2));
    await until(() => second.sim.get('frc') === 1, 'and nobody when both nodes are gone');
  });
});
