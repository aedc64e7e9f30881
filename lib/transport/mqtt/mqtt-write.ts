/** Writing over MQTT: `<topic of the key>/set` takes the value, `/result` brings the reply [vendor's API documents]. */

import { withTimeout } from '../timeout';
import { type Transport, TransportError } from '../transport';
import type { KindWatch } from './kind-watch';
import type { MqttConnection } from './mqtt-connection';
import type { MqttReplies } from './mqtt-replies';
import { RETAINED_WAIT_MS } from './mqtt-topics';
import { topicOf } from './prefixes';
import type { Presence } from './presence';
import type { Waiter } from './wait-for';

export interface MqttWriterContext {
  connection: MqttConnection;
  /** The prefixes the charger may use. */
  prefixes: readonly string[];
  presence: Presence;
  kind: KindWatch;
  replies: MqttReplies;
  waiter: Waiter;
}

export interface MqttWriter {
  write: Transport['send'];
}

export function createMqttWriter(context: MqttWriterContext): MqttWriter {
  const { connection, prefixes, presence, kind, replies, waiter } = context;

  /** Waits as long as retained values may take; it is no error when the condition does not hold then. */
  async function waitBriefly(condition: () => boolean, signal: AbortSignal): Promise<void> {
    if (condition()) return;
    await withTimeout(RETAINED_WAIT_MS, [signal], (over) => waiter.waitFor(condition, over)).catch(() => {});
  }

  /** The one prefix the charger subscribes to; that of a retained value has to do where it has sent nothing yet. */
  async function prefixOfCharger(signal: AbortSignal): Promise<string | undefined> {
    if (prefixes.length > 1) await waitBriefly(() => presence.livePrefix !== undefined, signal);
    return presence.prefix ?? (prefixes.length === 1 ? prefixes[0] : undefined);
  }

  return {
    async write(values, signal) {
      await connection.ready(signal);
      const prefix = await prefixOfCharger(signal);
      // Nothing is written to another device than a charger, and retained values show the kind within a moment.
      await waitBriefly(() => kind.isUsable() || kind.error !== undefined, signal);
      if (kind.error) throw kind.error;
      if (prefix === undefined) throw presence.absence();
      if (signal.aborted && !presence.isAlive) throw new TransportError('TIMEOUT', presence.absence().message);
      const topics = new Map([...values.keys()].map((key) => [key, topicOf(prefix, key)]));
      await replies.subscribe([...topics.values()], signal);
      if (signal.aborted) throw new TransportError('TIMEOUT', 'there was no time left to send it');
      const publish = () => {
        for (const [key, json] of values) connection.broker().publish(`${topics.get(key)}/set`, json);
      };
      return replies.collect([...topics.keys()], publish, signal);
    },
  };
}
