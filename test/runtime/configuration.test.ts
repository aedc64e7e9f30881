import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import { deploy, type FlowNode, fail, serve, shows, statuses, useNodeRed, whatWasLogged } from '../support/flow';
import { until } from '../support/until';

const USERS: FlowNode[] = [
  { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'] },
  { id: 'set', type: 'goe-set', charger: 'charger' },
  { id: 'event', type: 'goe-event', charger: 'charger', keys: ['amp'] },
];

describe('A node without a charger', () => {
  useNodeRed();

  for (const [what, charger] of [
    ['none is chosen', undefined],
    ['the chosen one is gone', 'deleted'],
    ['the chosen one is another kind of node', 'status'],
  ] as const) {
    it(`says so under itself and in each error when ${what}`, async () => {
      await deploy(USERS.map((node) => ({ ...node, charger })));
      for (const { id } of USERS)
        assert.deepEqual(statuses(id), [{ fill: 'red', shape: 'dot', text: 'not configured' }], id);
      for (const id of ['status', 'set']) {
        const error = await fail(id, { payload: { amp: 10 } });
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, /choose a go-eCharger/);
      }
    });
  }
});

describe('A charger with a wrong configuration', () => {
  useNodeRed();

  for (const [what, config, remedy] of [
    ['no address', { connection: 'http', host: '' }, /address/],
    ['an address that is none', { connection: 'http', host: 'not an address' }, /address/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how Node-RED writes an environment variable
    ['a variable that is not set', { connection: 'http', host: '${GOE_NOT_SET}' }, /GOE_NOT_SET.*not set/],
    ['no broker', { connection: 'mqtt', serial: '123456' }, /broker/],
    ['a broker that is none', { connection: 'mqtt', serial: '123456', broker: 'broker.local' }, /mqtt:\/\//],
    ['no serial number', { connection: 'mqtt', broker: 'mqtt://127.0.0.1:1' }, /serial/],
    [
      'TLS settings that are gone',
      { connection: 'mqtt', serial: '1234', broker: 'mqtts://127.0.0.1:1', tls: 'x' },
      /TLS/,
    ],
    ['no token', { connection: 'cloud', serial: '123456' }, /token/],
    ['a connection nobody knows', { connection: 'carrier pigeon', host: '127.0.0.1' }, /./],
    ['a poll interval that is none', { connection: 'http', host: '127.0.0.1', pollInterval: 'often' }, /poll interval/],
    ['a timeout of nothing', { connection: 'http', host: '127.0.0.1', timeout: 0 }, /timeout/],
    ['a timeout longer than a timer', { connection: 'http', host: '127.0.0.1', timeout: 1e9 }, /timeout/],
  ] as [string, object, RegExp][]) {
    it(`says what is wrong in every error: ${what}`, async () => {
      await deploy([{ id: 'charger', type: 'goe-charger', ...config }, ...USERS]);
      for (const { id } of USERS)
        assert.deepEqual(statuses(id), [{ fill: 'red', shape: 'dot', text: 'not configured' }], id);
      for (const id of ['status', 'set']) {
        const error = await fail(id, { payload: { amp: 10 } });
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, remedy);
      }
    });
  }
});

for (const connection of LOCAL) {
  describe(`A charger over ${connection}`, function () {
    this.timeout(20_000);
    useNodeRed();
    let charger: TestCharger;
    afterEach(() => charger.close());

    it('gets no request while no node uses it', async () => {
      charger = await startCharger(connection);
      await deploy([charger.node], charger.credentials);
      await delay(300);
      assert.equal(charger.proxy.made, 0);
    });

    it('is read and never written where it is set to read only', async () => {
      charger = await startCharger(connection, { readOnly: 'true' });
      await deploy([charger.node, ...USERS], charger.credentials);
      assert.deepEqual((await serve('status')).payload, { amp: 16 });
      assert.equal((await fail('set', { payload: { amp: 10 } })).code, 'READ_ONLY');
      assert.deepEqual(charger.writes, []);
    });

    it('shares its requests among all its nodes', async () => {
      charger = await startCharger(connection);
      const many = Array.from({ length: 20 }, (_, at) => ({
        id: `status ${at}`,
        type: 'goe-status',
        charger: 'charger',
        keys: [['amp', 'psm', 'car', 'frc'][at % 4]!],
      }));
      await deploy([charger.node, ...many], charger.credentials);
      await Promise.all(many.map(({ id }) => serve(id)));
      if (connection === 'mqtt') return assert.equal(charger.proxy.made, 1);
      // Who it is goes with each; what it is, and since when it runs, is asked once.
      const polls = () => charger.sim.requests.filter(({ keys }) => !keys.includes('typ'));
      await until(() => polls().length >= 4, 'some polls');
      for (const { keys } of polls()) assert.deepEqual([...keys].sort(), ['amp', 'car', 'frc', 'psm', 'sse']);
      assert.equal(charger.sim.maxOpenRequests, 1);
    });
  });
}

describe('A charger behind a broker with a login', function () {
  this.timeout(20_000);
  useNodeRed();
  const login = { username: 'garage', password: 'canary-password' };
  let broker: TestBroker;
  let sim: Simulator;
  beforeEach(async () => {
    broker = await startBroker(login);
    sim = createSimulator({ serial: '123456' });
    await sim.connectMqtt({ url: broker.url, ...login });
  });
  afterEach(async () => {
    await sim.close();
    await broker.stop();
  });
  const node = () => ({ id: 'charger', type: 'goe-charger', connection: 'mqtt', broker: broker.url, serial: '123456' });

  it('is reached with user and password', async () => {
    await deploy([node(), ...USERS], { charger: login });
    assert.deepEqual((await serve('status')).payload, { amp: 16 });
  });

  it('fails with AUTH and without the password in any word where they are wrong', async () => {
    await deploy([node(), ...USERS], { charger: { ...login, password: 'canary-wrong' } });
    const error = await fail('status');
    assert.equal(error.code, 'AUTH');
    assert.doesNotMatch(error.message, /canary/);
    await until(() => whatWasLogged().includes('is offline'), 'the log');
    assert.doesNotMatch(whatWasLogged(), /canary/);
    await shows('event', ({ fill, shape }) => fill === 'red' && shape === 'ring', 'a red ring');
  });
});
