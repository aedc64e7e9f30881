/** Replies of a charger to writes over MQTT: they come below the key's topic, and are not retained [vendor's API documents]. */
import { setTimeout as delay } from 'node:timers/promises';
import { raceAbort } from '../timeout';
import type { WriteReply } from '../transport';
import type { Broker } from './broker';
import { createPendingReplies } from './pending-replies';
import { parseTopic } from './prefixes';
import type { Presence } from './presence';

export interface MqttReplies {
  /** Subscribes to the replies for these topics; those of an earlier write stay subscribed, so that the next need not wait. */
  subscribe(topics: readonly string[], signal: AbortSignal): Promise<void>;
  /** Publishes, and collects the replies for these keys, but not for long. @returns what came; `unknown` for the other keys */
  collect(keys: readonly string[], publish: () => void, signal: AbortSignal): Promise<Map<string, WriteReply>>;
  /** The connection has ended, and with it all subscriptions. */
  reset(): void;
}

/** Last part of a reply's topic. */
const RESULT = '/result';
/** Time for replies that a broker has retained, where it sets *retain* on live messages too; what comes later is live [our choice]. */
const RETAINED_REPLIES_MS = 150;
/** Time for a reply: chargers take some hundred milliseconds, those before 051.5 send none [vendor's API documents, our choice]. */
const REPLY_WAIT_MS = 2000;

/** @param prefixes those the charger may use */
export function createMqttReplies(broker: () => Broker, prefixes: readonly string[], presence: Presence): MqttReplies {
  const pending = createPendingReplies();
  /** Reply topics that the broker has acknowledged. */
  const subscribed = new Set<string>();

  function received(topic: string, payload: Buffer, retained: boolean): void {
    const found = retained ? undefined : parseTopic(prefixes, topic.slice(0, -RESULT.length));
    if (!found) return;
    // A reply shows presence as a value does.
    if (found.prefix === presence.prefix) presence.received(found.prefix);
    pending.received(found.key, payload.toString());
  }

  async function subscribe(topic: string): Promise<void> {
    const connection = broker();
    await connection.subscribe(topic, received);
    if (!connection.connected) return;
    if (connection.retainAsPublished) {
      await delay(RETAINED_REPLIES_MS);
      connection.retainedReceived(topic);
    }
    subscribed.add(topic);
  }

  /** Puts the next reply for each key into the map. Resolves when all are there. */
  function allOf(replies: Map<string, WriteReply>): Promise<void> {
    let left = replies.size;
    return new Promise((resolve) => {
      for (const key of replies.keys())
        pending.add(key, (reply) => {
          replies.set(key, reply);
          left -= 1;
          if (left === 0) resolve();
        });
    });
  }

  return {
    async subscribe(topics, signal) {
      const missing = topics.map((topic) => topic + RESULT).filter((topic) => !subscribed.has(topic));
      if (missing.length > 0) await raceAbort(signal, Promise.all(missing.map(subscribe))).catch(() => {});
    },

    async collect(keys, publish, signal) {
      const replies = new Map<string, WriteReply>(keys.map((key) => [key, 'unknown']));
      try {
        const all = allOf(replies);
        publish();
        await raceAbort(signal, all, REPLY_WAIT_MS).catch(() => {});
      } finally {
        pending.delete(keys);
      }
      return replies;
    },

    reset: () => subscribed.clear(),
  };
}
