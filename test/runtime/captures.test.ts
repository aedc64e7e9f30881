import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { isSecret, redact } from '../../lib/keys';
import { createManualClock, createSimulator, MODEL_NAMES } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { caught, deploy, type FlowNode, sent, serve, useNodeRed, whatWasLogged } from '../support/flow';
import { until } from '../support/until';

/** Logs of real chargers on a broker, where somebody has put some beside the checkout: `<topic> <payload>` a line. */
const CAPTURES = join(__dirname, '..', '..', '..', '..', 'shared', 'reference', 'captures');

interface Line {
  topic: string;
  key: string;
  payload: string;
}

interface Traffic {
  prefix: string;
  serial: string;
  lines: Line[];
}

function captured(file: string): Traffic {
  const lines = readFileSync(join(CAPTURES, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.indexOf(' ');
      const topic = line.slice(0, space);
      return { topic, key: topic.slice(topic.lastIndexOf('/') + 1), payload: line.slice(space + 1) };
    });
  return { ...who(lines[0]!.topic), lines };
}

/** Messages that a simulated charger of a model publishes, at rest and while it charges. */
async function madeUp(model: (typeof MODEL_NAMES)[number]): Promise<Traffic> {
  const broker = await startBroker();
  const client = await mqtt.connectAsync(broker.url);
  const lines: Line[] = [];
  client.on('message', (topic, payload) => {
    lines.push({ topic, key: topic.slice(topic.lastIndexOf('/') + 1), payload: payload.toString() });
  });
  await client.subscribeAsync('#');
  const clock = createManualClock();
  const sim = createSimulator({ model, serial: '123456', clock, car: { wakesAfterS: 0 } });
  await sim.connectMqtt({ url: broker.url });
  await clock.advance(20_000);
  const uptime = JSON.stringify(sim.get('rbt'));
  await until(() => lines.some(({ key, payload }) => key === 'rbt' && payload === uptime), 'all of it');
  await sim.close();
  await client.endAsync(true);
  await broker.stop();
  return { ...who(lines[0]!.topic), lines };
}

function who(topic: string): { prefix: string; serial: string } {
  const [, prefix, serial] = /^(\/?go-eCharger\/(\d+)\/)/.exec(topic)!;
  return { prefix: prefix!, serial: serial! };
}

const files = existsSync(CAPTURES) ? readdirSync(CAPTURES).filter((file) => file.endsWith('.log')) : [];
const real = files.length > 0;

/** Traffic on a broker of its own, because two logs may be of one charger. */
interface Replay extends Traffic {
  name: string;
  broker: TestBroker;
  client: MqttClient;
}

describe(
  real ? 'Captured MQTT traffic' : 'MQTT traffic of simulated chargers, as no captured one is there,',
  function () {
    this.timeout(30_000);
    useNodeRed();
    let traffics: (Traffic & { name: string })[];
    const replays: Replay[] = [];
    before(async () => {
      traffics = real
        ? files.map((file) => ({ name: file, ...captured(file) }))
        : await Promise.all(MODEL_NAMES.map(async (model) => ({ name: model, ...(await madeUp(model)) })));
    });
    beforeEach(async () => {
      for (const traffic of traffics) {
        const broker = await startBroker();
        replays.push({ ...traffic, broker, client: await mqtt.connectAsync(broker.url) });
      }
    });
    afterEach(async () => {
      for (const { client, broker } of replays.splice(0)) {
        await client.endAsync(true);
        await broker.stop();
      }
    });

    const publish = async ({ lines, client }: Replay) => {
      for (const { topic, payload } of lines) client.publish(topic, payload, { retain: true });
      // Granted after all of the above has arrived.
      await client.subscribeAsync('behind/the/last/line');
    };
    const nodes = ({ name, serial, lines, broker }: Replay): FlowNode[] => [
      { id: name, type: 'goe-charger', connection: 'mqtt', broker: broker.url, serial },
      {
        id: `${name} event`,
        type: 'goe-event',
        charger: name,
        keys: ['beacon', ...new Set(lines.map(({ key }) => key))],
        initial: true,
      },
      { id: `${name} status`, type: 'goe-status', charger: name, keys: [] },
    ];
    const last = ({ lines }: Replay) =>
      Object.fromEntries(lines.map(({ key, payload }) => [key, expected(key, payload)]));

    it('reaches a flow line by line, and all of it a goe-status', async () => {
      await deploy(replays.flatMap(nodes));
      for (const { name, prefix, client } of replays) {
        // Only a message shows from outside that the nodes have subscribed.
        while (sent(`${name} event`).length === 0) {
          client.publish(`${prefix}beacon`, '1');
          await delay(20);
        }
      }
      await Promise.all(replays.map(publish));

      for (const { name, lines } of replays) {
        const published = new Map<string, unknown[]>();
        for (const { key, payload } of lines) {
          const values = published.get(key) ?? [];
          const value = expected(key, payload);
          if (JSON.stringify(values.at(-1)) !== JSON.stringify(value)) values.push(value);
          published.set(key, values);
        }
        assert.ok(published.size > 50, `${name}: ${published.size} keys`);
        const arrived = (key: string) => sent(`${name} event`).filter(({ topic }) => topic === key);
        await until(
          () => [...published].every(([key, values]) => arrived(key).length >= values.length),
          `${name}: all keys`,
        );
        for (const [key, values] of published) {
          const payloads = arrived(key).map(({ payload }) => payload);
          assert.deepEqual(payloads, values, `${name}: ${key}`);
        }
      }

      const answers = await Promise.all(replays.map(({ name }) => serve(`${name} status`)));
      for (const [at, { payload, stale }] of answers.entries()) {
        assert.deepEqual(payload, { beacon: 1, ...last(replays[at]!) }, replays[at]!.name);
        assert.equal(stale, undefined, replays[at]!.name);
      }
      assert.deepEqual(caught(), []);
      assert.equal(whatWasLogged('complaints'), '');
    });

    it('that a broker retained is read after a restart of Node-RED, and is stale until the charger publishes', async () => {
      await Promise.all(replays.map(publish));
      await deploy(replays.flatMap(nodes));
      const answers = await Promise.all(replays.map(({ name }) => serve(`${name} status`)));
      for (const [at, { payload, stale }] of answers.entries()) {
        const replay = replays[at]!;
        assert.deepEqual(payload, last(replay), replay.name);
        assert.equal(stale, true, replay.name);
        const first = sent(`${replay.name} event`).map(({ topic, payload: value }) => [topic, value]);
        assert.deepEqual(Object.fromEntries(first), last(replay), replay.name);
      }
      assert.deepEqual(caught(), []);
      assert.equal(whatWasLogged('complaints'), '');
    });
  },
);

/** As the nodes give it: passwords are masked. */
function expected(key: string, payload: string): unknown {
  const value = JSON.parse(payload);
  return isSecret(key) ? redact(key, value) : value;
}
