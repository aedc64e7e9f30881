/**
 * Subscriptions of one connection to a broker: which topics are asked for, who listens to them, and which of the messages are
 * live.
 */
import type { MqttClient } from 'mqtt';
import { asked, isLive, newRecord, type TopicRecord } from './liveness';
import { createSubscribePackets } from './subscribe-packets';

/** @param kept true for what the broker had retained, false for what was sent just now */
export type TopicListener = (topic: string, payload: Buffer, kept: boolean) => void;

export interface TopicSubscriptions {
  /** Asks for the topic, again where it is subscribed already. Resolves when the broker has answered, or is gone. */
  add(topic: string, listener: TopicListener): Promise<void>;
  remove(topic: string, listener: TopicListener): void;
  connected(): void;
  /** The connection has ended. @returns the group of topics that made the broker end it, where that is clear */
  ended(): string | undefined;
  /** Does not ask for the group of topics any more, but for one attempt now and then. */
  bar(group: string): void;
  received(topic: string, payload: Buffer, retain: boolean): void;
  /** The broker sets *retain* on live messages too. */
  readonly flagsEverything: boolean;
  /** Of this topic all that was retained has come: what comes now is live. */
  keptHasCome(topic: string): void;
  close(): void;
}

interface Subscription {
  listeners: Set<TopicListener>;
  record: TopicRecord;
}

/** Everything one level below a prefix. */
interface Level extends Subscription {
  /** Of its topics that nobody has subscribed to by name. */
  records: Map<string, TopicRecord>;
}

/** Anybody can make up topics on a broker. */
const MOST_RECORDS = 5000;

/** @param refused these topics are not granted; `ended`: the broker ends the connection instead of saying so */
export function createTopicSubscriptions(
  client: MqttClient,
  refused: (topics: readonly string[], ended: boolean) => void,
): TopicSubscriptions {
  const topics = new Map<string, Subscription>();
  const levels = new Map<string, Level>();
  /** How often each whole level was asked for on this connection, also where it was left since. */
  const levelAsks = new Map<string, number>();
  let flagsEverything = false;

  const find = (topic: string) => (isLevel(topic) ? levels.get(levelOf(topic)) : topics.get(topic));
  const packets = createSubscribePackets(client, {
    all: () => [...topics.keys(), ...[...levels.keys()].map((level) => `${level}+`)],
    isWanted: (topic) => find(topic) !== undefined,
    asked(topic) {
      const level = levelOf(topic);
      if (isLevel(topic)) levelAsks.set(level, (levelAsks.get(level) ?? 0) + 1);
      else asked(topics.get(topic)!.record);
    },
    refused,
  });

  function recordIn(level: Level, topic: string): TopicRecord {
    const known = level.records.get(topic);
    if (known) return known;
    const made = newRecord();
    if (level.records.size < MOST_RECORDS) level.records.set(topic, made);
    return made;
  }

  function start(topic: string): Subscription {
    const made = { listeners: new Set<TopicListener>(), record: newRecord(), records: new Map() };
    if (isLevel(topic)) levels.set(levelOf(topic), made);
    else topics.set(topic, made);
    return made;
  }

  return {
    add(topic, listener) {
      (find(topic) ?? start(topic)).listeners.add(listener);
      return packets.ask(topic);
    },

    remove(topic, listener) {
      const found = find(topic);
      if (!found?.listeners.delete(listener) || found.listeners.size > 0) return;
      if (isLevel(topic)) levels.delete(levelOf(topic));
      else topics.delete(topic);
      packets.withdraw(topic);
      packets.leave(topic);
    },

    connected() {
      flagsEverything = false;
      levelAsks.clear();
      for (const each of topics.values()) each.record = newRecord();
      for (const each of levels.values()) each.records.clear();
      packets.connected();
    },

    ended: packets.ended,
    bar: packets.bar,

    received(topic, payload, retain) {
      const named = topics.get(topic);
      const level = levels.size > 0 ? levels.get(levelOf(topic)) : undefined;
      const record = named?.record ?? (level && recordIn(level, topic));
      if (!record) return;
      const ofLevel = retain && levelAsks.size > 0 ? levelAsks.get(levelOf(topic)) : 0;
      const live = isLive(record, payload, retain, ofLevel);
      if (live && retain) flagsEverything = true;
      if (named) for (const listener of named.listeners) listener(topic, payload, !live);
      if (level) for (const listener of level.listeners) listener(topic, payload, !live);
    },

    get flagsEverything() {
      return flagsEverything;
    },

    keptHasCome(topic) {
      const record = topics.get(topic)?.record;
      if (record) record.due = 0;
    },

    close: packets.close,
  };
}

function isLevel(topic: string): boolean {
  return topic.endsWith('/+') || topic === '+';
}

function levelOf(topic: string): string {
  return topic.slice(0, topic.lastIndexOf('/') + 1);
}
