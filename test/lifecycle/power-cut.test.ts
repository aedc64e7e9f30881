import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSimulator, type SeenWrite, type Simulator } from '../../lib/simulator';
import { createRandom } from '../../lib/simulator/random';
import { LOCAL, type Local } from '../support/chargers';
import { httpCharger, mqttCharger, sinks, TAB, users } from '../support/lifecycle-flows';
import { type NodeRedEnvironment, openNodeRedEnvironment } from '../support/node-red-environment';
import { rounds } from '../support/rounds';
import { startWatchedBroker, type WatchedBroker } from '../support/watched-broker';

const KILLS = rounds(2, 12);
/** Longest time until the power is cut: a write and its confirmation take about a second. */
const LONGEST_LIFE_MS = 2500;

describe('A power cut', function () {
  this.timeout(240_000);
  const journal = join(tmpdir(), `goe-journal-${process.pid}`);
  let environment: NodeRedEnvironment;
  let sims: Record<Local, Simulator>;
  let broker: WatchedBroker;
  const writes: Record<Local, SeenWrite[]> = { http: [], mqtt: [] };

  before(async () => {
    sims = { http: createSimulator({ serial: '111111' }), mqtt: createSimulator({ serial: '222222' }) };
    for (const name of LOCAL) sims[name].on('write', (write) => writes[name].push(write));
    broker = await startWatchedBroker();
    await sims.mqtt.connectMqtt({ url: broker.url });
    const { port } = await sims.http.listenHttp();
    environment = await openNodeRedEnvironment({ environment: { GOE_OBSERVER_JOURNAL: journal } });
    await environment.deploy([
      TAB,
      httpCharger(port),
      mqttCharger(broker.port, '222222'),
      ...users('http'),
      ...users('mqtt'),
      ...sinks(),
    ]);
  });
  after(async () => {
    await environment?.leave();
    for (const name of LOCAL) await sims?.[name].close();
    await broker?.stop();
  });

  it(`${KILLS} times at random times: what was reported as done was done, and nothing is sent at start`, async () => {
    const seed = Number(process.env.GOE_SEED) || Math.floor(Math.random() * 2 ** 31);
    console.log(`      GOE_SEED=${seed}`);
    const random = createRandom(seed);
    let amp = 6;
    let reported = 0;
    let cutOff = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (const name of LOCAL) await environment.works(`${name} latest`);
      const given: Record<Local, { msgid: string; amp: number }[]> = { http: [], mqtt: [] };
      const from = { http: writes.http.length, mqtt: writes.mqtt.length };
      let on = true;
      // One after the other, each with a value of its own, so that none can replace another.
      const loops = LOCAL.map(async (name) => {
        while (on) {
          amp = amp >= 32 ? 6 : amp + 1;
          const wanted = amp;
          const msgid = await environment.give(`${name} set`, { payload: { amp: wanted } });
          given[name].push({ msgid, amp: wanted });
          await environment.end(msgid);
        }
      });
      // Calls that are cut off throw.
      const cut = Promise.all(loops.map((loop) => loop.catch(() => {})));
      await delay(random() * LONGEST_LIFE_MS);
      await environment.kill();
      on = false;
      await cut;
      await delay(100);
      const ends = endsIn(journal);
      for (const name of LOCAL) {
        for (const { msgid, amp: wanted } of given[name]) {
          const how = ends.get(msgid) ?? [];
          if (how.at(-1) !== 'done') {
            assert.ok(how.length === 0 || how.join() === 'sent', `${name} ${msgid} ${how}`);
            cutOff += 1;
            continue;
          }
          assert.equal(how.join(), 'sent,done');
          const isWritten = writes[name].slice(from[name]).some(({ values }) => values.amp === String(wanted));
          assert.ok(isWritten, `${name}: ${wanted} A was reported and is not there`);
          reported += 1;
        }
      }
      const before = { http: writes.http.length, mqtt: writes.mqtt.length };
      await environment.start();
      for (const name of LOCAL) await environment.works(`${name} latest`);
      await delay(300);
      for (const name of LOCAL)
        assert.equal(writes[name].length, before[name], `kill ${kill}: something is written at start over ${name}`);
      assert.deepEqual(
        broker.retained().filter((topic) => topic.endsWith('/set')),
        [],
      );
    }
    console.log(`      ${KILLS} kills: ${reported} writes reported and done, ${cutOff} cut off, none sent at start`);
    assert.ok(reported > 0, 'something was written between the kills');
  });
});

/** Ends of messages, as the observer noted them before the power cut. */
function endsIn(journal: string): Map<string, string[]> {
  const ends = new Map<string, string[]>();
  let text = '';
  try {
    text = readFileSync(journal, 'utf8');
  } catch {
    // Nothing has ended yet.
  }
  for (const line of text.split('\n')) {
    const [msgid, how] = line.split(' ');
    if (msgid && how) ends.set(msgid, [...(ends.get(msgid) ?? []), how]);
  }
  return ends;
}
