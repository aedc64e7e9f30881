/** Topics of one charger: which are subscribed to for what is wanted, for what is asked for just now, and to know that it lives. */
import type { Broker } from './broker';
import { LAST_WILL } from './incoming';
import type { KindWatch } from './kind-watch';
import { EVERYTHING, topicOf } from './prefixes';
import type { Presence } from './presence';
import type { TopicListener } from './topic-subscriptions';

export interface MqttTopics {
  /** Keeps exactly these keys up to date. */
  want(keys: ReadonlySet<string>, everything: boolean): void;
  /** Has the broker send what it retains of these keys, and listens to them until it is stopped. @returns stops it */
  askFor(keys: readonly string[]): () => void;
  isWanted(key: string): boolean;
  /** Brings the subscriptions in line with what is wanted. @param again all values that are retained are sent once more */
  settle(again: boolean): void;
  /** These are asked for once more when the subscriptions are brought in line. */
  forget(topics: Iterable<string>): void;
  /** The topics of these keys, below each prefix that the charger may use. */
  of(keys: Iterable<string>): string[];
  readonly isEmpty: boolean;
}

export interface MqttTopicsContext {
  broker(): Broker;
  prefixes(): readonly string[];
  presence: Presence;
  kind: KindWatch;
  received: TopicListener;
  unsubscribed(topic: string): void;
}

export function createMqttTopics(context: MqttTopicsContext): MqttTopics {
  const { presence, kind, received } = context;
  let wanted: ReadonlySet<string> = new Set();
  let everything = false;
  /** Keys that somebody asks for just now, and how many ask. */
  const passing = new Map<string, number>();
  let subscribed = new Set<string>();

  const of = (keys: Iterable<string>): string[] =>
    context.prefixes().flatMap((prefix) => [...keys].map((key) => topicOf(prefix, key)));

  /** What is listened to below a prefix: values, and what shows who lives there. */
  function keysBelow(prefix: string): { values: string[]; signs: readonly string[] } {
    const isAll = everything && presence.hasLevel(prefix);
    const values = [...kind.keys, ...(isAll ? [EVERYTHING] : wanted), ...passing.keys()];
    return { values, signs: isAll ? [] : [LAST_WILL, ...presence.signs(prefix)] };
  }

  function settle(again: boolean): void {
    const broker = context.broker();
    const topics = new Map<string, boolean>();
    for (const prefix of context.prefixes()) {
      const { values, signs } = keysBelow(prefix);
      for (const key of values) topics.set(topicOf(prefix, key), again);
      for (const key of signs) if (!topics.has(topicOf(prefix, key))) topics.set(topicOf(prefix, key), false);
    }
    for (const topic of subscribed) {
      if (topics.has(topic)) continue;
      broker.unsubscribe(topic, received);
      context.unsubscribed(topic);
    }
    for (const [topic, anew] of topics) if (anew || !subscribed.has(topic)) broker.subscribe(topic, received);
    subscribed = new Set(topics.keys());
  }

  return {
    want(keys, all) {
      wanted = keys;
      everything = all;
      settle(false);
    },

    askFor(keys) {
      for (const key of keys) passing.set(key, (passing.get(key) ?? 0) + 1);
      const before = subscribed;
      settle(false);
      // What was subscribed before has to be asked for once more to have its retained value sent.
      for (const topic of of(keys)) if (before.has(topic)) context.broker().subscribe(topic, received);
      return () => {
        for (const key of keys) {
          const left = (passing.get(key) ?? 1) - 1;
          if (left > 0) passing.set(key, left);
          else passing.delete(key);
        }
        settle(false);
      };
    },

    isWanted: (key) => everything || wanted.has(key) || passing.has(key) || passing.has(EVERYTHING),
    settle,
    forget(topics) {
      for (const topic of topics) subscribed.delete(topic);
    },
    of,
    get isEmpty() {
      return subscribed.size === 0;
    },
  };
}
