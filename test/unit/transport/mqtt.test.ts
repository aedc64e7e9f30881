import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import type { Json } from '../../../lib/json';
import { createMqttTransport, type MqttOptions } from '../../../lib/transport/mqtt/mqtt';
import type { Transport } from '../../../lib/transport/transport';
import { startBroker, type TestBroker } from '../../support/broker';
import { startMuteBroker } from '../../support/mute-broker';
import { until } from '../../support/until';

describe('A charger’s topics', function () {
  this.timeout(10_000);
  const NEW = 'go-eCharger/123456/';
  const OLD = '/go-eCharger/123456/';
  let broker: TestBroker;
  let device: MqttClient;
  let transport: Transport;
  let values: Record<string, Json>;
  let states: string[];
  let heartbeat: NodeJS.Timeout | undefined;

  beforeEach(async () => {
    broker = await startBroker();
    device = await mqtt.connectAsync(broker.url);
    values = {};
    states = [];
  });
  afterEach(async () => {
    clearInterval(heartbeat);
    await transport.close();
    await device.endAsync();
    await broker.stop();
  });
  const retain = (topic: string, value: string) => device.publishAsync(topic, value, { retain: true, qos: 1 });
  const live = (prefix: string) => {
    const started = Date.now();
    const beat = () => device.publish(`${prefix}rbt`, String(Date.now() - started), { retain: true });
    heartbeat = setInterval(beat, 100);
  };
  const connect = (options: Partial<MqttOptions> = {}) => {
    const become = (state: string) => {
      if (states.at(-1) !== state) states.push(state);
    };
    transport = createMqttTransport(
      { url: broker.url, serial: '123456', offlineAfterMs: 1000, ...options },
      {
        values: (more) => void Object.assign(values, Object.fromEntries(more)),
        up: () => become('up'),
        down: () => become('down'),
      },
    );
  };
  const isUp = () => until(() => states.at(-1) === 'up', 'up');
  const { signal } = new AbortController();

  for (const [left, used] of [
    [OLD, NEW],
    [NEW, OLD],
  ] as const) {
    it(`are not mixed with what is retained below the prefix it does not use any more (${left})`, async () => {
      await retain(`${left}amp`, '6');
      await retain(`${left}mcc`, 'false');
      await retain(`${used}amp`, '14');
      live(used);
      connect({ offlineAfterMs: 3000 });
      transport.want(new Set(['amp']), false);
      await isUp();
      await delay(500);
      assert.equal(values.amp, 14);
      assert.equal(states.at(-1), 'up');
    });
  }

  it('are all received when the prefix is configured without its last slash', async () => {
    await retain('house/garage/amp', '9');
    connect({ topicPrefix: 'house/garage' });
    transport.want(new Set(), true);
    await until(() => values.amp === 9, 'the value');
  });

  it('may have a prefix that ends within a level', async () => {
    await retain('house/garageamp', '9');
    await device.subscribeAsync('house/garageamp/set');
    device.on('message', () => device.publish('house/garageamp/result', 'success'));
    connect({ topicPrefix: 'house/garage' });
    transport.want(new Set(), true);
    await until(() => values.amp === 9, 'the value');
    assert.deepEqual((await transport.send(new Map([['amp', '7']]), signal)).get('amp'), { taken: true });
  });

  it('are subscribed to once more when the charger is back', async () => {
    await retain(`${NEW}amp`, '9');
    live(NEW);
    connect();
    transport.want(new Set(['amp']), false);
    await isUp();
    clearInterval(heartbeat);
    await until(() => states.at(-1) === 'down', 'down');
    values = {};
    live(NEW);
    await isUp();
    await until(() => values.amp === 9, 'the value once more');
  });

  it('may have a retained last will from long ago, which does not count while the charger is alive', async () => {
    live(NEW);
    connect({ offlineAfterMs: 3000 });
    transport.want(new Set(['amp']), false);
    await isUp();
    await retain(`${NEW}mcc`, 'false');
    await until(() => states.includes('down'), 'its last will');
    await isUp();
    const before = states.length;
    await transport.ask('all', signal);
    assert.equal(states.length, before);
  });

  it('are not written to when the time is over before the charger has sent anything, nor after that', async () => {
    const sets: string[] = [];
    await retain(`${NEW}amp`, '6');
    await device.subscribeAsync(`${NEW}+/set`);
    device.on('message', (topic) => sets.push(topic));
    connect();
    transport.want(new Set(['amp']), false);
    await until(() => values.amp === 6, 'the retained value');
    const timeout = new AbortController();
    setTimeout(() => timeout.abort(), 200);
    await assert.rejects(transport.send(new Map([['amp', '10']]), timeout.signal), {
      code: 'TIMEOUT',
      maybeSent: false,
    });
    await delay(1300);
    assert.deepEqual(sets, []);
  });

  it('are not waited for longer than allowed when the broker does not grant them', async () => {
    const mute = await startMuteBroker((topic) => topic.endsWith('/result'));
    connect({ url: mute.url, topicPrefix: 'x/' });
    const timeout = new AbortController();
    setTimeout(() => timeout.abort(), 500);
    const writing = transport.send(new Map([['amp', '10']]), timeout.signal);
    await assert.rejects(Promise.race([writing, delay(3000)]), { code: 'TIMEOUT' });
    assert.deepEqual(mute.published, []);
    await transport.close();
    await mute.stop();
  });
});
