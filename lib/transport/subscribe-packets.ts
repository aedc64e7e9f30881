/**
 * SUBSCRIBE and UNSUBSCRIBE packets of one connection. All topics of one moment go in one packet, because a packet and an answer
 * for each kept a thousand chargers busy for seconds. What may make the broker end the connection is asked for apart.
 */
import type { MqttClient } from 'mqtt';
import { createSuspects, groupOf } from './suspects';

export interface SubscribePackets {
  /** Resolves when the broker has answered, or cannot any more. */
  ask(topic: string): Promise<void>;
  leave(topic: string): void;
  /** Leaves the topic out of the packet that is about to be sent. */
  withdraw(topic: string): void;
  /** There is a connection: everything is asked for anew. */
  connected(): void;
  /** The connection has ended. @returns the group of topics that made the broker end it, where that is clear */
  ended(): string | undefined;
  /** Does not ask for the group any more, but for one attempt now and then. */
  bar(group: string): void;
  close(): void;
}

export interface SubscribePacketsContext {
  /** All topics that somebody listens to. */
  all(): string[];
  isWanted(topic: string): boolean;
  /** The broker is asked for this topic. */
  asked(topic: string): void;
  /** These topics are not granted. `ended`: the broker ends the connection instead of saying so. */
  refused(topics: readonly string[], ended: boolean): void;
}

/** A SUBACK has this, or more, for each topic that is refused [MQTT 3.1.1, 3.9.3; MQTT 5 has more]. */
export const REFUSED = 0x80;
/** What made the broker end the connection is tried again: after half a minute, and then less and less often. */
const RETRY_MS = { first: 30_000, longest: 900_000 };

export function createSubscribePackets(client: MqttClient, context: SubscribePacketsContext): SubscribePackets {
  const suspects = createSuspects();
  const barred = new Map<string, NodeJS.Timeout>();
  const barredForMs = new Map<string, number>();
  /** Sent and not answered. */
  const pending = new Set<readonly string[]>();
  /** Topics to ask for with the next packet, and the promise that they were answered. */
  let asking: { topics: Set<string>; done: Promise<void> } | undefined;
  /** Topics to leave with the next packet, and the promise that they were left. */
  let parting: { topics: Set<string>; done: Promise<void> } | undefined;
  /** Topics that the broker is to leave, until it has. */
  const leaving = new Map<string, Promise<void>>();
  /** Counts connections. */
  let connection = 0;

  const inGroup = (group: string) => context.all().filter((topic) => groupOf(topic) === group);
  const tellBarred = (group: string) => context.refused(inGroup(group), true);

  /** Sends one packet. Resolves when it is answered, or cannot be any more. */
  function send(topics: readonly string[]): Promise<void> {
    const packet = topics.filter((topic) => context.isWanted(topic) && !barred.has(groupOf(topic)));
    if (packet.length === 0 || !client.connected) return Promise.resolve();
    for (const topic of packet) context.asked(topic);
    pending.add(packet);
    return new Promise((resolve) => {
      client.subscribe(packet, { qos: 0 }, (error, _granted, suback) => {
        const codes = (suback ?? (error as { packet?: typeof suback } | null)?.packet)?.granted;
        if (codes && pending.delete(packet)) answered(packet, codes);
        resolve();
      });
    });
  }

  function answered(packet: readonly string[], codes: readonly unknown[]): void {
    suspects.answered(packet.map(groupOf));
    const refused = packet.filter((_topic, at) => Number(codes[at]) >= REFUSED);
    if (refused.length > 0) context.refused(refused, false);
  }

  /** The topics of one moment. */
  function together(handOver: (topics: readonly string[]) => Promise<void>): NonNullable<typeof asking> {
    const topics = new Set<string>();
    const done = new Promise<void>((resolve) => {
      queueMicrotask(() => void handOver([...topics]).then(resolve));
    });
    return { topics, done };
  }

  function sendAsked(topics: readonly string[]): Promise<void> {
    asking = undefined;
    return send(topics);
  }

  async function sendLeft(topics: readonly string[]): Promise<void> {
    const left = parting?.done;
    parting = undefined;
    if (client.connected) await new Promise<void>((resolve) => void client.unsubscribe([...topics], () => resolve()));
    for (const topic of topics) if (leaving.get(topic) === left) leaving.delete(topic);
  }

  /** Asks for everything, and for what is suspected apart and last. */
  async function askAll(): Promise<void> {
    const mine = connection;
    const all = context.all();
    await send(all.filter((topic) => !suspects.has(groupOf(topic))));
    for (const part of suspects.parts) {
      if (connection !== mine) return;
      const groups = new Set(part);
      await send(all.filter((topic) => groups.has(groupOf(topic))));
    }
  }

  return {
    ask(topic) {
      if (!client.connected) return Promise.resolve();
      const left = leaving.get(topic);
      // A broker in Node.js that is still busy leaving a topic takes it as subscribed, and then has left it.
      if (left) return left.then(() => (context.isWanted(topic) ? this.ask(topic) : undefined));
      // It has its turn behind all others.
      if (suspects.has(groupOf(topic))) return Promise.resolve();
      asking ??= together(sendAsked);
      asking.topics.add(topic);
      return asking.done;
    },

    leave(topic) {
      if (!client.connected) return;
      parting ??= together(sendLeft);
      parting.topics.add(topic);
      leaving.set(topic, parting.done);
    },

    withdraw: (topic) => void asking?.topics.delete(topic),

    connected() {
      connection += 1;
      suspects.connected();
      void askAll();
      // Who listens begins anew with each connection.
      queueMicrotask(() => {
        for (const group of barred.keys()) tellBarred(group);
      });
    },

    ended() {
      connection += 1;
      const groups = [...pending].flat().map(groupOf);
      pending.clear();
      return suspects.ended(groups);
    },

    bar(group) {
      const forMs = Math.min((barredForMs.get(group) ?? RETRY_MS.first / 2) * 2, RETRY_MS.longest);
      barredForMs.set(group, forMs);
      const retry = () => {
        barred.delete(group);
        void send(inGroup(group));
      };
      barred.set(group, setTimeout(retry, forMs).unref());
      tellBarred(group);
    },

    close() {
      for (const timer of barred.values()) clearTimeout(timer);
      barred.clear();
    },
  };
}
