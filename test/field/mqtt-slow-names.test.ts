import assert from 'node:assert/strict';
import dns from 'node:dns';
import { type Charger, createCharger } from '../../lib/charger';
import { findOnBroker } from '../../lib/discovery';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

quirk(
  {
    topic: 'Addresses and networks',
    seen: 'The name of a broker that resolves slowly or never is looked up with each attempt to connect, in a thread each.',
    sources: ['tried against 0.3.0'],
    here: 'Names of brokers wait in the queue of all look-ups, one at a time. The status says that the name is the cause.',
  },
  function () {
    this.timeout(40_000);
    const { lookup } = dns;
    /** Names that resolve, and how long that takes; any other fails after as long as a container waits. */
    let known: Map<string, number>;
    let underWay: number;
    let mostAtOnce: number;
    let looked: Set<string>;
    let broker: TestBroker;
    let sim: Simulator;
    let chargers: Charger[];

    beforeEach(async () => {
      [known, underWay, mostAtOnce, looked, chargers] = [new Map(), 0, 0, new Set(), []];
      broker = await startBroker();
      sim = createSimulator({ serial: '123456', model: 'v3-60.5' });
      await sim.connectMqtt({ url: broker.url });
      Object.assign(dns, {
        lookup: (name: string, options: object, callback: (...found: unknown[]) => void) => {
          if (typeof options === 'function') return lookup(name, options as never);
          looked.add(name);
          underWay += 1;
          mostAtOnce = Math.max(mostAtOnce, underWay);
          setTimeout(() => {
            underWay -= 1;
            if (known.has(name)) lookup('127.0.0.1', options, callback as never);
            else callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
          }, known.get(name) ?? 1200);
        },
      });
    });
    afterEach(async () => {
      await Promise.all(chargers.map((charger) => charger.close()));
      await until(() => underWay === 0, 'the end of all look-ups', 15_000);
      Object.assign(dns, { lookup });
      await sim.close();
      await broker.stop();
    });

    function charger(url: string): Charger {
      const made = createCharger({ name: url, connection: 'mqtt', broker: url, serial: '123456' });
      chargers.push(made);
      made.watch(['amp'], { changed() {} });
      return made;
    }
    const isOnline = (each: Charger) => until(() => each.availability.state === 'online', 'online', 25_000);

    it('has one look-up under way, over whatever protocol, and says that it is the name', async () => {
      for (const protocol of ['mqtt', 'mqtts', 'ws', 'wss'])
        charger(`${protocol}://nobody-${protocol}.local:${broker.port}`);
      for (const each of chargers)
        await until(
          () => {
            const now = each.availability;
            return now.state === 'offline' && /broker's name cannot be resolved/.test(now.reason);
          },
          `${each.identity.name} says so`,
          25_000,
        );
      await until(() => looked.size === 4, 'a turn for each', 15_000);
      assert.equal(mostAtOnce, 1);
    });

    it('connects by a name that took longer than one attempt may', async () => {
      known.set('slow.lan', 4000);
      await isOnline(charger(`mqtt://slow.lan:${broker.port}`));
      assert.deepEqual([...looked], ['slow.lan']);
    });

    it('needs no turn for localhost, with or without a login in the URL', async () => {
      known.set('localhost', 0);
      charger(`mqtt://nobody.local:${broker.port}`);
      await until(() => underWay === 1, 'the slow look-up');
      await isOnline(charger(`mqtt://flows:canary%2Fpassword@localhost:${broker.port}`));
      const found = await findOnBroker({ url: `mqtt://localhost:${broker.port}` }, { timeoutMs: 1300 });
      assert.equal(found.length, 1);
    });
  },
);
