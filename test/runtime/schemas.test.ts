import assert from 'node:assert/strict';
import { startCharger, type TestCharger } from '../support/chargers';
import { deploy, fail, serve, shows, statusOf, useNodeRed, whatWasLogged } from '../support/flow';

describe('A flow of another version of this package', function () {
  this.timeout(15_000);
  useNodeRed();
  let charger: TestCharger;
  afterEach(() => charger.close());

  it('runs where it was saved before there were schemas: names as text, numbers and flags as they came', async () => {
    charger = await startCharger('http', { pollInterval: 1, readOnly: 'false' });
    await deploy([
      charger.node,
      { id: 'status', type: 'goe-status', charger: 'charger', keys: 'amp, psm' },
      { id: 'set', type: 'goe-set', charger: 'charger', values: [{ key: 'amp', value: 10 }] },
    ]);
    assert.equal((await serve('set')).result.amp.outcome, 'confirmed');
    assert.equal((await serve('status')).payload.amp, 10);
  });

  it('says that the package must be updated where the node is newer, and every message fails with the same', async () => {
    charger = await startCharger('http');
    await deploy([charger.node, { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'], schema: 99 }]);
    assert.deepEqual(statusOf('status'), { fill: 'red', shape: 'dot', text: 'package too old' });
    const error = await fail('status');
    assert.equal(error.code, 'INVALID');
    assert.match(error.message, /newer version.*update the package/);
  });

  it('says so where the charger’s configuration is newer', async () => {
    charger = await startCharger('http', { schema: 99 });
    await deploy([charger.node, { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'] }]);
    await shows('status', ({ text }) => text === 'not configured', 'not configured');
    assert.match((await fail('status')).message, /update the package/);
    assert.match(whatWasLogged(), /update the package/);
  });
});
