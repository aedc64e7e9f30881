import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { startBroker, type TestBroker } from '../support/broker';
import { arrival, deploy, sent, serve, useNodeRed } from '../support/flow';
import { until } from '../support/until';

/** Charger played by the test, to publish values in an order that a simulated one does not allow. */
describe('Retained values', function () {
  this.timeout(20_000);
  useNodeRed();
  let broker: TestBroker;
  let client: MqttClient;
  let heart: NodeJS.Timeout | undefined;
  const publish = (values: Record<string, unknown>, retain = true) =>
    Promise.all(
      Object.entries(values).map(([key, value]) =>
        client.publishAsync(`go-eCharger/123456/${key}`, JSON.stringify(value), { retain, qos: 1 }),
      ),
    );
  const start = (keys: string[] = ['amp']) =>
    deploy([
      { id: 'charger', type: 'goe-charger', connection: 'mqtt', broker: broker.url, serial: '123456', timeout: 5 },
      { id: 'status', type: 'goe-status', charger: 'charger', keys, output: 'values' },
      { id: 'ask', type: 'goe-status', charger: 'charger', keys, source: 'charger' },
      { id: 'set', type: 'goe-set', charger: 'charger' },
      { id: 'event', type: 'goe-event', charger: 'charger', keys, happenings: ['restarted', 'online'] },
    ]);

  beforeEach(async () => {
    broker = await startBroker();
    client = await mqtt.connectAsync(broker.url);
  });
  afterEach(async () => {
    clearTimeout(heart);
    await client.endAsync(true);
    await broker.stop();
  });

  it('are not stale right after a deploy when the charger publishes shortly after', async () => {
    await publish({ amp: 16, rbt: 1000 });
    await start();
    heart = setTimeout(() => void publish({ rbt: 2000 }), 500);
    const msg = await serve('status');
    assert.deepEqual(msg.payload, { amp: 16 });
    assert.equal('stale' in msg, false);
  });

  it('are enough to know, as soon as the charger publishes, that a value is unchanged', async () => {
    await publish({ amp: 16, rbt: 1000 });
    await start();
    const writes: string[] = [];
    client.on('message', (_topic, payload) => writes.push(payload.toString()));
    await client.subscribeAsync('go-eCharger/123456/+/set');
    heart = setTimeout(() => void publish({ rbt: 2000 }), 500);
    const msg = await serve('set', { payload: { amp: 16 } });
    assert.equal(msg.result.amp.outcome, 'unchanged');
    assert.deepEqual(writes, []);
  });

  it('confirm a write of an unchanged value to a charger that publishes only its answers', async () => {
    await publish({ amp: 16, rbt: 1000 });
    await start();
    client.on('message', () => void client.publish('go-eCharger/123456/amp/result', 'success'));
    await client.subscribeAsync('go-eCharger/123456/amp/set');
    const msg = await serve('set', { payload: { amp: 16 } });
    assert.equal(msg.result.amp.outcome, 'confirmed');
  });

  it('never replace newer values: neither as a value nor as a restart', async () => {
    await publish({ amp: 16, rbt: 1000, rbc: 5 });
    await start(['amp', 'rbt']);
    await until(async () => (await serve('status')).payload.rbt === 1000, 'the kept values');
    // Sent to subscribers, and not retained: now the broker has an older value than everybody else.
    await publish({ amp: 10, rbt: 9000 }, false);
    await arrival('event', 0, ({ payload }) => payload === 9000, 'the newer value');
    const { payload } = await serve('ask');
    assert.deepEqual(payload, { amp: 10, rbt: 9000 });
    await delay(400);
    assert.deepEqual(
      sent('event', 1).map(({ topic }) => topic),
      ['online'],
    );
  });
});
