import assert from 'node:assert/strict';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { httpCharger, mqttCharger, onTab, TAB } from '../support/lifecycle-flows';
import { type NodeRedEnvironment, openNodeRedEnvironment } from '../support/node-red-environment';
import { startWatchedBroker, type WatchedBroker } from '../support/watched-broker';

/** Files that no flow below needs: the dialogs load them, or other nodes. */
const NOT_NEEDED = /^dist\/lib\/(discovery|probe|simulator|surplus)\/|^node_modules\/multicast-dns\//;

describe('Of this package Node-RED loads', function () {
  this.timeout(90_000);
  let environment: NodeRedEnvironment;
  let sim: Simulator;
  let broker: WatchedBroker;

  before(async () => {
    sim = createSimulator({ serial: '123456' });
    broker = await startWatchedBroker();
    await sim.connectMqtt({ url: broker.url });
    environment = await openNodeRedEnvironment();
  });
  after(async () => {
    await environment?.leave();
    await sim?.close();
    await broker?.stop();
  });

  it('no more than the types, the routes of the dialogs and the settings of goe-charger, while no flow has such a node', async () => {
    const loaded = await environment.loaded();
    const types = ['charger', 'event', 'set', 'status', 'surplus'].map(
      (type) => `dist/nodes/goe-${type}/goe-${type}.js`,
    );
    const routes = ['admin', 'admin-gate'].map((file) => `dist/nodes/goe-charger/${file}.js`);
    // The settings of goe-charger say which of them are credentials, and Node-RED asks for these at its start.
    const settings = [
      'dist/lib/charger/connection-kinds.js',
      'dist/nodes/goe-charger/connections.js',
      'dist/nodes/goe-charger/settings.js',
      'dist/nodes/runtime/settings.js',
    ];
    assert.deepEqual(loaded.sort(), [...types, ...routes, ...settings].sort());
  });

  it('the way by MQTT and no other for a charger on a broker', async () => {
    await environment.deploy([
      TAB,
      mqttCharger(broker.port, '123456'),
      onTab('event', 'goe-event', { charger: 'mqtt charger', keys: ['car'] }),
    ]);
    const loaded = await environment.loaded();
    for (const file of ['dist/lib/transport/mqtt/mqtt.js', 'dist/nodes/goe-event/node.js', 'dist/lib/keys/index.js'])
      assert.ok(loaded.includes(file), file);
    assert.ok(loaded.some((file) => file.startsWith('node_modules/mqtt/')));
    const others = /^dist\/lib\/transport\/http\/|^dist\/nodes\/goe-(set|status)\/node|^node_modules\/undici\//;
    assert.deepEqual(
      loaded.filter((file) => NOT_NEEDED.test(file) || others.test(file)),
      [],
    );
  });

  it('the way by HTTP with the first charger that is asked over it', async () => {
    const { port } = await sim.listenHttp();
    await environment.deploy([
      TAB,
      httpCharger(port),
      onTab('http latest', 'goe-status', { charger: 'http charger', keys: ['car'] }),
    ]);
    await environment.works('http latest');
    const loaded = await environment.loaded();
    assert.ok(loaded.includes('dist/lib/transport/http/http.js'));
    assert.ok(loaded.includes('node_modules/undici/lib/dispatcher/client.js'));
    assert.ok(!loaded.includes('node_modules/undici/index.js'), 'all of undici');
    assert.deepEqual(
      loaded.filter((file) => NOT_NEEDED.test(file) || file.startsWith('dist/lib/transport/http/cloud')),
      [],
    );
  });
});
