/**
 * Topic subscriptions of one connection to a broker: which topics are subscribed to, which listeners they have, and which
 * messages are live.
 */
import type { MqttClient } from 'mqtt';
import { isLive, newTopicRecord, subscribeSent, type TopicRecord } from './liveness';
import { createSubscribePackets } from './subscribe-packets';

/** @param retained true for what the broker had retained, false for what was sent just now */
export type TopicListener = (topic: string, payload: Buffer, retained: boolean) => void;

export interface TopicSubscriptions {
  /** Subscribes, again where it is subscribed already. Resolves when the broker has acknowledged, or is gone. */
  add(topic: string, listener: TopicListener): Promise<void>;
  remove(topic: string, listener: TopicListener): void;
  connected(): void;
  /** The connection has ended. @returns the group of topics that made the broker end it, where that is certain */
  disconnected(): string | undefined;
  /** Does not subscribe to the group of topics any more, except for one attempt now and then. */
  block(group: string): void;
  received(topic: string, payload: Buffer, retain: boolean): void;
  /** The broker sets *retain* on live messages too, as MQTT 5's "retain as published" does. */
  readonly retainAsPublished: boolean;
  /** All that was retained of this topic has come: every further message is live. */
  retainedReceived(topic: string): void;
  close(): void;
}

interface TopicSubscription {
  listeners: Set<TopicListener>;
  record: TopicRecord;
}

/** Subscription to a wildcard topic: everything one level below a prefix. */
interface WildcardSubscription extends TopicSubscription {
  /** Records of its topics without a subscription of their own. */
  records: Map<string, TopicRecord>;
}

/** Anybody can make up topics on a broker. */
const MOST_RECORDS = 5000;

/** @param refused these topics are not granted; `disconnects`: the broker ends the connection instead of refusing them */
export function createTopicSubscriptions(
  client: MqttClient,
  refused: (topics: readonly string[], disconnects: boolean) => void,
): TopicSubscriptions {
  /** Subscriptions by topic. */
  const byTopic = new Map<string, TopicSubscription>();
  /** Subscriptions to a wildcard, by the level it is for. */
  const byLevel = new Map<string, WildcardSubscription>();
  /** SUBSCRIBEs for each wildcard on this connection, by level; also where it was unsubscribed since. */
  const wildcardSubscribes = new Map<string, number>();
  let retainAsPublished = false;

  const find = (topic: string) => (isWildcard(topic) ? byLevel.get(levelOf(topic)) : byTopic.get(topic));
  const packets = createSubscribePackets(client, {
    topics: () => [...byTopic.keys(), ...[...byLevel.keys()].map((level) => `${level}+`)],
    hasListener: (topic) => find(topic) !== undefined,
    subscribeSent(topic) {
      const level = levelOf(topic);
      if (isWildcard(topic)) wildcardSubscribes.set(level, (wildcardSubscribes.get(level) ?? 0) + 1);
      else subscribeSent(byTopic.get(topic)!.record);
    },
    refused,
  });

  function create(topic: string): TopicSubscription {
    const subscription = { listeners: new Set<TopicListener>(), record: newTopicRecord(), records: new Map() };
    if (isWildcard(topic)) byLevel.set(levelOf(topic), subscription);
    else byTopic.set(topic, subscription);
    return subscription;
  }

  return {
    add(topic, listener) {
      (find(topic) ?? create(topic)).listeners.add(listener);
      return packets.subscribe(topic);
    },

    remove(topic, listener) {
      const subscription = find(topic);
      if (!subscription?.listeners.delete(listener) || subscription.listeners.size > 0) return;
      if (isWildcard(topic)) byLevel.delete(levelOf(topic));
      else byTopic.delete(topic);
      packets.unsubscribe(topic);
    },

    connected() {
      retainAsPublished = false;
      wildcardSubscribes.clear();
      for (const each of byTopic.values()) each.record = newTopicRecord();
      for (const each of byLevel.values()) each.records.clear();
      packets.connected();
    },

    disconnected: packets.disconnected,
    block: packets.block,

    received(topic, payload, retain) {
      const own = byTopic.get(topic);
      const wildcard = byLevel.size > 0 ? byLevel.get(levelOf(topic)) : undefined;
      const record = own?.record ?? (wildcard && recordIn(wildcard, topic));
      if (!record) return;
      const subscribes = retain && wildcardSubscribes.size > 0 ? wildcardSubscribes.get(levelOf(topic)) : 0;
      const live = isLive(record, payload, retain, subscribes);
      if (live && retain) retainAsPublished = true;
      if (own) for (const listener of own.listeners) listener(topic, payload, !live);
      if (wildcard) for (const listener of wildcard.listeners) listener(topic, payload, !live);
    },

    get retainAsPublished() {
      return retainAsPublished;
    },

    retainedReceived(topic) {
      const record = byTopic.get(topic)?.record;
      if (record) record.retainedDue = 0;
    },

    close: packets.close,
  };
}

function recordIn({ records }: WildcardSubscription, topic: string): TopicRecord {
  const known = records.get(topic);
  if (known) return known;
  const record = newTopicRecord();
  if (records.size < MOST_RECORDS) records.set(topic, record);
  return record;
}

function isWildcard(topic: string): boolean {
  return topic.endsWith('/+') || topic === '+';
}

function levelOf(topic: string): string {
  return topic.slice(0, topic.lastIndexOf('/') + 1);
}
