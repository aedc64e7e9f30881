import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

quirk(
  {
    topic: 'Writing',
    seen: 'Some keys must be written again with the same value: `tcl` lapses after ten minutes, `awc` makes the charger fetch prices.',
    sources: ["vendor's API documents", 'goecharger/go-eCharger-API-v2#152', 'goecharger/go-eCharger-API-v2#111'],
    here: 'The registry marks these keys, and they are always sent; any other unchanged value is sent with *Send even when unchanged* or `msg.resend`.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    beforeEach(async () => {
      const lot = { amp: 16, dyn: 16, sta: 16, ts: 0 };
      server = await scriptedServer(plainCharger({ sse: '123456', fwv: '60.5', amp: 16, tcl: 10, awc: 1, lot }));
      charger = createCharger({ connection: 'http', host: server.url, allowCaution: true });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });
    const writes = () => server.asked.filter((path) => path.startsWith('/api/set')).length;

    for (const [key, value] of [
      ['tcl', 10],
      ['awc', 1],
      ['lot', { amp: 16, dyn: 16, sta: 16, ts: 0 }],
    ] as const)
      it(`sends ${key} each time`, async () => {
        for (const times of [1, 2]) {
          const outcomes = await charger.write({ [key]: value }, 'readback');
          assert.equal(outcomes.get(key)?.outcome, 'confirmed');
          assert.equal(writes(), times);
        }
      });

    it('sends another key each time only where that is wanted', async () => {
      assert.equal((await charger.write({ amp: 16 }, 'readback')).get('amp')?.outcome, 'unchanged');
      assert.equal(writes(), 0);
      const outcomes = await charger.write({ amp: 16 }, 'readback', undefined, { resend: true });
      assert.equal(outcomes.get('amp')?.outcome, 'confirmed');
      assert.equal(writes(), 1);
    });
  },
);
