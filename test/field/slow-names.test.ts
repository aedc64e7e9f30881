import assert from 'node:assert/strict';
import dns from 'node:dns';
import { setTimeout as delay } from 'node:timers/promises';
import { type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const VALUES = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', car: 1, amp: 16 };

quirk(
  {
    topic: 'Addresses and networks',
    seen: 'Names that are unknown in a container, such as `….local`, are looked up for 5 to 20 s each, in one of the four worker threads that all of Node-RED shares.',
    sources: ['tried against 0.3.0'],
    here: 'At most one look-up runs for all chargers, a request waits for it no longer than its timeout, and a known address is used while it is looked up again.',
  },
  () => {
    const { lookup } = dns;
    /** Duration of the look-up of a name, and whether it succeeds. Other names are those of this machine. */
    let names: Map<string, { ms: number; known: boolean }>;
    let underWay: number;
    let mostAtOnce: number;
    let looked: string[];
    let server: ScriptedServer;
    let chargers: Charger[];
    /** So that the look-ups of one test are not still under way in the next. */
    const ended = () => until(() => underWay === 0, 'the end of the look-up', 15_000);

    beforeEach(async () => {
      [names, underWay, mostAtOnce, looked, chargers] = [new Map(), 0, 0, [], []];
      server = await scriptedServer(plainCharger({ ...VALUES }));
      Object.assign(dns, {
        lookup: (name: string, options: object, callback: (...found: unknown[]) => void) => {
          // Also what a server listens at is looked up.
          if (typeof options === 'function') return lookup(name, options as never);
          const { ms, known } = names.get(name) ?? { ms: 0, known: false };
          looked.push(name);
          underWay += 1;
          mostAtOnce = Math.max(mostAtOnce, underWay);
          setTimeout(() => {
            underWay -= 1;
            if (known) lookup('127.0.0.1', options, callback as never);
            else callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
          }, ms);
        },
      });
    });
    afterEach(async () => {
      await Promise.all(chargers.map((charger) => charger.close()));
      await ended();
      Object.assign(dns, { lookup });
      await server.close();
    });

    const charger = (name: string, timeoutS = 2) => {
      const host = `${name}:${server.port}`;
      const made = createCharger({ name, connection: 'http', host, pollIntervalS: 0.3, timeoutS });
      chargers.push(made);
      return made;
    };
    const amp = async (from: Charger) => (await from.read(['amp'], 'charger')).get('amp')?.value;

    it('has one look-up under way for three chargers that are polled, and each says what is wrong', async () => {
      for (const name of ['a1.local', 'b1.local', 'c1.local']) {
        names.set(name, { ms: 1500, known: false });
        charger(name, 1).watch(['amp'], { changed: () => {} });
      }
      for (const each of chargers)
        await until(() => each.availability.state === 'offline', `${each.identity.name} offline`, 15_000);
      for (const { availability } of chargers)
        assert.ok(
          availability.state === 'offline' && availability.cause === 'nameUnknown',
          JSON.stringify(availability),
        );
      await until(() => new Set(looked).size === 3, 'a turn for each', 15_000);
      assert.equal(mostAtOnce, 1);
    });

    it('fails within the timeout of the request, and names the look-up that delays it', async () => {
      names.set('slow2.local', { ms: 4000, known: false });
      names.set('good2.lan', { ms: 0, known: true });
      const slow = charger('slow2.local', 1);
      const good = charger('good2.lan', 1);
      const started = performance.now();
      await Promise.all([
        assert.rejects(amp(slow), { code: /OFFLINE|TIMEOUT/, message: /cannot be resolved in time|no answer in time/ }),
        assert.rejects(amp(good), { code: /OFFLINE|TIMEOUT/ }),
      ]);
      assert.ok(performance.now() - started < 3500, `${performance.now() - started} ms`);
      await ended();
      assert.equal(await amp(good), 16);
    });

    it('takes the result for the next request where this one could not wait for it', async () => {
      names.set('late3.lan', { ms: 1600, known: true });
      const late = charger('late3.lan', 1);
      await assert.rejects(amp(late));
      await ended();
      names.set('late3.lan', { ms: 60_000, known: true });
      assert.equal(await amp(late), 16);
      assert.equal(looked.length, 1);
    });

    it('goes on with the address it has while another name takes its time', async () => {
      names.set('good4.lan', { ms: 0, known: true });
      names.set('slow4.local', { ms: 5000, known: false });
      const good = charger('good4.lan');
      assert.equal(await amp(good), 16);
      const slow = charger('slow4.local', 1);
      const failing = assert.rejects(amp(slow));
      await until(() => underWay === 1, 'the slow look-up');
      for (let times = 0; times < 5; times += 1) assert.equal(await amp(good), 16);
      assert.equal(underWay, 1);
      await failing;
    });

    it('does not keep a name that is gone, and takes one that is back', async () => {
      names.set('moves5.lan', { ms: 0, known: true });
      const moving = charger('moves5.lan');
      assert.equal(await amp(moving), 16);
      names.set('moves5.lan', { ms: 0, known: false });
      await server.close();
      await assert.rejects(amp(moving), { code: 'OFFLINE', reason: 'refused' });
      await server.listen();
      await assert.rejects(amp(moving), { code: 'OFFLINE', reason: 'nameUnknown' });
      names.set('moves5.lan', { ms: 0, known: true });
      assert.equal(await amp(moving), 16);
    });

    it('looks nothing up for an address in numbers', async () => {
      names.set('slow6.local', { ms: 2000, known: false });
      const slow = charger('slow6.local', 1);
      const failing = assert.rejects(amp(slow));
      const numbers = charger('127.0.0.1');
      assert.equal(await amp(numbers), 16);
      await failing;
      assert.deepEqual(looked, ['slow6.local']);
    });

    it('ends what waits for a name when the charger is closed', async () => {
      names.set('slow7.local', { ms: 1500, known: false });
      const slow = charger('slow7.local', 10);
      const failing = assert.rejects(amp(slow), { code: 'CLOSED' });
      await delay(50);
      await slow.close();
      await failing;
    });
  },
);
