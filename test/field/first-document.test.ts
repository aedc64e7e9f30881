import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { quirk } from '../support/quirk';

/** Of the 90 keys of the first document those that no later one has, but for what can only be written. */
const GONE =
  'arv ecf eci eem efh efh32 efh8 efi ehs emfh emhb esr facwak fem ffna fwan lssfc lsstc lwcf mod rfb rr sbe ts tsom tssi ' +
  'tssm wak wan wen';

quirk(
  {
    topic: 'Models and firmware',
    seen: 'Firmware to 053 has keys of the first document that later documents and chargers do not have: 30 of 90.',
    sources: ["vendor's API documents", 'goecharger/go-eCharger-API-v2#1', 'captured traffic'],
    here: 'They can be read and are described like all others; the simulated chargers of that time have them, later ones do not.',
  },
  () => {
    let sim: Simulator;
    let charger: Charger;
    const start = async (model: 'v3-051.3' | 'v3-053.1' | 'gemini-055.7') => {
      sim = createSimulator({ model, serial: '123456' });
      charger = createCharger({ name: 'Garage', connection: 'http', host: (await sim.listenHttp()).url, timeoutS: 5 });
    };
    afterEach(async () => {
      await charger.close();
      await sim.close();
    });

    for (const model of ['v3-051.3', 'v3-053.1'] as const)
      it(`reads all of them from ${model}`, async () => {
        await start(model);
        const keys = GONE.split(' ');
        assert.equal(keys.length, 30);
        const values = await charger.read([...keys, 'amp'], 'charger');
        assert.deepEqual(
          keys.filter((key) => !values.has(key)),
          [],
        );
        assert.equal(values.get('rfb')?.value, sim.get('rfb'));
      });

    it('reads none of them from gemini-055.7, and the others all the same', async () => {
      await start('gemini-055.7');
      const values = await charger.read(['rfb', 'efh', 'amp'], 'charger');
      assert.deepEqual([values.has('rfb'), values.has('efh'), values.get('amp')?.value], [false, false, 16]);
    });
  },
);
