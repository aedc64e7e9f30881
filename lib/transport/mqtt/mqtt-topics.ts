/**
 * Topics of one charger that are subscribed to: for the keys that are wanted, for the keys that are read just now, and for its
 * presence and kind.
 */
import type { Broker } from './broker';
import { LAST_WILL } from './incoming';
import type { KindWatch } from './kind-watch';
import { topicOf, WILDCARD } from './prefixes';
import type { Presence } from './presence';
import type { TopicListener } from './topic-subscriptions';

/** Time for retained values to come, which a broker sends right after the subscription: what is not there by then is absent [our choice]. */
export const RETAINED_WAIT_MS = 1200;

export interface MqttTopics {
  /** Subscribes to what shows presence and kind, unless something is subscribed to already. */
  start(): void;
  /** Keeps exactly these keys up to date. */
  want(keys: ReadonlySet<string>, everything: boolean): void;
  /** Subscribes to these keys, again where they are subscribed to, so that the broker sends what it retains. @returns ends it */
  read(keys: readonly string[]): () => void;
  isWanted(key: string): boolean;
  /** Brings the subscriptions in line with what is needed. @param resubscribe all retained values are sent once more */
  update(resubscribe: boolean): void;
  /** The broker has refused these: the next update subscribes to them once more. */
  forget(topics: Iterable<string>): void;
  /** The topics of these keys, below each prefix that the charger may use. */
  topicsOf(keys: Iterable<string>): string[];
}

export interface MqttTopicsContext {
  broker(): Broker;
  /** The prefixes the charger may use. */
  prefixes: readonly string[];
  presence: Presence;
  kind: KindWatch;
  received: TopicListener;
  unsubscribed(topic: string): void;
}

export function createMqttTopics(context: MqttTopicsContext): MqttTopics {
  const { presence, kind, received } = context;
  let wanted: ReadonlySet<string> = new Set();
  let wantsAll = false;
  /** Keys that are read just now, and the number of reads of each. */
  const reading = new Map<string, number>();
  let subscribed = new Set<string>();

  const prefixes = () => (presence.livePrefix === undefined ? context.prefixes : [presence.livePrefix]);

  function topicsOf(keys: Iterable<string>): string[] {
    return prefixes().flatMap((prefix) => [...keys].map((key) => topicOf(prefix, key)));
  }

  /** Keys to subscribe to below a prefix: those with values, and those for presence. */
  function keysBelow(prefix: string): { values: string[]; forPresence: readonly string[] } {
    const isAll = wantsAll && presence.hasWildcard(prefix);
    const values = [...kind.keys, ...(isAll ? [WILDCARD] : wanted), ...reading.keys()];
    return { values, forPresence: isAll ? [] : [LAST_WILL, ...presence.keys(prefix)] };
  }

  function update(resubscribe: boolean): void {
    const broker = context.broker();
    /** Topics that are needed; true for those to subscribe to again. */
    const needed = new Map<string, boolean>();
    for (const prefix of prefixes()) {
      const { values, forPresence } = keysBelow(prefix);
      for (const key of values) needed.set(topicOf(prefix, key), resubscribe);
      for (const key of forPresence) if (!needed.has(topicOf(prefix, key))) needed.set(topicOf(prefix, key), false);
    }
    for (const topic of subscribed) {
      if (needed.has(topic)) continue;
      broker.unsubscribe(topic, received);
      context.unsubscribed(topic);
    }
    for (const [topic, again] of needed) if (again || !subscribed.has(topic)) broker.subscribe(topic, received);
    subscribed = new Set(needed.keys());
  }

  return {
    start() {
      if (subscribed.size === 0) update(false);
    },

    want(keys, everything) {
      wanted = keys;
      wantsAll = everything;
      update(false);
    },

    read(keys) {
      for (const key of keys) reading.set(key, (reading.get(key) ?? 0) + 1);
      const before = subscribed;
      update(false);
      for (const topic of topicsOf(keys)) if (before.has(topic)) context.broker().subscribe(topic, received);
      return () => {
        for (const key of keys) {
          const left = (reading.get(key) ?? 1) - 1;
          if (left > 0) reading.set(key, left);
          else reading.delete(key);
        }
        update(false);
      };
    },

    isWanted: (key) => wantsAll || wanted.has(key) || reading.has(key) || reading.has(WILDCARD),
    update,
    forget(topics) {
      for (const topic of topics) subscribed.delete(topic);
    },
    topicsOf,
  };
}
