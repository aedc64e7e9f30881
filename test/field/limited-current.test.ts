import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator } from '../../lib/simulator';
import { startBroker } from '../support/broker';
import { startCharger, type TestCharger } from '../support/chargers';
import { endOf } from '../support/ends';
import { deploy, serve, shows, useNodeRed } from '../support/flow';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

quirk(
  {
    topic: 'Writing',
    seen: 'Chargers take amp up to 32 on every model and do not clamp it to the installation, the cable or the adapter.',
    sources: [
      'marq24/ha-goecharger-api2#162',
      'syssi/homeassistant-goecharger-mqtt#65',
      'marq24/ha-goecharger-api2#136',
    ],
    here: 'The write is confirmed, and its result names each lower limit in ampere: `limitedBy` {"ama": 16}.',
  },
  () => {
    describe('over HTTP', () => {
      let server: ScriptedServer;
      let charger: Charger;
      let values: Record<string, unknown>;
      beforeEach(async () => {
        values = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', rbt: 900_000, amp: 10, var: 22, ama: 32, cbl: 32 };
        values.adi = false;
        server = await scriptedServer(plainCharger(values));
        charger = createCharger({ connection: 'http', host: server.url, timeoutS: 4 });
      });
      afterEach(async () => {
        await charger.close();
        await server.close();
      });
      const write = async (amp: number, confirm: 'readback' | 'accepted' = 'readback') =>
        (await endOf(charger.write({ amp }, confirm), 'amp')).outcome;

      for (const [what, bounds, limitedBy] of [
        ['the installation', { ama: 16 }, { ama: 16 }],
        ['the model', { var: 11 }, { var: 16 }],
        ['the cable', { cbl: 20 }, { cbl: 20 }],
        ['the adapter', { adi: true }, { adi: 16 }],
        ['several', { ama: 16, cbl: 20, var: 11 }, { ama: 16, var: 16, cbl: 20 }],
        ['nothing', {}, undefined],
        ['nothing, of a model that always has an adapter', { typ: 'go-eCharger_Phoenix', adi: true }, undefined],
        ['nothing, where no cable is plugged in', { cbl: null }, undefined],
      ] as const)
        it(`says that 32 A is limited by ${what}`, async () => {
          Object.assign(values, bounds);
          const outcome = await write(32);
          assert.equal(outcome?.outcome, 'confirmed');
          assert.deepEqual([outcome?.value, outcome?.limitedBy, values.amp], [32, limitedBy, 32]);
        });

      it('names the limit for an unchanged value too, and none for a value that fits', async () => {
        Object.assign(values, { ama: 16, amp: 32 });
        const outcome = await write(32);
        assert.deepEqual([outcome?.outcome, outcome?.limitedBy], ['unchanged', { ama: 16 }]);
        assert.equal((await write(16))?.limitedBy, undefined);
      });

      it('says so where the values are polled, too', async () => {
        Object.assign(values, { ama: 16 });
        await charger.close();
        charger = createCharger({ connection: 'http', host: server.url, timeoutS: 4, pollIntervalS: 0.2 });
        charger.watch(['amp'], { changed() {} });
        await charger.read(['amp'], 'charger');
        assert.deepEqual((await write(32))?.limitedBy, { ama: 16 });
      });

      it('asks for nothing more than the write itself does', async () => {
        const asked = async (writing: Promise<unknown>) => {
          const before = server.asked.length;
          await writing;
          return server.asked.length - before;
        };
        values.sh = 200;
        await write(16);
        const more = await asked(endOf(charger.write({ sh: 300 }, 'readback'), 'sh'));
        assert.equal(await asked(write(32)), more);
      });

      for (const key of ['tcl', 'mca'])
        it(`says so of ${key}`, async () => {
          Object.assign(values, { ama: 16, [key]: 6 });
          const { outcome } = await endOf(charger.write({ [key]: 20 }, 'readback'), key);
          assert.deepEqual(outcome?.limitedBy, { ama: 16 });
        });
    });

    it('says so over MQTT', async () => {
      const broker = await startBroker();
      const sim = createSimulator({ serial: '123456' });
      sim.set({ ama: 16, amp: 10 });
      await sim.connectMqtt({ url: broker.url });
      const charger = createCharger({ connection: 'mqtt', broker: broker.url, serial: '123456', timeoutS: 5 });
      const { how, outcome } = await endOf(charger.write({ amp: 32 }, 'readback'), 'amp');
      await charger.close();
      await sim.close();
      await broker.stop();
      assert.equal(how, 'confirmed');
      assert.equal(outcome?.limitedBy?.ama, 16);
    });

    describe('at a goe-set in Node-RED', () => {
      useNodeRed();
      let charger: TestCharger;
      afterEach(() => charger.close());

      it('is in msg.result and under the node', async () => {
        charger = await startCharger('http', {}, {}, { ama: 16, amp: 10 });
        await deploy([charger.node, { id: 'set', type: 'goe-set', charger: 'charger' }]);
        const msg = await serve('set', { payload: { amp: 32 } });
        assert.equal(msg.result.amp.outcome, 'confirmed');
        assert.equal(msg.result.amp.limitedBy.ama, 16);
        await shows('set', ({ fill, text }) => fill === 'green' && /amp 32 A \(≤ 16 A\)/.test(text ?? ''), 'the limit');
      });
    });
  },
);
