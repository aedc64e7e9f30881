/**
 * Connection to an MQTT broker, shared by all chargers with the same broker and credentials. The first user opens it, the last
 * one closes it. A charger that makes the broker end the connection gets a connection of its own.
 */
import type { MqttClient } from 'mqtt';
import { TransportError } from '../transport';
import { createBrokerClient } from './broker-client';
import { brokerError } from './broker-error';
import type { BrokerOptions } from './broker-options';
import { groupOf } from './topic-quarantine';
import { createTopicSubscriptions, type TopicListener, type TopicSubscriptions } from './topic-subscriptions';

export interface BrokerListener {
  connected(): void;
  disconnected(error: TransportError): void;
  /** The broker does not grant these topics. `disconnects`: it ends the connection instead of refusing them. */
  refused?(topics: readonly string[], disconnects: boolean): void;
}

/** The connection as one of its users sees it. */
export interface Broker {
  readonly connected: boolean;
  /** The broker sets *retain* on live messages too. */
  readonly retainAsPublished: boolean;
  /** A topic, or everything one level below a prefix when it ends with `+`. Resolves when the broker has acknowledged. */
  subscribe(topic: string, listener: TopicListener): Promise<void>;
  unsubscribe(topic: string, listener: TopicListener): void;
  /** All that was retained of this topic has come: every further message is live. */
  retainedReceived(topic: string): void;
  /** @throws TransportError OFFLINE while there is no connection: nothing is stored to be sent later */
  publish(topic: string, payload: string): void;
  release(): Promise<void>;
}

interface Connection {
  client: MqttClient;
  subscriptions: TopicSubscriptions;
  users: Set<User>;
}

interface User {
  listener: BrokerListener;
  topics: Map<TopicListener, Set<string>>;
  connection: Connection;
  /** Time of its last publish, by `performance.now()`. */
  publishedAt: number;
  /** Connections in a row that ended right after it had published. */
  lossesAfterPublish: number;
  /** The last connection ended right after its last publish. */
  isLost: boolean;
}

/** The longest value of a charger has a few kilobytes; anybody can leave anything on a broker. */
const MOST_PAYLOAD_BYTES = 256 * 1024;
/** Time after a publish in which a lost connection may be its result: a broker that forbids the topic ends it at once [our choice]. */
const RIGHT_AFTER_PUBLISH_MS = 500;
/** Losses in a row right after a publish that are no chance any more. */
const MOST_LOSSES = 3;

/** Open connections by broker and credentials. */
const shared = new Map<string, Connection>();

/** Shared connection to a broker for one more user, who has to release it. */
export function useBroker(options: BrokerOptions, listener: BrokerListener): Broker {
  const id = JSON.stringify([options.url, options.username ?? '', options.password ?? '', options.tls ?? null]);
  const first = shared.get(id) ?? connect(options);
  shared.set(id, first);
  const user: User = {
    listener,
    topics: new Map(),
    connection: first,
    publishedAt: Number.NEGATIVE_INFINITY,
    lossesAfterPublish: 0,
    isLost: false,
  };
  first.users.add(user);
  const isConnected = () => user.connection.client.connected;
  if (isConnected())
    queueMicrotask(() => user.connection.users.has(user) && isConnected() && user.listener.connected());

  return {
    get connected() {
      return isConnected();
    },
    get retainAsPublished() {
      return user.connection.subscriptions.retainAsPublished;
    },
    subscribe(topic, topicListener) {
      const topics = user.topics.get(topicListener) ?? new Set();
      user.topics.set(topicListener, topics.add(topic));
      return user.connection.subscriptions.add(topic, topicListener);
    },
    unsubscribe(topic, topicListener) {
      user.topics.get(topicListener)?.delete(topic);
      user.connection.subscriptions.remove(topic, topicListener);
    },
    retainedReceived: (topic) => user.connection.subscriptions.retainedReceived(topic),
    publish(topic, payload) {
      if (!isConnected()) throw new TransportError('OFFLINE', 'there is no connection to the broker');
      if (!user.isLost) user.lossesAfterPublish = 0;
      user.isLost = false;
      user.publishedAt = performance.now();
      user.connection.client.publish(topic, payload, { qos: 0 });
    },
    async release() {
      const { connection } = user;
      if (!connection.users.has(user)) return;
      removeUser(user);
      if (connection.users.size > 0) return;
      if (shared.get(id) === connection) shared.delete(id);
      connection.subscriptions.close();
      await connection.client.endAsync(true);
    },
  };
}

function removeUser(user: User): void {
  const { subscriptions, users } = user.connection;
  users.delete(user);
  for (const [listener, topics] of user.topics) for (const topic of topics) subscriptions.remove(topic, listener);
}

/** Gives a user a connection of its own. @param blockedGroup topics that make the broker end it */
function moveToOwnConnection(user: User, options: BrokerOptions, blockedGroup?: string): void {
  removeUser(user);
  user.connection = connect(options);
  user.connection.users.add(user);
  for (const [listener, topics] of user.topics)
    for (const topic of topics) void user.connection.subscriptions.add(topic, listener);
  if (blockedGroup !== undefined) user.connection.subscriptions.block(blockedGroup);
}

function connect(options: BrokerOptions): Connection {
  const client = createBrokerClient(options);
  const users = new Set<User>();
  /** A copy: a user may be moved or removed while all are notified. */
  const allUsers = () => [...users];
  const subscriptions = createTopicSubscriptions(client, (topics, disconnects) => {
    for (const user of allUsers()) {
      const its = topics.filter((topic) => isSubscribed(user, topic));
      if (its.length > 0) user.listener.refused?.(its, disconnects);
    }
  });
  /** Error of the last attempt to connect. */
  let lastError: TransportError | undefined;

  client.on('connect', () => {
    lastError = undefined;
    subscriptions.connected();
    for (const user of allUsers()) user.listener.connected();
  });
  client.on('error', (error) => {
    lastError = brokerError(error);
    for (const user of allUsers()) user.listener.disconnected(lastError);
  });
  client.on('close', () => {
    const error =
      lastError ??
      new TransportError('OFFLINE', 'the connection to the broker was lost, or nothing answers at its address', {
        reason: 'brokerDown',
      });
    for (const user of allUsers()) user.listener.disconnected(error);
    const group = subscriptions.disconnected();
    if (group !== undefined) isolateSubscribers(group);
    isolatePublishers();
  });
  client.on('message', (topic, payload, packet) => {
    if (payload.length <= MOST_PAYLOAD_BYTES) subscriptions.received(topic, payload, packet.retain);
  });

  /** Some brokers end the connection of a client that subscribes where it may not. */
  function isolateSubscribers(group: string): void {
    const subscribers = allUsers().filter((user) => hasTopicIn(user, group));
    if (subscribers.length === users.size) subscriptions.block(group);
    else for (const user of subscribers) moveToOwnConnection(user, options, group);
  }

  /** Some brokers end the connection of a client that publishes where it may not [MQTT 3.1.1, 3.3.5]. */
  function isolatePublishers(): void {
    for (const user of allUsers()) {
      if (performance.now() - user.publishedAt > RIGHT_AFTER_PUBLISH_MS) continue;
      user.isLost = true;
      user.lossesAfterPublish += 1;
      if (user.lossesAfterPublish < MOST_LOSSES || users.size === 1) continue;
      user.lossesAfterPublish = 0;
      moveToOwnConnection(user, options);
    }
  }

  return { client, subscriptions, users };
}

function isSubscribed(user: User, topic: string): boolean {
  for (const topics of user.topics.values()) if (topics.has(topic)) return true;
  return false;
}

function hasTopicIn(user: User, group: string): boolean {
  for (const topics of user.topics.values()) for (const topic of topics) if (groupOf(topic) === group) return true;
  return false;
}
