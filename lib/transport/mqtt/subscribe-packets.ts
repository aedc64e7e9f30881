/**
 * SUBSCRIBE and UNSUBSCRIBE packets of one connection: the topics of one tick go in one packet, topics in quarantine apart and
 * last, blocked ones not at all.
 */
import type { MqttClient } from 'mqtt';
import { createBlockedTopics } from './blocked-topics';
import { createTopicBatch } from './topic-batch';
import { createTopicQuarantine, groupOf } from './topic-quarantine';

export interface SubscribePackets {
  /** Resolves when the broker has acknowledged, or cannot any more. */
  subscribe(topic: string): Promise<void>;
  unsubscribe(topic: string): void;
  /** There is a new connection: everything is subscribed to again. */
  connected(): void;
  /** The connection has ended. @returns the group of topics that made the broker end it, where that is certain */
  disconnected(): string | undefined;
  /** Does not subscribe to the group any more, except for one attempt now and then. */
  block(group: string): void;
  close(): void;
}

export interface SubscribePacketsContext {
  /** All topics with a listener. */
  topics(): string[];
  hasListener(topic: string): boolean;
  /** A packet with this topic is sent. */
  subscribeSent(topic: string): void;
  /** The broker does not grant these topics. `disconnects`: it ends the connection instead of refusing them. */
  refused(topics: readonly string[], disconnects: boolean): void;
}

/** A SUBACK has this, or more, for each topic that is refused [MQTT 3.1.1, 3.9.3; MQTT 5 has more]. */
const REFUSED = 0x80;

/**
 * Sends one SUBSCRIBE.
 * @param acknowledged gets for each topic whether it is granted; undefined where the connection ended before the SUBACK
 */
export function sendSubscribe(
  client: MqttClient,
  topics: readonly string[],
  acknowledged: (granted: readonly boolean[] | undefined) => void,
): void {
  client.subscribe([...topics], { qos: 0 }, (error, _granted, suback) => {
    // mqtt.js reports a refused topic as an error that carries the SUBACK.
    const codes = (suback ?? (error as { packet?: typeof suback } | null)?.packet)?.granted;
    acknowledged(codes?.map((code) => Number(code) < REFUSED));
  });
}

export function createSubscribePackets(client: MqttClient, context: SubscribePacketsContext): SubscribePackets {
  const quarantine = createTopicQuarantine();
  const blocked = createBlockedTopics((group) => void send(topicsOf(group)));
  const subscribeBatch = createTopicBatch(send);
  const unsubscribeBatch = createTopicBatch(sendUnsubscribe);
  /** Packets that were sent and are not acknowledged. */
  const unacknowledged = new Set<readonly string[]>();
  /** Topics that the broker has not unsubscribed yet, and when it has. */
  const unsubscribing = new Map<string, Promise<void>>();
  /** Number of the connection: what was begun on an earlier one ends. */
  let connection = 0;

  const topicsOf = (group: string) => context.topics().filter((topic) => groupOf(topic) === group);

  /** Sends one packet. Resolves when it is acknowledged, or cannot be any more. */
  function send(topics: readonly string[]): Promise<void> {
    const packet = topics.filter((topic) => context.hasListener(topic) && !blocked.has(groupOf(topic)));
    if (packet.length === 0 || !client.connected) return Promise.resolve();
    for (const topic of packet) context.subscribeSent(topic);
    unacknowledged.add(packet);
    return new Promise((resolve) => {
      sendSubscribe(client, packet, (granted) => {
        if (granted && unacknowledged.delete(packet)) acknowledged(packet, granted);
        resolve();
      });
    });
  }

  function acknowledged(packet: readonly string[], granted: readonly boolean[]): void {
    quarantine.acknowledged(packet.map(groupOf));
    const refused = packet.filter((_topic, at) => granted[at] === false);
    if (refused.length > 0) context.refused(refused, false);
  }

  async function sendUnsubscribe(topics: readonly string[]): Promise<void> {
    if (client.connected) await new Promise<void>((resolve) => void client.unsubscribe([...topics], () => resolve()));
  }

  /** Subscribes to everything: first in one packet, then to what is in quarantine, part by part. */
  async function sendAll(): Promise<void> {
    const mine = connection;
    const topics = context.topics();
    await send(topics.filter((topic) => !quarantine.has(groupOf(topic))));
    for (const part of quarantine.parts) {
      if (connection !== mine) return;
      const groups = new Set(part);
      await send(topics.filter((topic) => groups.has(groupOf(topic))));
    }
  }

  async function subscribe(topic: string): Promise<void> {
    if (!client.connected) return;
    const unsubscribed = unsubscribing.get(topic);
    if (unsubscribed) {
      // A broker that still unsubscribes the topic takes it as subscribed, and then unsubscribes it [measured, moscajs/aedes].
      await unsubscribed;
      if (context.hasListener(topic)) await subscribe(topic);
      return;
    }
    // `sendAll` subscribes to what is in quarantine, behind all others.
    if (!quarantine.has(groupOf(topic))) await subscribeBatch.add(topic);
  }

  return {
    subscribe,

    unsubscribe(topic) {
      subscribeBatch.delete(topic);
      if (!client.connected) return;
      const done = unsubscribeBatch.add(topic).then(() => {
        if (unsubscribing.get(topic) === done) unsubscribing.delete(topic);
      });
      unsubscribing.set(topic, done);
    },

    connected() {
      connection += 1;
      quarantine.connected();
      void sendAll();
      // Listeners start from nothing with each connection, so they are notified again of what is blocked.
      queueMicrotask(() => {
        for (const group of blocked.groups()) context.refused(topicsOf(group), true);
      });
    },

    disconnected() {
      connection += 1;
      const groups = [...unacknowledged].flat().map(groupOf);
      unacknowledged.clear();
      return quarantine.disconnected(groups);
    },

    block(group) {
      blocked.block(group);
      context.refused(topicsOf(group), true);
    },

    close: blocked.close,
  };
}
