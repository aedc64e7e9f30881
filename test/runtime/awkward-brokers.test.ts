import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { deploy, type FlowNode, fail, type Status, serve, shows, statuses, useNodeRed } from '../support/flow';
import { type MqttRelay, startMqttRelay } from '../support/mqtt-relay';
import { type StrictBroker, startStrictBroker } from '../support/strict-broker';
import { until } from '../support/until';

/** The default silence is half a minute; nothing here may wait for it. */
describe('Nodes of a charger on an awkward broker', function () {
  this.timeout(90_000);
  useNodeRed();
  let sims: Simulator[];
  let broker: TestBroker | undefined;
  let relay: MqttRelay | undefined;
  let strict: StrictBroker | undefined;
  beforeEach(() => {
    sims = [];
  });
  afterEach(async () => {
    for (const sim of sims) await sim.close();
    await relay?.close();
    await broker?.stop();
    await strict?.stop();
    [broker, relay, strict] = [undefined, undefined, undefined];
  });

  async function simulate(url: string, options: SimulatorOptions): Promise<Simulator> {
    const sim = createSimulator({ model: 'gemini-055.7', ...options });
    sims.push(sim);
    await sim.connectMqtt({ url, slash: false });
    return sim;
  }

  const nodesOf = (id: string, url: string, serial: string): FlowNode[] => [
    { id, type: 'goe-charger', name: `Charger ${serial}`, connection: 'mqtt', broker: url, serial, timeout: 6 },
    { id: `${id}-status`, type: 'goe-status', charger: id, keys: ['amp'], output: 'values' },
    { id: `${id}-set`, type: 'goe-set', charger: id },
  ];
  const isGreen = (status: Status) => status.fill === 'green';
  const isRed = (status: Status) => status.fill === 'red';

  it('that sets retain on everything are green, read and write', async () => {
    broker = await startBroker();
    relay = await startMqttRelay(broker.port);
    relay.retainAll();
    await simulate(broker.url, { serial: '123456' });
    await deploy(nodesOf('garage', relay.url, '123456'));
    await shows('garage-status', isGreen, 'green', 15_000);
    for (const amp of [9, 11]) {
      const { result } = await serve('garage-set', { payload: { amp } });
      assert.equal(result.amp.outcome, 'confirmed');
    }
    const msg = await serve('garage-status');
    assert.deepEqual(msg.payload, { amp: 11 });
    assert.equal('stale' in msg, false);
  });

  it('are green where the heartbeat is silent and something else is live', async () => {
    broker = await startBroker();
    const sim = await simulate(broker.url, { serial: '123456' });
    sim.fault('noHeartbeat');
    await deploy(nodesOf('garage', broker.url, '123456'));
    await shows('garage-status', isGreen, 'green', 30_000);
    const { result } = await serve('garage-set', { payload: { amp: 9 } });
    assert.equal(result.amp.outcome, 'confirmed');
  });

  for (const how of ['refuses', 'cuts'] as const)
    it(`that ${how === 'cuts' ? 'ends the connection for' : 'refuses'} the topics of another charger stay green`, async () => {
      strict = await startStrictBroker({ [how]: (topic: string) => topic.includes('/200001/') });
      await simulate(strict.url, { serial: '100001' });
      await deploy([...nodesOf('good', strict.url, '100001'), ...nodesOf('bad', strict.url, '200001')]);
      await shows('bad-status', isRed, 'red', 40_000);
      await shows('good-status', isGreen, 'green', 20_000);
      // Which charger it is takes a few connections to find out, and both share them.
      const isNamed = async () => {
        const { message } = await fail('bad-set', { payload: { amp: 8 } }, 15_000);
        return /200001.*allow/.test(message);
      };
      await until(isNamed, 'the error names it and what helps', 40_000);
      await shows('good-status', isGreen, 'green', 20_000);
      const { result } = await serve('good-set', { payload: { amp: 8 } });
      assert.equal(result.amp.outcome, 'confirmed');
      const before = statuses('good-status').length;
      await delay(4000);
      assert.ok(
        statuses('good-status')
          .slice(before)
          .every((status) => isGreen(status)),
      );
    });
});
