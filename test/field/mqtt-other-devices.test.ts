import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { type Charger, type ChargerOptions, createCharger } from '../../lib/charger';
import { findOnBroker } from '../../lib/discovery';
import type { ChargerError } from '../../lib/errors';
import { probe } from '../../lib/probe';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

let broker: TestBroker;
let owner: MqttClient;
let sim: Simulator | undefined;
let charger: Charger | undefined;
let states: string[];
/** Topics that somebody wrote to. */
let written: string[];

async function begin(): Promise<void> {
  broker = await startBroker();
  owner = await mqtt.connectAsync(broker.url);
  written = [];
  states = [];
  owner.on('message', (topic) => written.push(topic));
  await owner.subscribeAsync('#');
  owner.removeAllListeners('message');
  owner.on('message', (topic) => topic.endsWith('/set') && written.push(topic));
}

async function end(): Promise<void> {
  await charger?.close();
  await sim?.close();
  await owner.endAsync(true);
  await broker.stop();
  charger = undefined;
  sim = undefined;
}

function connect(options: Partial<ChargerOptions>): Charger {
  charger = createCharger({
    name: 'Garage',
    connection: 'mqtt',
    broker: broker.url,
    timeoutS: 4,
    silenceS: 4,
    ...options,
  });
  charger.onAvailability(({ state }) => states.push(state));
  charger.watch(['amp', 'frc'], { changed() {} });
  return charger;
}

const fails = (promise: Promise<unknown>): Promise<ChargerError> =>
  promise.then(
    () => assert.fail('it went well'),
    (error) => error,
  );

/** Nothing is read from it, nothing is written to it, and each error says what it is. */
async function isRefused(options: Partial<ChargerOptions>, reason: string, words: RegExp): Promise<void> {
  const what = connect(options);
  const writing = await fails(what.write({ frc: 1 }, 'readback'));
  await until(
    () => {
      const { availability } = what;
      return availability.state === 'offline' && words.test(availability.reason);
    },
    'the charger is offline',
    15_000,
  );
  const later = await fails(what.write({ amp: 10 }, 'accepted'));
  const reading = await fails(what.read(['amp', 'rbt'], 'charger'));
  for (const error of [reading, later]) assert.deepEqual([error.code, error.reason ?? reason], ['PROTOCOL', reason]);
  assert.match(reading.message, words);
  assert.match(later.message, words);
  assert.match(writing.code, /PROTOCOL|OFFLINE/);
  await delay(5000);
  assert.deepEqual(written, []);
  assert.ok(!states.includes('online'), states.join());
}

quirk(
  {
    topic: 'MQTT',
    seen: 'A go-e Controller publishes the heartbeat of a charger below `go-eController/<serial>/`, or any prefix of its owner.',
    sources: ['syssi/homeassistant-goecharger-mqtt#117', "vendor's API documents"],
    here: 'A Controller is recognised by `typ`, or by keys that only it has; nothing is read from it and nothing is written to it.',
  },
  function () {
    this.timeout(60_000);
    beforeEach(begin);
    afterEach(end);

    for (const prefix of ['go-eController/916791/', 'house/garage/'])
      it(`is refused below ${prefix}`, async () => {
        sim = createSimulator({ model: 'controller', serial: '916791' });
        await sim.connectMqtt({ url: broker.url, prefix });
        await isRefused({ topicPrefix: prefix }, 'controller', /go-e Controller and not a charger/);
      });

    it('is refused where it does not publish its type', async () => {
      let rbt = 1000;
      const beat = setInterval(() => {
        rbt += 1000;
        owner.publish('house/x/rbt', String(rbt), { retain: true });
      }, 500);
      try {
        await owner.publishAsync('house/x/ccp', '[420,-2180,0,0,2600]', { retain: true, qos: 1 });
        await isRefused({ topicPrefix: 'house/x/' }, 'controller', /go-e Controller/);
      } finally {
        clearInterval(beat);
      }
    });

    it('is reported by the connection test, by its prefix and by its serial number', async () => {
      sim = createSimulator({ model: 'controller', serial: '916791' });
      await sim.connectMqtt({ url: broker.url, prefix: 'go-eController/916791/' });
      for (const options of [{ topicPrefix: 'go-eController/916791/' }, { serial: '916791' }]) {
        const report = await probe({ connection: 'mqtt', broker: broker.url, ...options });
        assert.ok(!report.ok);
        assert.deepEqual([report.code, report.reason], ['PROTOCOL', 'controller']);
      }
    });

    it('is not found among the chargers, whatever its prefix', async () => {
      sim = createSimulator({ model: 'controller', serial: '916791' });
      await sim.connectMqtt({ url: broker.url, prefix: 'go-eCharger/916791/' });
      assert.deepEqual(await findOnBroker({ url: broker.url }, { timeoutMs: 1500 }), []);
    });
  },
);

quirk(
  {
    topic: 'MQTT',
    seen: 'A charger with API v1 publishes one topic, `go-eCharger/<serial>/status`, every 5 s; all its values are texts.',
    sources: ['syssi/homeassistant-goecharger-mqtt#22', 'goecharger/go-eCharger-API-v2#275'],
    here: 'The error names the API and the firmware that is needed; the topic is no sign of life.',
  },
  function () {
    this.timeout(60_000);
    beforeEach(begin);
    afterEach(end);

    for (const slash of [false, true])
      it(`is reported ${slash ? 'with' : 'without'} the slash in front`, async () => {
        sim = createSimulator({ model: 'v1', serial: '001680' });
        await sim.connectMqtt({ url: broker.url, slash });
        await isRefused({ serial: '001680' }, 'apiV1', /only API v1; firmware 050 or newer is needed/);
      });

    it('is reported by the connection test', async () => {
      sim = createSimulator({ model: 'v1', serial: '001680' });
      await sim.connectMqtt({ url: broker.url, slash: false });
      const report = await probe({ connection: 'mqtt', broker: broker.url, serial: '001680' });
      assert.ok(!report.ok);
      assert.deepEqual([report.code, report.reason, report.remedy], ['PROTOCOL', 'apiV1', 'updateFirmware']);
    });

    it('is used as a charger once its firmware was updated, though the old status is still retained', async () => {
      const status = JSON.stringify({ version: 'B', car: '1', amp: '16', err: '0', fwv: '040.0', sse: '001680' });
      await owner.publishAsync('go-eCharger/001680/status', status, { retain: true, qos: 1 });
      sim = createSimulator({ model: 'gemini-055.7', serial: '001680' });
      await sim.connectMqtt({ url: broker.url, slash: false });
      connect({ serial: '001680' });
      await until(() => charger?.availability.state === 'online', 'online', 15_000);
      assert.equal((await charger!.write({ amp: 9 }, 'readback')).get('amp')?.outcome, 'confirmed');
    });
  },
);
