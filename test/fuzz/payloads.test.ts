/** MQTT topics and payloads that are nearly, or not at all, what a charger publishes. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { createCharger } from '../../lib/charger';
import type { Json } from '../../lib/json';
import { isKey } from '../../lib/keys';
import { createIncoming } from '../../lib/transport/mqtt/incoming';
import { createKindWatch } from '../../lib/transport/mqtt/kind-watch';
import { createPresence } from '../../lib/transport/mqtt/presence';
import { startBroker } from '../support/broker';
import { until } from '../support/until';
import { documents, fuzzRun, mutated } from './run';

const PREFIX = 'go-eCharger/123456/';

describe('Any MQTT topic and payload', function () {
  this.timeout(300_000);
  const fuzz = fuzzRun('MQTT topics and payloads');
  const { parts } = documents();
  const made = (): [topic: string, payload: string] => {
    const [key, json] = fuzz.one(parts);
    const topic = `${PREFIX}${key}`;
    return [fuzz.below(3) === 0 ? mutated(topic, fuzz) : topic, fuzz.below(4) === 0 ? json : mutated(json, fuzz)];
  };

  it('becomes values of keys with plain JSON, or nothing', async () => {
    const received = new Map<string, Json>();
    const prefixes = [PREFIX, `/${PREFIX}`];
    const listener = {
      values: (values: ReadonlyMap<string, Json>) => {
        for (const [key, value] of values) received.set(key, value);
      },
      up: () => {},
      down: () => {},
    };
    const kind = createKindWatch();
    const presence = createPresence({
      prefixes,
      offlineAfterMs: 60_000,
      listener,
      isUsable: kind.isUsable,
      updateTopics: () => {},
      retryTopics: () => {},
      lost: () => {},
      changed: () => {},
    });
    const incoming = createIncoming({
      prefixes,
      presence,
      kind,
      listener,
      isWanted: () => true,
      kindChanged: () => {},
      delivered: () => {},
    });
    presence.connected();
    try {
      for (let left = fuzz.cases(100_000); left > 0; left -= 1) {
        const [topic, payload] = made();
        incoming.received(topic, Buffer.from(payload), fuzz.below(2) === 0);
        if (left % 1000 === 0) await delay(1);
      }
      await until(() => received.size > 20, 'values');
      for (const [key, value] of received) {
        assert.ok(isKey(key), key);
        assert.doesNotMatch(JSON.stringify(value), /"(__proto__|constructor|prototype)":/, key);
      }
    } finally {
      presence.close();
      incoming.close();
    }
  });

  it('through a real broker, leaves a client that still receives the values of its charger', async () => {
    const broker = await startBroker();
    const stranger = await mqtt.connectAsync(broker.url);
    const charger = createCharger({ name: 'Carport', connection: 'mqtt', broker: broker.url, serial: '123456' });
    let amp: Json | undefined;
    try {
      charger.watch('all', {
        changed: (changes) => {
          for (const each of changes) if (each.name === 'amp') amp = each.value;
        },
      });
      for (let left = fuzz.cases(10_000); left > 0; left -= 1) {
        const [topic, payload] = made();
        // A topic that no client may publish to would end the stranger's connection, not ours.
        const sent = topic.replace(/[+#\0]/g, '').toWellFormed() || 'x';
        if (left % 100 === 0) await stranger.publishAsync(sent, payload, { qos: 1 });
        else stranger.publish(sent, payload);
      }
      await stranger.publishAsync(`${PREFIX}amp`, '13', { qos: 1 });
      await until(() => amp === 13, 'the last value', 30_000);
      for (const key of charger.knownKeys()) {
        const known = charger.known(key);
        assert.ok(isKey(key) && known);
        assert.deepEqual(JSON.parse(JSON.stringify(known.value)), known.value);
      }
    } finally {
      await charger.close();
      await stranger.endAsync(true);
      await broker.stop();
    }
  });
});
