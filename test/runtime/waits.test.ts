import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import { deploy, fail, serve, useNodeRed } from '../support/flow';

for (const connection of LOCAL) {
  describe(`Over ${connection} every wait ends in time, whatever the garbage collector does meanwhile:`, function () {
    this.timeout(30_000);
    useNodeRed();
    let charger: TestCharger;
    let collecting: NodeJS.Timeout;
    beforeEach(async () => {
      setFlagsFromString('--expose-gc');
      collecting = setInterval(runInNewContext('gc'), 500);
      // Everything over MQTT takes 1.5 s of waiting for what may still come.
      charger = await startCharger(connection, { timeout: 4 });
      await deploy([
        charger.node,
        { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'] },
        { id: 'all', type: 'goe-status', charger: 'charger', keys: [] },
        { id: 'ask', type: 'goe-status', charger: 'charger', keys: ['amp', 'xyz'], source: 'charger' },
        { id: 'set', type: 'goe-set', charger: 'charger' },
      ]);
      await serve('status');
    });
    afterEach(async () => {
      clearInterval(collecting);
      await charger.close();
    });

    it('for everything', async () => {
      assert.ok(Object.keys((await serve('all', {}, 9000)).payload).length > 100);
    });

    it('for keys of which one does not come', async () => {
      assert.deepEqual((await serve('ask', {}, 9000)).missing, ['xyz']);
    });

    it('for a write that is not answered, and for an answer that does not come', async () => {
      charger.sim.fault(connection === 'http' ? 'hang' : 'noResult');
      charger.sim.fault('ignored');
      const set = fail('set', { payload: { amp: 10 } }, 12_000);
      if (connection === 'http') assert.equal((await fail('ask', {}, 9000)).code, 'TIMEOUT');
      assert.equal((await set).code, connection === 'http' ? 'TIMEOUT' : 'UNCONFIRMED');
    });
  });
}
