import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../lib/simulator';
import type { FlowNode } from '../support/flow';
import { EMPTY, httpCharger, mqttCharger, onTab, sinks, TAB, users } from '../support/lifecycle-flows';
import { type NodeRedEnvironment, openNodeRedEnvironment } from '../support/node-red-environment';
import type { Left } from '../support/observer';
import { rounds } from '../support/rounds';
import { until } from '../support/until';
import { startWatchedBroker, type WatchedBroker } from '../support/watched-broker';

const DEPLOYMENTS = rounds(60, 500);
/** Until code is compiled and caches are filled. */
const WARMING_UP = rounds(40, 60);
const FEWEST_LOOKS = 10;

describe(`${DEPLOYMENTS} deployments of twenty nodes and two chargers`, function () {
  this.timeout(400_000);
  let environment: NodeRedEnvironment;
  let sim: Simulator;
  let broker: WatchedBroker;
  let httpPort: number;

  before(async () => {
    sim = createSimulator({ serial: '123456' });
    broker = await startWatchedBroker();
    await sim.connectMqtt({ url: broker.url });
    httpPort = (await sim.listenHttp()).port;
    environment = await openNodeRedEnvironment({ nodeArguments: ['--expose-gc'] });
  });
  after(async () => {
    await environment?.leave();
    await sim?.close();
    await broker?.stop();
  });

  /** @param version changes every node and both chargers */
  const flow = (version: number): FlowNode[] => [
    TAB,
    httpCharger(httpPort, { timeout: 4 + version / 1000 }),
    mqttCharger(broker.port, '123456', { timeout: 4 + version / 1000 }),
    ...['http', 'mqtt'].flatMap((name) => [
      ...users(name, { name: `version ${version}` }),
      ...[1, 2, 3].flatMap((copy) => [
        onTab(`${name} set ${copy}`, 'goe-set', { charger: `${name} charger`, name: `version ${version}` }),
        onTab(`${name} event ${copy}`, 'goe-event', { charger: `${name} charger`, happenings: ['car-connected'] }),
      ]),
    ]),
    ...sinks(),
  ];

  async function deployMany(count: number, from: number): Promise<void> {
    for (let version = from; version < from + count; version += 1)
      await environment.deploy(flow(version), (['full', 'nodes', 'flows'] as const)[version % 3]);
  }

  interface Measured extends Left {
    subscriptions: number;
  }
  const kinds = ({ resources, listeners, subscriptions }: Measured) =>
    JSON.stringify({ ...resources, listeners, subscriptions });

  /**
   * With the last flow at work, when all that has been closed had time to go: a poll may be under way, or a write be confirmed.
   * @param looks at most; fewer where it is as it should be
   */
  async function measured(looks: number, expected?: Measured): Promise<Measured> {
    for (const name of ['http', 'mqtt']) await environment.works(`${name} latest`);
    await until(() => broker.clients('goe-') === 1, 'one connection to the broker');
    let least: Measured | undefined;
    let heapBytes = Number.POSITIVE_INFINITY;
    for (let look = 0; look < looks; look += 1) {
      await delay(100);
      const left = await environment.left();
      const now: Measured = { ...left, subscriptions: broker.subscriptions('goe-') };
      heapBytes = Math.min(heapBytes, now.heapBytes);
      if (!least || total(now) < total(least)) least = now;
      if (look >= FEWEST_LOOKS && expected && kinds(least) === kinds(expected)) break;
    }
    return { ...least!, heapBytes };
  }

  it('leave as many sockets, timers, listeners and subscriptions as before, and the heap within 5 %', async () => {
    await deployMany(WARMING_UP, 0);
    const before = await measured(3 * FEWEST_LOOKS);
    const started = performance.now();
    await deployMany(DEPLOYMENTS, WARMING_UP);
    const tookS = (performance.now() - started) / 1000;
    const after = await measured(20 * FEWEST_LOOKS, before);
    const growth = (after.heapBytes / before.heapBytes - 1) * 100;
    const [from, to] = [before, after].map(({ heapBytes }) => (heapBytes / 1e6).toFixed(1));
    console.log(
      `      ${DEPLOYMENTS} deployments in ${tookS.toFixed(1)} s; heap ${from} → ${to} MB (${growth.toFixed(1)} %); ${kinds(after)}`,
    );
    assert.ok(growth < 5, `the heap grew by ${growth.toFixed(1)} %`);
    assert.equal(kinds(after), kinds(before));
    assert.equal(broker.clients('goe-'), 1);
    assert.doesNotMatch(environment.log(), /MaxListeners|unhandled|uncaught|TypeError/i);
  });

  it('leave nothing of a charger behind once its nodes are gone', async () => {
    await environment.deploy(EMPTY);
    await until(() => broker.clients('goe-') === 0 && broker.subscriptions('goe-') === 0, 'the broker is left');
    const asked = sim.requests.length;
    await delay(1500);
    assert.equal(sim.requests.length, asked);
  });
});

function total({ resources, listeners, subscriptions }: Left & { subscriptions: number }): number {
  return Object.values(resources).reduce((sum, count) => sum + count, listeners + subscriptions);
}
