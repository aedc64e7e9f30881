import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type SeenWrite, type Simulator } from '../../lib/simulator';
import { LOCAL, type Local } from '../support/chargers';
import type { FlowNode } from '../support/flow';
import { EMPTY, httpCharger, mqttCharger, sinks, TAB, users } from '../support/lifecycle-flows';
import { type NodeRedEnvironment, openNodeRedEnvironment } from '../support/node-red-environment';
import { IS_LONG } from '../support/rounds';
import { until } from '../support/until';
import { startWatchedBroker, type WatchedBroker } from '../support/watched-broker';

const TYPES = ['full', 'flows', 'nodes'] as const;

/** Parts that a deployment replaces, by its type. The long run has all pairs, the usual one each type and each part once. */
const REPLACED = {
  usual: { full: ['nodes'], flows: ['charger'], nodes: ['charger'] },
  long: { full: ['nodes', 'charger'], flows: ['nodes', 'charger'], nodes: ['nodes', 'charger'] },
} as const;

describe('A redeploy while messages are under way', function () {
  this.timeout(60_000);
  let environment: NodeRedEnvironment;
  let sim: Simulator;
  let broker: WatchedBroker;
  let httpPort: number;
  let writes: SeenWrite[];

  before(async () => {
    sim = createSimulator({ serial: '123456' });
    sim.on('write', (write) => writes.push(write));
    writes = [];
    broker = await startWatchedBroker();
    await sim.connectMqtt({ url: broker.url });
    httpPort = (await sim.listenHttp()).port;
    environment = await openNodeRedEnvironment();
  });
  after(async () => {
    await environment?.leave();
    await sim?.close();
    await broker?.stop();
  });
  beforeEach(async () => {
    sim.clearFaults();
    sim.set({ amp: 16 });
    await environment.deploy(EMPTY);
    await environment.take();
    writes = [];
  });

  const chargers: Record<Local, (more?: object) => FlowNode> = {
    http: (more) => httpCharger(httpPort, more),
    mqtt: (more) => mqttCharger(broker.port, '123456', more),
  };
  const flow = (connection: Local, more: object = {}, charger: object = {}): FlowNode[] => [
    TAB,
    chargers[connection](charger),
    ...users(connection, more),
    ...sinks(),
  ];
  const sentTo = (amp: number) => writes.filter(({ values }) => values.amp === String(amp)).length;

  for (const connection of LOCAL) {
    for (const type of TYPES) {
      for (const replaced of REPLACED[IS_LONG ? 'long' : 'usual'][type]) {
        it(`${type}, new ${replaced} over ${connection}: each message ends once, nothing is sent twice, the new nodes work`, async () => {
          await environment.deploy(flow(connection));
          await environment.works(`${connection} latest`);
          sim.fault('slow', { ms: 600 });
          sim.fault('ignored');
          const set = `${connection} set`;
          const given = [await environment.give(set, { payload: { amp: 10 } })];
          await until(() => sentTo(10) > 0 || sim.openRequests > 0, 'the write is under way');
          given.push(
            await environment.give(set, { payload: { amp: 12 } }),
            await environment.give(`${connection} ask`),
            await environment.give(set, { payload: { amp: 99 } }),
          );
          await environment.deploy(
            replaced === 'nodes' ? flow(connection, { name: 'new' }) : flow(connection, {}, { timeout: 5 }),
            type,
          );
          const ends = await Promise.all(given.map((msgid) => environment.end(msgid)));
          sim.clearFaults();
          await environment.works(set, { payload: { amp: 14 } });
          assert.equal(sim.get('amp'), 14);
          assert.equal(ends[3]?.join(), 'INVALID');
          for (const ended of ends) {
            assert.ok(ended.join() === 'sent,done' || ended.length === 1, `${JSON.stringify(ends)}`);
            assert.notEqual(ended.join(), 'done', 'no message vanishes');
          }
          assert.equal(ends[0]?.join(), 'CLOSED');
          assert.ok(sentTo(10) <= 1 && sentTo(12) <= 1, JSON.stringify(writes));
          await delay(700);
          assert.equal(sim.get('amp'), 14);
          assert.deepEqual(await messagesWithManyEnds(environment), []);
        });
      }

      it(`${type}, while it connects over ${connection}: messages end, and the new nodes work`, async () => {
        sim.fault('hang');
        const nobody = await startWatchedBroker();
        await nobody.stop();
        const elsewhere = connection === 'mqtt' ? { broker: nobody.url } : {};
        await environment.deploy(flow(connection, {}, elsewhere));
        const given = [
          await environment.give(`${connection} ask`),
          await environment.give(`${connection} set`, { payload: { amp: 10 } }),
        ];
        await environment.deploy(flow(connection, { name: 'new' }, { name: 'New' }), type);
        sim.clearFaults();
        for (const msgid of given) {
          const ended = await environment.end(msgid);
          assert.ok(ended.length === 1 && ended[0] !== 'done', ended.join());
        }
        await environment.works(`${connection} set`, { payload: { amp: 14 } });
        assert.equal(sim.get('amp'), 14);
        assert.equal(sentTo(10), 0);
      });
    }

    it(`a charger over ${connection} that is deleted and brought back by undo works again, and is alone meanwhile`, async () => {
      const whole = flow(connection);
      for (const without of [`${connection} set`, `${connection} charger`]) {
        await environment.deploy(whole, 'nodes');
        await environment.works(`${connection} set`, { payload: { amp: 12 } });
        await environment.deploy(
          whole.filter(({ id }) => id !== without),
          'nodes',
        );
        if (without === `${connection} charger`) {
          assert.equal((await environment.end(await environment.give(`${connection} ask`))).join(), 'INVALID');
          await until(() => broker.clients('goe-') === 0 && sim.openRequests === 0, 'nobody is connected');
        }
        await environment.deploy(whole, 'nodes');
        await environment.works(`${connection} set`, { payload: { amp: 14 } });
        assert.equal(sim.get('amp'), 14);
      }
    });
  }

  it('two configurations of one charger never have two requests open, and both work', async () => {
    const second = { ...chargers.http({ name: 'The same' }), id: 'again charger' };
    await environment.deploy([...flow('http'), second, ...users('again')]);
    await environment.works('http latest');
    const given: string[] = [];
    for (let round = 0; round < 10; round += 1)
      for (const id of ['http set', 'again set', 'http ask', 'again ask'])
        given.push(await environment.give(id, { payload: { amp: 6 + (given.length % 20) } }));
    for (const msgid of given) assert.equal((await environment.end(msgid)).join(), 'sent,done');
    assert.equal(sim.maxOpenRequests, 1);
  });
});

/** Each message has one outcome: it leaves once, or it fails once. */
async function messagesWithManyEnds(environment: NodeRedEnvironment): Promise<[string, string[]][]> {
  return Object.entries(await environment.ends()).filter(
    // What an event node says by itself only leaves.
    ([msgid, how]) => msgid.startsWith('message-') && how.length > 1 && how.join() !== 'sent,done',
  );
}
