import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { type Broker, useBroker } from '../../../lib/transport/mqtt/broker';
import { type SocketServer, startSocketServer } from '../../support/socket-server';
import { until } from '../../support/until';

describe('A connection to a broker that was lost', function () {
  this.timeout(60_000);
  let server: SocketServer;
  let stop: () => Promise<void>;
  let broker: Broker;
  /** Ids of the clients, in the order in which they connected. */
  let ids: string[];
  /** Duration of each connection. */
  let lastedMs: number[];
  let connections: number;
  /** Milliseconds until the broker serves a connection; `never`; or it `cuts` the connection. */
  let servesAfter: (connection: number) => number | 'never' | 'cuts';

  beforeEach(async () => {
    ids = [];
    lastedMs = [];
    connections = 0;
    servesAfter = () => 0;
    const { Aedes } = await import('aedes');
    const aedes = await Aedes.createBroker();
    aedes.on('client', ({ id }) => ids.push(id));
    server = await startSocketServer((socket) => {
      const mine = connections++;
      const started = performance.now();
      socket.on('close', () => {
        lastedMs[mine] = performance.now() - started;
      });
      socket.on('error', () => socket.destroy());
      const when = servesAfter(mine);
      if (when === 'cuts') socket.destroy();
      else if (when === 'never') socket.resume();
      else if (when === 0) aedes.handle(socket);
      else void delay(when).then(() => socket.destroyed || aedes.handle(socket));
    });
    stop = async () => {
      await server.close();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    };
  });
  afterEach(async () => {
    await broker.release();
    await stop();
  });
  const connect = () => {
    broker = useBroker({ url: `mqtt://127.0.0.1:${server.port}` }, { connected() {}, disconnected() {} });
  };

  it('has another client id, so that a client with the old one is not disconnected, nor disconnects it', async () => {
    connect();
    await until(() => broker.connected, 'connected');
    const namesake = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.port}`, {
      clientId: ids[0]!,
      reconnectPeriod: 0,
    });
    try {
      await until(() => ids.length === 3 && broker.connected, 'connected again');
      await delay(500);
      assert.equal(namesake.connected, true);
      assert.equal(broker.connected, true);
      assert.equal(ids.length, 3);
      assert.notEqual(ids[2], ids[0]);
    } finally {
      await namesake.endAsync(true);
    }
  });

  it('has a short timeout, and now and then one that is long enough for a slow broker', async () => {
    const slowMs = 4500;
    servesAfter = (connection) => (connection < 2 ? 'never' : connection < 4 ? 'cuts' : slowMs);
    connect();
    await until(() => broker.connected, 'connected', 30_000);
    for (const ms of lastedMs.slice(0, 2)) assert.ok(ms > 2800 && ms < 4600, `an attempt lasted ${ms} ms`);
    assert.equal(connections, 5);
  });
});
