import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

/** Of the 90 keys of the first document those that no later one has, but for what can only be written. */
const GONE =
  'arv ecf eci eem efh efh32 efh8 efi ehs emfh emhb esr facwak fem ffna fwan lssfc lsstc lwcf mod rfb rr sbe ts tsom tssi ' +
  'tssm wak wan wen';

quirk(
  {
    topic: 'Models and firmware',
    seen: 'Firmware up to 053 has 30 keys of the vendor’s first document that later documents and chargers do not have.',
    sources: ["vendor's API documents", 'goecharger/go-eCharger-API-v2#1', 'captured traffic'],
    here: 'These keys can be read and have descriptions like all others; only the simulated chargers with such firmware have them.',
  },
  () => {
    let sim: Simulator;
    let charger: Charger;
    let broker: TestBroker | undefined;
    const start = async (model: 'v3-051.3' | 'v3-053.1' | 'gemini-055.7') => {
      sim = createSimulator({ model, serial: '123456' });
      charger = createCharger({ name: 'Garage', connection: 'http', host: (await sim.listenHttp()).url, timeoutS: 5 });
    };
    afterEach(async () => {
      await charger.close();
      await sim.close();
      await broker?.stop();
      broker = undefined;
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

    it('takes those that can be written over MQTT, where none of them is published', async () => {
      broker = await startBroker();
      sim = createSimulator({ model: 'v3-053.1', serial: '123456' });
      await sim.connectMqtt({ url: broker.url });
      charger = createCharger({
        name: 'Garage',
        connection: 'mqtt',
        broker: broker.url,
        serial: '123456',
        timeoutS: 5,
        allowCaution: true,
      });
      const ends = await charger.write({ wan: 'Wallbox', wen: true, wak: 'another-key' }, 'readback');
      assert.deepEqual(
        [...ends.values()].map(({ outcome }) => outcome),
        ['accepted', 'accepted', 'accepted'],
      );
      await until(() => sim.get('wan') === 'Wallbox', 'the charger has it');
    });

    it('reads none of them from gemini-055.7, and the others all the same', async () => {
      await start('gemini-055.7');
      const values = await charger.read(['rfb', 'efh', 'amp'], 'charger');
      assert.deepEqual([values.has('rfb'), values.has('efh'), values.get('amp')?.value], [false, false, 16]);
    });
  },
);
