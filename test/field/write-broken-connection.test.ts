import assert from 'node:assert/strict';
import mqtt, { type MqttClient } from 'mqtt';
import { type Charger, createCharger } from '../../lib/charger';
import { startBroker, type TestBroker } from '../support/broker';
import { endOf } from '../support/ends';
import { quirk } from '../support/quirk';
import { type Relay, startRelay } from '../support/relay';
import { until } from '../support/until';

const PREFIX = 'go-eCharger/123456/';

quirk(
  {
    topic: 'MQTT',
    seen: 'The connection to the broker drops right after a write; the charger has applied it, and the new value arrives as retained after reconnecting.',
    sources: ['tried against 0.3.0'],
    here: 'The value is checked when the connection is back: a retained value confirms the write where the charger had another value before.',
  },
  function () {
    this.timeout(30_000);
    let broker: TestBroker;
    let device: MqttClient;
    let proxy: Relay;
    let charger: Charger;
    let timer: NodeJS.Timeout;
    /** Handler of a write that arrives. */
    let onSet: (key: string, json: string) => void;
    let sets: string[];
    const publish = (key: string, json: string) => device.publish(PREFIX + key, json, { retain: true });

    beforeEach(async () => {
      sets = [];
      broker = await startBroker();
      device = await mqtt.connectAsync(broker.url);
      for (const [key, json] of [
        ['sse', '"123456"'],
        ['fwv', '"60.5"'],
        ['amp', '16'],
        ['frc', '0'],
      ] as const)
        publish(key, json);
      let seconds = 900;
      timer = setInterval(() => {
        seconds += 1;
        publish('rbt', String(seconds * 1000));
      }, 300);
      device.on('message', (topic, payload) => {
        const key = topic.slice(PREFIX.length, -'/set'.length);
        sets.push(`${key}=${payload}`);
        onSet(key, payload.toString());
      });
      await device.subscribeAsync(`${PREFIX}+/set`);
      proxy = await startRelay(broker.port);
      charger = createCharger({
        name: 'Garage',
        connection: 'mqtt',
        broker: `mqtt://127.0.0.1:${proxy.port}`,
        serial: '123456',
        timeoutS: 8,
      });
      charger.watch(['amp'], { changed() {} });
      await until(() => charger.availability.state === 'online' && charger.known('amp'), 'online');
    });
    afterEach(async () => {
      clearInterval(timer);
      await charger.close();
      await proxy.close();
      await device.endAsync();
      await broker.stop();
    });

    it('is confirmed, and sent once', async () => {
      onSet = (key, json) => {
        proxy.cut();
        publish(key, json);
      };
      const end = await endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
      assert.deepEqual([end.how, end.outcome?.value, end.outcome?.previous], ['confirmed', 10, 16]);
      assert.deepEqual(sets, ['amp=10']);
    });

    it('is confirmed for each of several keys', async () => {
      onSet = (key, json) => {
        if (sets.length === 2) proxy.cut();
        publish(key, json);
      };
      const writing = charger.write({ amp: 10, frc: 1 }, 'readback');
      assert.equal((await endOf(writing, 'amp')).how, 'confirmed');
      assert.equal((await endOf(writing, 'frc')).how, 'confirmed');
    });

    it('is not confirmed where the charger has not applied it', async () => {
      onSet = () => proxy.cut();
      const end = await endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
      assert.equal(end.how, 'UNCONFIRMED');
      assert.match(end.message, /still reads 16/);
      assert.deepEqual(sets, ['amp=10']);
    });
  },
);
