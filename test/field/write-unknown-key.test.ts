import assert from 'node:assert/strict';
import mqtt from 'mqtt';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { endOf } from '../support/ends';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const sets = (server: ScriptedServer) => server.asked.filter((path) => path.startsWith('/api/set'));

quirk(
  {
    topic: 'Writing',
    seen: 'CORE answers true to a write of lbr and ust, which it does not have and never shows.',
    sources: ['marq24/ha-goecharger-api2#160', 'tried against 0.3.0'],
    here: 'A key that the charger leaves out of its answer is refused as INVALID, and nothing of the message is sent.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    let values: Record<string, unknown>;
    const start = async (missing: 'left out' | 'null') => {
      values = { sse: '123456', fwv: '60.5', typ: 'go-eCharger_Phoenix', rbc: 3, rbt: 900_000, amp: 16, frc: 0 };
      const plain = plainCharger(values);
      server = await scriptedServer((request, response) => {
        const url = new URL(request.url ?? '', 'http://charger');
        if (url.pathname === '/api/set') {
          for (const key of ['lbr', 'ust']) url.searchParams.delete(key);
          request.url = `${url.pathname}${url.search}`;
          const end = response.end.bind(response);
          response.end = ((body: string) =>
            end(JSON.stringify({ ...JSON.parse(body), lbr: true, ust: true }))) as typeof response.end;
        } else if (missing === 'null') {
          const end = response.end.bind(response);
          const nulls = Object.fromEntries((url.searchParams.get('filter') ?? '').split(',').map((key) => [key, null]));
          response.end = ((body: string) =>
            end(JSON.stringify({ ...nulls, ...JSON.parse(body) }))) as typeof response.end;
        }
        plain(request, response);
      });
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 2 });
    };
    afterEach(async () => {
      await charger.close();
      await server.close();
    });

    for (const missing of ['left out', 'null'] as const)
      it(`says before anything is sent that this charger does not have it (${missing})`, async () => {
        await start(missing);
        for (const key of ['lbr', 'ust']) {
          const end = await endOf(charger.write({ [key]: 1 }, 'readback'), key);
          assert.equal(end.how, 'INVALID');
          assert.match(end.message, new RegExp(`Garage: ${key} = 1: this charger does not have it`));
        }
        assert.deepEqual(sets(server), []);
      });

    it('sends nothing else of the same message either', async () => {
      await start('left out');
      const end = await endOf(charger.write({ amp: 10, lbr: 20 }, 'readback'), 'amp');
      assert.equal(end.how, 'INVALID');
      assert.deepEqual(Object.keys(end.error!.keys!).sort(), ['amp', 'lbr']);
      assert.match(end.error!.keys!.amp!.why, /not sent, because of lbr/);
      assert.deepEqual([sets(server), values.amp], [[], 16]);
    });

    it('sends what another message wants at the same moment', async () => {
      await start('left out');
      const [wrong, right] = await Promise.all([
        endOf(charger.write({ lbr: 20 }, 'readback'), 'lbr'),
        endOf(charger.write({ amp: 10 }, 'readback'), 'amp'),
      ]);
      assert.deepEqual([wrong.how, right.how, values.amp], ['INVALID', 'confirmed', 10]);
    });

    it('does not say so of a charger that is just starting and does not show everything yet', async () => {
      await start('left out');
      values.rbt = 8000;
      delete values.amp;
      setTimeout(() => {
        values.amp = 16;
      }, 300);
      const writing = endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
      const end = await writing;
      assert.notEqual(end.how, 'INVALID');
      assert.equal(sets(server).length, 1);
    });

    it('does not say so of a key that was shown before', async () => {
      await start('left out');
      await charger.read(['amp'], 'charger');
      delete values.amp;
      const end = await endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
      assert.notEqual(end.how, 'INVALID');
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'Over MQTT a charger takes keys that it never shows: some models do not have them, and some keys (`sua`) are never published.',
    sources: ['goecharger/go-eCharger-API-v2#133', 'goecharger/go-eCharger-API-v2#168', 'captured traffic'],
    here: 'A value that is not published in time is UNCONFIRMED; a key that is never published ends as accepted when the charger has taken it.',
  },
  () => {
    let broker: TestBroker;
    let sim: Simulator;
    let charger: Charger;
    beforeEach(async () => {
      broker = await startBroker();
      sim = createSimulator({ serial: '123456', model: 'core-60.5' });
    });
    afterEach(async () => {
      await charger.close();
      await sim.close();
      await broker.stop();
    });
    const connect = () => {
      charger = createCharger({
        name: 'Garage',
        connection: 'mqtt',
        broker: broker.url,
        serial: '123456',
        timeoutS: 5,
      });
      return charger;
    };

    it('is UNCONFIRMED at the time limit when the charger takes it and never shows it, and says what helps', async () => {
      sim.fault('takesUnknown');
      await sim.connectMqtt({ url: broker.url });
      const end = await endOf(connect().write({ ust: 1 }, 'readback'), 'ust');
      assert.equal(end.how, 'UNCONFIRMED');
      assert.match(end.message, /does not show this key; .*wait only until the charger has taken the value/);
      // It has taken the value, so writing is allowed.
      assert.doesNotMatch(end.message, /writing over MQTT/);
    });

    it('is UNCONFIRMED with what may overrule it when the charger takes it and goes on showing another value', async () => {
      sim.fault('ignored');
      await sim.connectMqtt({ url: broker.url });
      const end = await endOf(connect().write({ amp: 10 }, 'readback'), 'amp');
      assert.equal(end.how, 'UNCONFIRMED');
      assert.match(end.message, /still reads 16; another setting may overrule it/);
    });

    it('is accepted when the key is never published', async () => {
      await sim.close();
      sim = createSimulator({ serial: '123456' });
      await sim.connectMqtt({ url: broker.url });
      const writing = connect().write({ sua: true, sch_week: { control: 0, ranges: [] } }, 'readback');
      assert.equal((await endOf(writing, 'sua')).how, 'accepted');
      assert.equal((await endOf(writing, 'sch_week')).how, 'accepted');
      await until(() => sim.get('sua') === true, 'the charger has it');
    });

    it('is confirmed where such a key is published all the same', async () => {
      const other = await mqtt.connectAsync(broker.url);
      await sim.connectMqtt({ url: broker.url, slash: false });
      await other.publishAsync('go-eCharger/123456/sua', 'false', { retain: true });
      connect().watch(['sua'], { changed() {} });
      await charger.read(['sua'], 'charger');
      const writing = endOf(charger.write({ sua: true }, 'readback'), 'sua');
      await other.publishAsync('go-eCharger/123456/sua', 'false', { retain: true });
      setTimeout(() => void other.publish('go-eCharger/123456/sua', 'true', { retain: true }), 1000);
      assert.equal((await writing).how, 'confirmed');
      await other.endAsync();
    });
  },
);
