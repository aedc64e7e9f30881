/**
 * A connection to an MQTT broker, shared by all chargers that use the same broker with the same credentials. It is opened
 * with the first user and closed with the last.
 */
import { Socket } from 'node:net';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { BrokerOptions } from './broker-access';
import { isTlsTrouble } from './tls-trouble';
import { WireError } from './wire';

export type TopicListener = (topic: string, payload: Buffer, retained: boolean) => void;

export interface BrokerState {
  connected(): void;
  disconnected(error: WireError): void;
}

export interface Broker {
  readonly connected: boolean;
  /** A topic, or everything one level below `prefix` when it ends with `+`. Resolves when the broker has granted it. */
  subscribe(topic: string, listener: TopicListener): Promise<void>;
  unsubscribe(topic: string, listener: TopicListener): void;
  /** @throws WireError OFFLINE while there is no connection: nothing is kept to be sent later */
  publish(topic: string, payload: string): void;
  release(): Promise<void>;
}

interface Shared {
  client: MqttClient;
  topics: Map<string, Set<TopicListener>>;
  /** How many of the topics are a whole level; where none is, no message has to be looked for twice. */
  levels: number;
  users: Set<BrokerState>;
  /** Topics to ask for with the next packet, and the promise that they were granted. */
  asking: { topics: Set<string>; granted: Promise<void> } | undefined;
  /** Topics to leave with the next packet, and the promise that they were left. */
  parting: { topics: Set<string>; left: Promise<void> } | undefined;
  /** Topics that the broker is to leave, until it has. */
  leaving: Map<string, Promise<void>>;
}

/** The longest value of a charger has a few kilobytes; anybody can leave anything on a broker. */
const MOST_PAYLOAD_BYTES = 256 * 1024;

/**
 * A broker that is back must not be missed because an older attempt still waits for it; one that has become slow gets the
 * time it needs now and then.
 */
const CONNECT_MS = { hurried: 3000, patient: 10_000 };
const PATIENT_EVERY = 4;

const open = new Map<string, Shared>();

export function useBroker(options: BrokerOptions, state: BrokerState): Broker {
  const id = JSON.stringify([options.url, options.username ?? '', options.password ?? '', options.tls ?? null]);
  const shared = open.get(id) ?? connect(id, options);
  shared.users.add(state);
  if (shared.client.connected)
    queueMicrotask(() => shared.users.has(state) && shared.client.connected && state.connected());
  const mine = new Map<TopicListener, Set<string>>();

  return {
    get connected() {
      return shared.client.connected;
    },
    subscribe(topic, listener) {
      let listeners = shared.topics.get(topic);
      if (!listeners) {
        listeners = new Set();
        shared.topics.set(topic, listeners);
        if (isLevel(topic)) shared.levels += 1;
      }
      listeners.add(listener);
      const topics = mine.get(listener) ?? new Set();
      mine.set(listener, topics.add(topic));
      return ask(shared, topic);
    },
    unsubscribe(topic, listener) {
      mine.get(listener)?.delete(topic);
      drop(shared, topic, listener);
    },
    publish(topic, payload) {
      if (!shared.client.connected) throw new WireError('OFFLINE', 'there is no connection to the broker');
      shared.client.publish(topic, payload, { qos: 0 });
    },
    async release() {
      if (!shared.users.delete(state)) return;
      for (const [listener, topics] of mine) for (const topic of topics) drop(shared, topic, listener);
      if (shared.users.size > 0) return;
      open.delete(id);
      await shared.client.endAsync(true);
    },
  };
}

function isLevel(topic: string): boolean {
  return topic.endsWith('/+') || topic === '+';
}

function drop(shared: Shared, topic: string, listener: TopicListener): void {
  const listeners = shared.topics.get(topic);
  if (!listeners?.delete(listener) || listeners.size > 0) return;
  shared.topics.delete(topic);
  if (isLevel(topic)) shared.levels -= 1;
  shared.asking?.topics.delete(topic);
  if (shared.client.connected) leave(shared, topic);
}

/**
 * Tells the broker to leave a topic, with all others left in the same moment: a charger that is found on one of its prefixes
 * leaves those of the other, and a packet and an answer for each of them kept a thousand chargers busy for seconds.
 */
function leave(shared: Shared, topic: string): void {
  shared.parting ??= part(shared);
  shared.parting.topics.add(topic);
  shared.leaving.set(topic, shared.parting.left);
}

function part(shared: Shared): NonNullable<Shared['parting']> {
  const topics = new Set<string>();
  const left = new Promise<void>((resolve) => {
    queueMicrotask(() => {
      shared.parting = undefined;
      if (!shared.client.connected) resolve();
      else shared.client.unsubscribe([...topics], () => resolve());
    });
  });
  void left.then(() => {
    for (const topic of topics) if (shared.leaving.get(topic) === left) shared.leaving.delete(topic);
  });
  return { topics, left };
}

/**
 * Asks the broker for a topic, with all others asked for in the same moment. A topic that is subscribed already is asked for
 * again, because that makes the broker send its retained value. On a new connection all are asked for anew.
 */
function ask(shared: Shared, topic: string): Promise<void> {
  if (!shared.client.connected) return Promise.resolve();
  const left = shared.leaving.get(topic);
  // A broker in Node.js that is still busy leaving a topic takes it as subscribed, and then has left it.
  if (left) return left.then(() => (shared.topics.has(topic) ? ask(shared, topic) : undefined));
  if (shared.asking) {
    shared.asking.topics.add(topic);
    return shared.asking.granted;
  }
  const topics = new Set([topic]);
  const granted = new Promise<void>((resolve) => {
    queueMicrotask(() => {
      shared.asking = undefined;
      if (topics.size === 0 || !shared.client.connected) resolve();
      else shared.client.subscribe([...topics], { qos: 0 }, () => resolve());
    });
  });
  shared.asking = { topics, granted };
  return granted;
}

function connect(id: string, options: BrokerOptions): Shared {
  // Loaded by the first connection that needs it: flows on HTTP never pay for it.
  const mqtt: typeof import('mqtt') = require('mqtt');
  const settings: IClientOptions = {
    ...options.tls,
    clientId: newClientId(),
    username: options.username || undefined,
    password: options.password || undefined,
    keepalive: 20,
    connectTimeout: CONNECT_MS.hurried,
    // A different pace for everybody, so that a broker that comes back is not stormed.
    reconnectPeriod: 1000 + Math.random() * 700,
    reconnectOnConnackError: true,
    resubscribe: false,
    queueQoSZero: false,
    // It is a buffer for each of 65,536 numbers, made with the first connection: seven megabytes, to save half a microsecond
    // with a packet that is sent.
    writeCache: false,
    // A dozen lines for each message, which are asked for by DEBUG=mqttjs*; otherwise even to drop them costs.
    log: process.env.DEBUG ? undefined : () => {},
  };
  const client = mqtt.connect(options.url, settings);
  const shared: Shared = {
    client,
    topics: new Map(),
    levels: 0,
    users: new Set(),
    asking: undefined,
    parting: undefined,
    leaving: new Map(),
  };
  open.set(id, shared);
  let reason: WireError | undefined;
  let attempts = 0;

  client.on('connect', () => {
    reason = undefined;
    // A write is two small packets; held back to be sent together, the second waits for 40 ms.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    const topics = [...shared.topics.keys()];
    if (topics.length > 0) client.subscribe(topics, { qos: 0 }, () => {});
    for (const user of [...shared.users]) user.connected();
  });
  // Under the old name again, two clients of one name would throw each other out for ever. Nothing is lost by another:
  // every session is a clean one.
  client.on('reconnect', () => {
    client.options.clientId = newClientId();
    attempts += 1;
    client.options.connectTimeout = attempts % PATIENT_EVERY === 0 ? CONNECT_MS.patient : CONNECT_MS.hurried;
  });
  client.on('error', (error) => {
    reason = brokerError(error);
    for (const user of [...shared.users]) user.disconnected(reason);
  });
  client.on('close', () => {
    const error =
      reason ??
      new WireError('OFFLINE', 'the connection to the broker was lost, or nothing answers at its address', {
        reason: 'brokerDown',
      });
    for (const user of [...shared.users]) user.disconnected(error);
  });
  client.on('message', (topic, payload, packet) => {
    if (payload.length > MOST_PAYLOAD_BYTES) return;
    deliver(shared.topics.get(topic), topic, payload, packet.retain);
    if (shared.levels === 0) return;
    const level = topic.lastIndexOf('/');
    deliver(shared.topics.get(`${topic.slice(0, level + 1)}+`), topic, payload, packet.retain);
  });
  return shared;
}

function newClientId(): string {
  return `goe-${Math.random().toString(16).slice(2, 12)}`;
}

function deliver(listeners: Set<TopicListener> | undefined, topic: string, payload: Buffer, retained: boolean): void {
  if (listeners) for (const listener of listeners) listener(topic, payload, retained);
}

/** Connack codes of MQTT 3.1.1 and 5 that mean: who are you? */
const NOT_LET_IN = new Set([4, 5, 134, 135]);

export function brokerError(cause: Error & { code?: number | string }): WireError {
  const code = cause.code ?? '';
  if (typeof code === 'number' && NOT_LET_IN.has(code)) {
    return new WireError('AUTH', 'the broker does not accept user and password', { cause, reason: 'brokerLogin' });
  }
  if (isTlsTrouble(String(code))) {
    return new WireError('OFFLINE', `no secure connection to the broker (${code}); check the TLS configuration`, {
      cause,
      reason: 'tls',
    });
  }
  const why: Record<string, string> = {
    ECONNREFUSED: 'the broker refuses the connection; is it running, and is the port right?',
    ENOTFOUND: "the broker's name cannot be resolved",
    EAI_AGAIN: "the broker's name cannot be resolved just now",
    EHOSTUNREACH: 'the broker cannot be reached',
    ETIMEDOUT: 'the broker does not answer',
  };
  return new WireError(
    'OFFLINE',
    why[String(code)] ?? `no connection to the broker${code === '' ? '' : ` (${code})`}`,
    { cause, reason: 'brokerDown' },
  );
}
