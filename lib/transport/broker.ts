/**
 * A connection to an MQTT broker, shared by all chargers that use the same broker with the same credentials. It is opened
 * with the first user and closed with the last. A charger that makes the broker end the connection gets one of its own.
 */
import type { MqttClient } from 'mqtt';
import { createBrokerClient } from './broker-client';
import { brokerError } from './broker-error';
import type { BrokerOptions } from './broker-options';
import { groupOf } from './suspects';
import { createTopicSubscriptions, type TopicListener, type TopicSubscriptions } from './topic-subscriptions';
import { TransportError } from './transport';

export interface BrokerState {
  connected(): void;
  disconnected(error: TransportError): void;
  /** The broker does not grant these topics. `ended`: it ends the connection instead of saying so. */
  refused?(topics: readonly string[], ended: boolean): void;
}

export interface Broker {
  readonly connected: boolean;
  /** The broker sets *retain* on live messages too. */
  readonly flagsEverything: boolean;
  /** A topic, or everything one level below a prefix when it ends with `+`. Resolves when the broker has answered. */
  subscribe(topic: string, listener: TopicListener): Promise<void>;
  unsubscribe(topic: string, listener: TopicListener): void;
  /** Of this topic all that was retained has come: what comes now is live. */
  keptHasCome(topic: string): void;
  /** @throws TransportError OFFLINE while there is no connection: nothing is kept to be sent later */
  publish(topic: string, payload: string): void;
  release(): Promise<void>;
}

interface Connection {
  client: MqttClient;
  subscriptions: TopicSubscriptions;
  users: Set<User>;
}

interface User {
  state: BrokerState;
  topics: Map<TopicListener, Set<string>>;
  connection: Connection;
  /** When it last wrote, by `performance.now()`. */
  wroteAt: number;
  /** How often in a row the connection ended right behind what it wrote, and whether it did behind the last. */
  cuts: number;
  isCut: boolean;
}

/** The longest value of a charger has a few kilobytes; anybody can leave anything on a broker. */
const MOST_PAYLOAD_BYTES = 256 * 1024;
/** A broker that ends the connection of who may not write there does it at once. */
const RIGHT_BEHIND_MS = 500;
/** Lost connections behind a write that are no chance any more. */
const MOST_CUTS = 3;

const open = new Map<string, Connection>();

export function useBroker(options: BrokerOptions, state: BrokerState): Broker {
  const id = JSON.stringify([options.url, options.username ?? '', options.password ?? '', options.tls ?? null]);
  let shared = open.get(id);
  if (!shared) {
    shared = connect(options);
    open.set(id, shared);
  }
  const user: User = {
    state,
    topics: new Map(),
    connection: shared,
    wroteAt: Number.NEGATIVE_INFINITY,
    cuts: 0,
    isCut: false,
  };
  shared.users.add(user);
  const isConnected = () => user.connection.client.connected;
  if (isConnected()) queueMicrotask(() => user.connection.users.has(user) && isConnected() && user.state.connected());

  return {
    get connected() {
      return isConnected();
    },
    get flagsEverything() {
      return user.connection.subscriptions.flagsEverything;
    },
    subscribe(topic, listener) {
      const topics = user.topics.get(listener) ?? new Set();
      user.topics.set(listener, topics.add(topic));
      return user.connection.subscriptions.add(topic, listener);
    },
    unsubscribe(topic, listener) {
      user.topics.get(listener)?.delete(topic);
      user.connection.subscriptions.remove(topic, listener);
    },
    keptHasCome: (topic) => user.connection.subscriptions.keptHasCome(topic),
    publish(topic, payload) {
      if (!isConnected()) throw new TransportError('OFFLINE', 'there is no connection to the broker');
      if (!user.isCut) user.cuts = 0;
      user.isCut = false;
      user.wroteAt = performance.now();
      user.connection.client.publish(topic, payload, { qos: 0 });
    },
    async release() {
      const { connection } = user;
      if (!connection.users.has(user)) return;
      leave(user);
      if (connection.users.size > 0) return;
      if (open.get(id) === connection) open.delete(id);
      connection.subscriptions.close();
      await connection.client.endAsync(true);
    },
  };
}

function leave(user: User): void {
  const { subscriptions, users } = user.connection;
  users.delete(user);
  for (const [listener, topics] of user.topics) for (const topic of topics) subscriptions.remove(topic, listener);
}

/** Gives a user a connection of its own. @param culprit topics that make the broker end it */
function moveApart(user: User, options: BrokerOptions, culprit?: string): void {
  leave(user);
  user.connection = connect(options);
  user.connection.users.add(user);
  for (const [listener, topics] of user.topics)
    for (const topic of topics) void user.connection.subscriptions.add(topic, listener);
  if (culprit !== undefined) user.connection.subscriptions.bar(culprit);
}

function connect(options: BrokerOptions): Connection {
  const client = createBrokerClient(options);
  const users = new Set<User>();
  const all = () => [...users];
  const subscriptions = createTopicSubscriptions(client, (topics, ended) => {
    for (const user of all()) {
      const its = topics.filter((topic) => listens(user, topic));
      if (its.length > 0) user.state.refused?.(its, ended);
    }
  });
  let reason: TransportError | undefined;

  client.on('connect', () => {
    reason = undefined;
    subscriptions.connected();
    for (const user of all()) user.state.connected();
  });
  client.on('error', (error) => {
    reason = brokerError(error);
    for (const user of all()) user.state.disconnected(reason);
  });
  client.on('close', () => {
    const error =
      reason ??
      new TransportError('OFFLINE', 'the connection to the broker was lost, or nothing answers at its address', {
        reason: 'brokerDown',
      });
    for (const user of all()) user.state.disconnected(error);
    const culprit = subscriptions.ended();
    if (culprit !== undefined) isolate(culprit);
    isolateWriters();
  });
  client.on('message', (topic, payload, packet) => {
    if (payload.length <= MOST_PAYLOAD_BYTES) subscriptions.received(topic, payload, packet.retain);
  });

  function isolate(group: string): void {
    const guilty = all().filter((user) => [...user.topics.values()].some((topics) => anyIn(topics, group)));
    if (guilty.length === users.size) subscriptions.bar(group);
    else for (const user of guilty) moveApart(user, options, group);
  }

  /** Some brokers end the connection of who writes where it may not. */
  function isolateWriters(): void {
    for (const user of all()) {
      if (performance.now() - user.wroteAt > RIGHT_BEHIND_MS) continue;
      user.isCut = true;
      user.cuts += 1;
      if (user.cuts < MOST_CUTS || users.size === 1) continue;
      user.cuts = 0;
      moveApart(user, options);
    }
  }

  return { client, subscriptions, users };
}

function listens(user: User, topic: string): boolean {
  for (const topics of user.topics.values()) if (topics.has(topic)) return true;
  return false;
}

function anyIn(topics: ReadonlySet<string>, group: string): boolean {
  for (const topic of topics) if (groupOf(topic) === group) return true;
  return false;
}
