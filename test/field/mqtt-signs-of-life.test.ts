import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

const SILENCE_S = 4;

let broker: TestBroker;
let device: MqttClient;
let charger: Charger | undefined;
let sim: Simulator | undefined;
let sending: NodeJS.Timeout | undefined;
/** Availability, as it became. */
let states: string[];

async function begin(): Promise<void> {
  broker = await startBroker();
  device = await mqtt.connectAsync(broker.url);
  states = [];
}

async function end(): Promise<void> {
  clearInterval(sending);
  await charger?.close();
  await sim?.close();
  await device.endAsync(true);
  await broker.stop();
  charger = undefined;
  sim = undefined;
}

const retain = (topic: string, payload: string) => device.publishAsync(topic, payload, { qos: 1, retain: true });

/** Publishes something each second, another value each time. */
function sendEachSecond(topic: string, options: { retain: boolean } = { retain: true }): void {
  let count = 0;
  sending = setInterval(() => {
    count += 1;
    device.publish(topic, String(50 + (count % 100) / 1000), options);
  }, 1000);
}

function connect(topicPrefix = ''): Charger {
  charger = createCharger({
    name: 'Carport',
    connection: 'mqtt',
    broker: broker.url,
    serial: '123456',
    topicPrefix,
    silenceS: SILENCE_S,
  });
  charger.onAvailability(({ state }) => states.push(state));
  charger.watch(['amp'], { changed() {} });
  return charger;
}

const isOnline = () => charger?.availability.state === 'online';

/** Longer than it may be silent. */
const stays = () => delay(SILENCE_S * 1000 * 2.2);

quirk(
  {
    topic: 'MQTT',
    seen: 'A charger with firmware 60.5 beta stopped sending `utc`; `rbt` may stop likewise, while other topics are live.',
    sources: ['syssi/homeassistant-goecharger-mqtt#226'],
    here: 'Any live topic of the charger is a sign of life. Without heartbeats, all topics below its prefix are subscribed to.',
  },
  function () {
    this.timeout(60_000);
    beforeEach(begin);
    afterEach(end);

    for (const [prefix, configured, key] of [
      ['go-eCharger/123456/', '', 'fhz'],
      ['/go-eCharger/123456/', '', 'avgfhz'],
      ['house/garage/', 'house/garage/', 'fhz'],
      ['house/garage', 'house/garage', 'rssi'],
    ] as const)
      it(`is online by ${key} alone below ${prefix}`, async () => {
        for (const [name, value] of [
          ['rbt', '1000'],
          ['utc', '"2026-06-26T17:30:00.000"'],
          ['car', '1'],
          ['amp', '16'],
        ] as const)
          await retain(prefix + name, value);
        sendEachSecond(prefix + key);
        connect(configured);
        await until(isOnline, 'online', 15_000);
        states.length = 0;
        await stays();
        assert.deepEqual(states, []);
      });

    it('stays online when the heartbeats stop, and is offline when all else stops too', async () => {
      sim = createSimulator({ serial: '123456', model: 'v3-60.5' });
      await sim.connectMqtt({ url: broker.url });
      connect();
      await until(isOnline, 'online');
      states.length = 0;
      sim.fault('noHeartbeat');
      await stays();
      assert.deepEqual(states, []);
      sim.fault('silent');
      await until(() => charger?.availability.state === 'offline', 'offline', 20_000);
    });
  },
);

quirk(
  {
    topic: 'MQTT',
    seen: 'Retained values outlive a dead charger, and other clients write below its prefix.',
    sources: ["vendor's API documents", 'syssi/homeassistant-goecharger-mqtt#226'],
    here: 'Neither is a sign of life, however often the topics are subscribed to again.',
  },
  function () {
    this.timeout(60_000);
    beforeEach(begin);
    afterEach(end);

    it('stays offline by what is retained, asked for or written to', async () => {
      const prefix = 'go-eCharger/123456/';
      for (const [key, value] of [
        ['rbt', '1000'],
        ['fhz', '50'],
        ['car', '1'],
        ['amp', '16'],
      ] as const)
        await retain(prefix + key, value);
      sendEachSecond(`${prefix}amp/set`, { retain: false });
      connect();
      const asking = setInterval(() => void charger?.read(['amp', 'fhz', 'rbt'], 'charger').catch(() => {}), 700);
      try {
        await until(() => charger?.availability.state === 'offline', 'offline', 15_000);
        await stays();
        assert.ok(!states.includes('online'), states.join());
      } finally {
        clearInterval(asking);
      }
    });

    it('says so where a write had to wait for it in vain', async () => {
      await retain('go-eCharger/123456/amp', '16');
      charger = createCharger({
        name: 'Carport',
        connection: 'mqtt',
        broker: broker.url,
        serial: '123456',
        timeoutS: 1,
        silenceS: SILENCE_S,
      });
      charger.watch(['amp'], { changed() {} });
      await assert.rejects(charger.write({ amp: 10 }, 'readback'), {
        code: 'TIMEOUT',
        message: /no message arrived on go-eCharger\/123456\/….*only old, retained values are there/,
      });
    });
  },
);
