import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { createSimulator, type Simulator } from '../../lib/simulator';
import type { FlowNode } from '../support/flow';
import { EMPTY, httpCharger, mqttCharger, onTab, sinks, TAB, users } from '../support/lifecycle-flows';
import { type NodeRedEnvironment, openNodeRedEnvironment } from '../support/node-red-environment';
import { type SocketServer, startSocketServer } from '../support/socket-server';

describe('Configured in every way a flow can be', function () {
  this.timeout(60_000);
  let environment: NodeRedEnvironment;
  let sim: Simulator;
  let port: number;

  before(async () => {
    sim = createSimulator({ serial: '123456' });
    port = (await sim.listenHttp()).port;
    environment = await openNodeRedEnvironment(
      { environment: { GOE_CHARGER_HOST: `127.0.0.1:${port}` } },
      { contextStorage: { default: { module: 'memory' }, disk: { module: 'localfilesystem' } } },
    );
  });
  after(async () => {
    await environment?.leave();
    await sim?.close();
  });
  beforeEach(async () => {
    await environment.deploy(EMPTY);
    sim.set({ amp: 16 });
  });

  const set = async (amp: number, to = 'http set') =>
    (await environment.end(await environment.give(to, { payload: { amp } }))).join();

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is how Node-RED writes an environment variable
  const wrong: Readonly<Record<string, [Record<string, unknown>, RegExp]>> = {
    'an address that is an environment variable nobody set': [
      { connection: 'http', host: '${NOBODY_SET_THIS}' },
      /The address is the environment variable \$\{NOBODY_SET_THIS\}, which is not set: set it, or enter a value/,
    ],
    'no address': [{ connection: 'http' }, /is not an address; enter one such as/],
    'the cloud without its key, as after the import of a project': [
      { connection: 'cloud', serial: '123456' },
      /the cloud needs a token: make an API key in the go-e app/,
    ],
    'MQTT without a broker': [{ connection: 'mqtt', serial: '123456' }, /the broker must be a URL such as/],
    'a shared broker that is not there': [
      { connection: 'mqtt', serial: '123456', brokerNode: 'gone' },
      /MQTT broker that this charger shares is missing or disabled/,
    ],
    'TLS settings that are not there': [
      { connection: 'mqtt', serial: '123456', broker: 'mqtts://127.0.0.1:9', tls: 'gone' },
      /TLS settings are missing, disabled or wrong/,
    ],
    'a way to connect that does not exist': [{ connection: 'bluetooth' }, /must be http, mqtt or cloud/],
  };
  for (const [what, [config, remedy]] of Object.entries(wrong)) {
    it(`${what}: says so and what to do, and every message fails with INVALID`, async () => {
      const charger = { id: 'http charger', type: 'goe-charger', name: 'Garage', ...config };
      await environment.deploy([TAB, charger, ...users('http'), ...sinks()]);
      assert.equal(await set(10), 'INVALID');
      assert.match(environment.log().slice(-3000), remedy);
    });
  }

  it('without its configuration node, or with one that is disabled, and works as soon as that is enabled', async () => {
    const nodes = [TAB, ...users('http'), ...sinks()];
    await environment.deploy(nodes);
    assert.equal(await set(10), 'INVALID');
    await environment.deploy([...nodes, httpCharger(port, { d: true })], 'nodes');
    assert.equal(await set(10), 'INVALID');
    await environment.deploy([...nodes, httpCharger(port)], 'nodes');
    await environment.works('http set', { payload: { amp: 12 } });
    assert.equal(sim.get('amp'), 12);
  });

  it('on a disabled tab, or with disabled nodes, asks nobody anything', async () => {
    const nodes = [httpCharger(port), ...users('http'), ...sinks()];
    for (const flow of [
      [{ ...TAB, disabled: true }, ...nodes],
      [TAB, ...nodes.map((node) => (node.type === 'goe-charger' ? node : { ...node, d: true }))],
    ]) {
      await environment.deploy(flow);
      const before = sim.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 1200));
      assert.equal(sim.requests.length, before);
    }
    await environment.deploy([TAB, ...nodes], 'flows');
    await environment.works('http set', { payload: { amp: 12 } });
  });

  it('in two instances of a subflow that name their chargers by its properties', async () => {
    const instance = (id: string, charger: string): FlowNode =>
      onTab(id, 'subflow:charge', { env: [{ name: 'CHARGER', type: 'str', value: charger }] });
    const inside = onTab('inner set', 'goe-set', { z: 'charge', charger: '${CHARGER}', wires: [[]] });
    await environment.deploy([
      TAB,
      {
        id: 'charge',
        type: 'subflow',
        name: 'Charge',
        in: [{ x: 1, y: 1, wires: [{ id: 'inner set' }] }],
        out: [{ x: 2, y: 2, wires: [{ id: 'inner set', port: 0 }] }],
        env: [{ name: 'CHARGER', type: 'str', value: '' }],
      },
      inside,
      instance('first', 'http charger'),
      instance('second', 'gone charger'),
      { ...httpCharger(port), host: '${GOE_CHARGER_HOST}' },
      ...users('http'),
      ...sinks(),
    ]);
    await environment.works('http latest');
    assert.equal(await set(11, 'first'), 'sent,done');
    assert.equal(sim.get('amp'), 11);
    assert.equal(await set(12, 'second'), 'INVALID');
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is how Node-RED writes an environment variable

  it('takes values from the context of node, flow and all, in memory and on disk', async () => {
    for (const [type, value] of [
      ['flow', 'wanted'],
      ['global', 'wanted'],
      ['flow', '#:(disk)::wanted'],
      ['global', '#:(disk)::wanted'],
    ] as const) {
      const rules = [{ t: 'set', p: value, pt: type, to: '13', tot: 'num' }];
      const row = { key: 'amp', value, type };
      await environment.deploy([
        TAB,
        httpCharger(port),
        ...users('http'),
        onTab('keep', 'change', { rules, wires: [['from context']] }),
        onTab('from context', 'goe-set', { charger: 'http charger', values: [row] }),
        ...sinks(),
      ]);
      sim.set({ amp: 16 });
      await environment.works('http latest');
      assert.equal((await environment.end(await environment.give('keep'))).join(), 'sent,done', `${type} ${value}`);
      assert.equal(sim.get('amp'), 13);
    }
  });

  describe('stops within a second', () => {
    let server: SocketServer;
    afterEach(() => server.close());

    for (const connection of ['http', 'mqtt'] as const) {
      it(`while what is at the address accepts and never answers over ${connection}`, async () => {
        let accepted = 0;
        server = await startSocketServer((socket: Socket) => {
          accepted += 1;
          socket.resume();
          socket.on('error', () => {});
        });
        const charger = connection === 'http' ? httpCharger(server.port) : mqttCharger(server.port, '123456');
        await environment.deploy([TAB, charger, ...users(connection), ...sinks()]);
        const given = [
          await environment.give(`${connection} ask`),
          await environment.give(`${connection} set`, { payload: { amp: 10 } }),
        ];
        while (accepted === 0) await new Promise((resolve) => setTimeout(resolve, 10));
        await environment.deploy(EMPTY);
        const tookMs = await environment.stoppedInMs();
        assert.ok(tookMs < 1000, `${tookMs} ms`);
        for (const msgid of given) assert.equal((await environment.end(msgid)).join(), 'CLOSED');
      });
    }
  });
});
