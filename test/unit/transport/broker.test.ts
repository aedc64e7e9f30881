import assert from 'node:assert/strict';
import mqtt from 'mqtt';
import { type Broker, useBroker } from '../../../lib/transport/mqtt/broker';
import { startBroker, type TestBroker } from '../../support/broker';
import { startSocketServer } from '../../support/socket-server';
import { until } from '../../support/until';

describe('A connection to a broker', () => {
  let server: TestBroker;
  let broker: Broker;
  beforeEach(async () => {
    server = await startBroker();
    broker = useBroker({ url: server.url }, { connected: () => {}, disconnected: () => {} });
    await until(() => broker.connected, 'connected');
  });
  afterEach(async () => {
    await broker.release();
    await server.stop();
  });

  it('receives a topic that is unsubscribed and subscribed to again in the same moment', async () => {
    let received = 0;
    const listener = () => {
      received += 1;
    };
    await broker.subscribe('charger/+', listener);
    broker.unsubscribe('charger/+', listener);
    broker.unsubscribe('charger/none', listener);
    await broker.subscribe('charger/+', listener);
    const other = await mqtt.connectAsync(server.url);
    await other.publishAsync('charger/amp', '6', { qos: 1 });
    await until(() => received === 1, 'the message', 2000);
    await other.endAsync();
    assert.equal(received, 1);
  });

  it('drops a message that is far longer than any value', async () => {
    const received: number[] = [];
    await broker.subscribe('charger/+', (_topic, payload) => received.push(payload.length));
    const other = await mqtt.connectAsync(server.url);
    await other.publishAsync('charger/amp', 'x'.repeat(2_000_000), { qos: 1 });
    await other.publishAsync('charger/amp', 'x'.repeat(60_000), { qos: 1 });
    await until(() => received.length > 0, 'the message', 2000);
    await other.endAsync();
    assert.deepEqual(received, [60_000]);
  });
});

describe('Topics that are unsubscribed in the same moment', () => {
  it('go in one packet', async () => {
    const { Aedes } = await import('aedes');
    const server = await Aedes.createBroker();
    const packets: number[] = [];
    server.on('unsubscribe', (topics) => packets.push(topics.length));
    const sockets = await startSocketServer((socket) => server.handle(socket));
    const broker = useBroker(
      { url: `mqtt://127.0.0.1:${sockets.port}` },
      { connected: () => {}, disconnected: () => {} },
    );
    try {
      await until(() => broker.connected, 'connected');
      const topics = Array.from({ length: 20 }, (_, at) => `charger/${at}`);
      const listener = () => {};
      await Promise.all(topics.map((topic) => broker.subscribe(topic, listener)));
      for (const topic of topics) broker.unsubscribe(topic, listener);
      await until(() => packets.length > 0, 'the packet');
      assert.deepEqual(packets, [20]);
    } finally {
      await broker.release();
      await sockets.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });
});
