import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Charger, createCharger } from '../../lib/charger';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import { caught, completed, deploy, fail, put, sent, serve, useNodeRed } from '../support/flow';
import { quirk } from '../support/quirk';
import { rounds } from '../support/rounds';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const MANY = rounds(3000, 10_000);

for (const connection of LOCAL)
  quirk(
    {
      topic: 'Messages and load',
      seen: `A flow gives thousands of messages to one node at the same time (${connection}).`,
      sources: ['tried against 0.3.0'],
      here: 'The messages are processed in slices of some milliseconds, in their order; other flows run in between, and messages share their reads.',
    },
    function () {
      this.timeout(120_000);
      useNodeRed();
      let charger: TestCharger;
      afterEach(() => charger.close());

      /** @returns number of timers of others that ran while the messages were processed */
      const flood = async (id: string, message: (at: number) => object) => {
        const ended = () => completed().length + caught().length;
        const before = ended();
        const arrived = sent(id).length;
        let ticks = 0;
        let isOver = false;
        for (let at = 0; at < MANY; at += 1) put(id, { at, ...message(at) });
        const other = () => {
          ticks += 1;
          if (!isOver) setTimeout(other, 0);
        };
        setTimeout(other, 0);
        await until(() => ended() - before >= MANY, 'the end of all messages', 100_000);
        isOver = true;
        const order = sent(id)
          .slice(arrived)
          .map(({ at }) => at);
        return { ticks, order };
      };
      const inOrder = Array.from({ length: MANY }, (_, at) => at);

      for (const source of ['latest', 'charger'])
        it(`goe-status, source ${source}`, async () => {
          // Known values must not get old meanwhile: a message that has to ask is overtaken by those that need not.
          charger = await startCharger(connection, { timeout: 60, ...(connection === 'http' && { pollInterval: 60 }) });
          await deploy(
            [charger.node, { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp', 'car'], source }],
            charger.credentials,
          );
          await serve('status');
          const { ticks, order } = await flood('status', () => ({}));
          assert.deepEqual(order, inOrder);
          assert.ok(ticks >= 10, `${ticks} ticks of others`);
          assert.deepEqual(caught(), []);
        });

      it('goe-set', async () => {
        charger = await startCharger(connection, { timeout: 60 });
        await deploy([charger.node, { id: 'set', type: 'goe-set', charger: 'charger' }], charger.credentials);
        await serve('set', { payload: { amp: 16 } });
        const { ticks } = await flood('set', (at) => ({ payload: { amp: 6 + (at % 10) } }));
        assert.deepEqual(caught(), []);
        assert.ok(ticks >= 10, `${ticks} ticks of others`);
        assert.equal(charger.sim.get('amp'), 6 + ((MANY - 1) % 10), 'the charger has the newest value');
      });
    },
  );

quirk(
  {
    topic: 'Messages and load',
    seen: 'A message asks for twenty thousand names; hundreds of requests go on after it has failed, and a write runs out of time.',
    sources: ['tried against 0.3.0'],
    here: 'More than a thousand keys at once are refused before a request is sent. A long read sends one request at a time, so that a write waits for one request at most; the read ends with its message.',
  },
  function () {
    this.timeout(30_000);
    let server: ScriptedServer;
    let charger: Charger;
    const names = (count: number) => Array.from({ length: count }, (_, at) => `made_up_name_${at}`);
    const values = (): Record<string, unknown> => ({ sse: '123456', typ: 'go-eCharger', amp: 16, car: 1 });

    /** A charger that takes its time. */
    const start = async (answerMs: number, timeoutS: number) => {
      const plain = plainCharger(values());
      server = await scriptedServer(async (request, response) => {
        await delay(answerMs);
        plain(request, response);
      });
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS });
    };
    afterEach(async () => {
      await charger.close();
      await server.close();
    });

    it('is refused, and nothing is asked', async () => {
      await start(0, 5);
      await assert.rejects(charger.read(names(20_000), 'charger'), {
        code: 'INVALID',
        message: /^Garage: asked for 20000 keys at once/,
      });
      assert.deepEqual(server.asked, []);
    });

    it('sends a write between two requests', async () => {
      await start(60, 15);
      const reading = charger.read([...names(900), 'car'], 'charger');
      await until(() => server.asked.length >= 2, 'the first requests');
      const written = await charger.write({ amp: 10 }, 'accepted');
      assert.equal(written.get('amp')?.outcome, 'accepted');
      const reads = () => server.asked.filter((path) => path.startsWith('/api/status')).length;
      const before = reads();
      assert.deepEqual([...(await reading).keys()], ['car']);
      assert.ok(reads() > before + 5, 'the read went on behind the write');
      assert.equal(server.mostAtOnce, 1);
    });

    it('ends with its message', async () => {
      await start(100, 0.6);
      await assert.rejects(charger.read(names(900), 'charger'), { code: 'TIMEOUT' });
      await delay(300);
      const asked = server.asked.length;
      await delay(600);
      assert.equal(server.asked.length, asked);
    });

    it('ends when nobody waits for it any more', async () => {
      await start(50, 15);
      const ending = new AbortController();
      const reading = charger.read(names(900), 'charger', ending.signal);
      await until(() => server.asked.length >= 2, 'the first requests');
      ending.abort();
      await assert.rejects(reading, { code: 'CLOSED' });
      await delay(150);
      const asked = server.asked.length;
      await delay(300);
      assert.equal(server.asked.length, asked);
    });

    it('gives what a part of it has brought, however many requests it takes', async () => {
      await start(0, 15);
      const result = await charger.read(['amp', ...names(300), 'car'], 'charger');
      assert.deepEqual([...result.keys()], ['amp', 'car']);
    });
  },
);

quirk(
  {
    topic: 'Messages and load',
    seen: 'A flow puts `msg.keys` together wrongly, with thousands of names.',
    sources: ['tried against 0.3.0'],
    here: 'The message fails as INVALID, and the error gives the number of names and does not repeat them.',
  },
  () => {
    useNodeRed();
    it('at a goe-status', async () => {
      const charger = await startCharger('http');
      await deploy([charger.node, { id: 'status', type: 'goe-status', charger: 'charger' }]);
      try {
        const keys = Array.from({ length: 20_000 }, (_, at) => `k${at}`);
        const error = await fail('status', { keys });
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, /asked for 20000 keys at once/);
        const some = await fail('status', { keys: keys.slice(0, 500) });
        assert.ok(some.message.length < 500, some.message);
      } finally {
        await charger.close();
      }
    });
  },
);
