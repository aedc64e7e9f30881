import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { isSecret, redact } from '../../lib/keys';
import { createManualClock, createSimulator, MODEL_NAMES } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { until } from '../support/until';
import { caught, deploy, type FlowNode, sent, serve, useNodeRed, whatWasLogged } from './flow';

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

/** What a simulated charger of a model tells a broker, at rest and while it charges. */
async function madeUp(model: (typeof MODEL_NAMES)[number]): Promise<Traffic> {
  const broker = await startBroker();
  const ear = await mqtt.connectAsync(broker.url);
  const lines: Line[] = [];
  ear.on('message', (topic, payload) => {
    lines.push({ topic, key: topic.slice(topic.lastIndexOf('/') + 1), payload: payload.toString() });
  });
  await ear.subscribeAsync('#');
  const clock = createManualClock();
  const sim = createSimulator({ model, serial: '123456', clock, car: { wakesAfterS: 0 } });
  await sim.connectMqtt({ url: broker.url });
  await clock.advance(20_000);
  const uptime = JSON.stringify(sim.get('rbt'));
  await until(() => lines.some(({ key, payload }) => key === 'rbt' && payload === uptime), 'all of it');
  await sim.close();
  await ear.endAsync(true);
  await broker.stop();
  return { ...who(lines[0]!.topic), lines };
}

function who(topic: string): { prefix: string; serial: string } {
  const [, prefix, serial] = /^(\/?go-eCharger\/(\d+)\/)/.exec(topic)!;
  return { prefix: prefix!, serial: serial! };
}

const files = existsSync(CAPTURES) ? readdirSync(CAPTURES).filter((file) => file.endsWith('.log')) : [];
const sources: [string, () => Promise<Traffic>][] =
  files.length > 0
    ? files.map((file) => [`captured from ${file.replace(/\.log$/, '')}`, async () => captured(file)])
    : MODEL_NAMES.map((model) => [`made up by a simulated ${model}, as no capture is there`, () => madeUp(model)]);

describe('MQTT traffic', function () {
  this.timeout(20_000);
  useNodeRed();
  let broker: TestBroker;
  let client: MqttClient;
  beforeEach(async () => {
    broker = await startBroker();
    client = await mqtt.connectAsync(broker.url);
  });
  afterEach(async () => {
    await client.endAsync(true);
    await broker.stop();
  });

  const publish = async ({ lines }: Traffic) => {
    for (const { topic, payload } of lines) client.publish(topic, payload, { retain: true });
    // Granted after all of the above has arrived.
    await client.subscribeAsync('behind/the/last/line');
  };
  const nodes = ({ serial, lines }: Traffic): FlowNode[] => [
    { id: 'charger', type: 'goe-charger', connection: 'mqtt', broker: broker.url, serial },
    {
      id: 'event',
      type: 'goe-event',
      charger: 'charger',
      keys: ['beacon', ...new Set(lines.map(({ key }) => key))],
      initial: true,
    },
    { id: 'status', type: 'goe-status', charger: 'charger', keys: [] },
  ];
  const last = ({ lines }: Traffic) =>
    Object.fromEntries(lines.map(({ key, payload }) => [key, expected(key, payload)]));

  for (const [what, source] of sources) {
    it(`${what} reaches a flow line by line, and all of it a goe-status`, async () => {
      const traffic = await source();
      await deploy(nodes(traffic));
      // Nothing but a message tells from outside that the nodes are listening.
      while (sent('event').length === 0) {
        client.publish(`${traffic.prefix}beacon`, '1');
        await delay(20);
      }
      await publish(traffic);

      const told = new Map<string, unknown[]>();
      for (const { key, payload } of traffic.lines) {
        const values = told.get(key) ?? [];
        const value = expected(key, payload);
        if (JSON.stringify(values.at(-1)) !== JSON.stringify(value)) values.push(value);
        told.set(key, values);
      }
      const count = [...told.values()].reduce((sum, values) => sum + values.length, 0);
      await until(() => sent('event').length >= count + 1, `${count} messages`);
      for (const [key, values] of told) {
        const arrived = sent('event').filter(({ topic }) => topic === key);
        assert.deepEqual(
          arrived.map(({ payload }) => payload),
          values,
          key,
        );
      }

      const { payload, stale } = await serve('status');
      assert.deepEqual(payload, { beacon: 1, ...last(traffic) });
      assert.equal(stale, undefined);
      assert.deepEqual(caught(), []);
      assert.equal(whatWasLogged('complaints'), '');
    });

    it(`${what}, kept by the broker, is read after a restart of Node-RED and called stale`, async () => {
      const traffic = await source();
      await publish(traffic);
      await deploy(nodes(traffic));
      const { payload, stale } = await serve('status');
      assert.deepEqual(payload, last(traffic));
      assert.equal(stale, true);
      const first = sent('event');
      assert.deepEqual(Object.fromEntries(first.map(({ topic, payload: value }) => [topic, value])), last(traffic));
      assert.deepEqual(caught(), []);
    });
  }
});

/** As the nodes give it: passwords are masked. */
function expected(key: string, payload: string): unknown {
  const value = JSON.parse(payload);
  return isSecret(key) ? redact(key, value) : value;
}
