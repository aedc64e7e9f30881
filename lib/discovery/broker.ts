/**
 * Finding chargers on an MQTT broker: they publish below `go-eCharger/<serial>/`, older ones with a slash in front
 * [vendor's API documents]. One with a prefix of its owner's choice is not found.
 */
import type { IClientOptions, MqttClient } from 'mqtt';
import type { Signal } from '../abort-signal';
import { ChargerError, type Reason } from '../errors';
import { decode } from '../keys';
import { plainText, serialText } from '../plain-text';
import { type BrokerOptions, isBrokerUrl } from '../wire/broker-access';
import { brokerError } from '../wire/broker-error';
import { givenUpAt, within } from '../wire/patience';
import { type Found, MOST_FOUND, modelNamed } from './found';

export interface BrokerSearch {
  /** How long to listen once connected. Default 2500: a living charger speaks every second. */
  timeoutMs?: number;
  /** Ends the search early; what was heard by then counts. */
  signal?: Signal;
}

const CONNECT_TIMEOUT_MS = 5000;
const SUBSCRIBE_TIMEOUT_MS = 3000;
/** Names are longer than anything else that is read here. */
const MOST_BYTES = 400;
/** The few that say who and whether; older firmware publishes neither name nor type [owners' reports]. */
const KEYS = ['fna', 'typ', 'styp', 'fwv', 'sse', 'car', 'rbt', 'utc'];
const TOPIC = /^(\/?go-eCharger\/(\d{3,12})\/)([a-z]{3,4})$/;

/** A charger while it is being heard: type and subtype, which are its model, come each in a message. */
type Heard = Found & { typ?: string; styp?: string };

/** @throws ChargerError OFFLINE or AUTH with the reason, INVALID for what is no URL of a broker */
export async function findOnBroker(broker: BrokerOptions, search: BrokerSearch = {}): Promise<Found[]> {
  const { timeoutMs = 2500, signal } = search;
  const heard = new Map<string, Heard>();
  const client = connect(broker);
  client.on('message', (topic, payload, { retain }) => take(heard, topic, payload, retain, withoutLogin(broker.url)));
  try {
    await connected(client, signal);
    await subscribed(client, signal);
    await pause(timeoutMs, signal);
  } finally {
    await client.endAsync(true).catch(() => {});
  }
  return [...heard.values()].map(({ typ, styp, ...each }) => ({
    ...each,
    name: each.name || each.serial,
    model: modelNamed(typ, styp),
  }));
}

function connect({ url, username, password, tls }: BrokerOptions): MqttClient {
  if (!isBrokerUrl(url)) throw new ChargerError('INVALID', 'The broker must be a URL such as mqtt://192.168.1.10:1883');
  // Loaded only here: who never searches does not pay for it.
  const mqtt: typeof import('mqtt') = require('mqtt');
  const settings: IClientOptions = {
    ...tls,
    clientId: `goe-find-${Math.random().toString(16).slice(2, 12)}`,
    username: username || undefined,
    password: password || undefined,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    // Why: lib/wire/broker.ts.
    writeCache: false,
  };
  return mqtt.connect(url, settings);
}

function connected(client: MqttClient, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.on('error', (error) => {
      const { code, message, reason } = brokerError(error);
      reject(failure(code, message, reason));
    });
    client.once('close', () => reject(failure('OFFLINE', 'nothing answers as an MQTT broker there', 'brokerDown')));
    const giveUp = () => reject(failure('CLOSED', 'the search was given up'));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}

/** A broker may let us in and then say nothing, or go away in the middle. */
async function subscribed(client: MqttClient, signal: AbortSignal | undefined): Promise<void> {
  const topics = ['go-eCharger/+/', '/go-eCharger/+/'].flatMap((prefix) => KEYS.map((key) => prefix + key));
  const granted = client.subscribeAsync(topics, { qos: 0 }).catch(() => {
    throw failure('AUTH', 'the broker does not let this user listen below go-eCharger/', 'brokerTopics');
  });
  await within(SUBSCRIBE_TIMEOUT_MS, signal ? [signal] : [], (enough) => givenUpAt(enough, granted)).catch((error) => {
    if (error instanceof ChargerError) throw error;
    throw failure('OFFLINE', 'it does not answer', 'brokerDown');
  });
}

function take(heard: Map<string, Heard>, topic: string, payload: Buffer, retained: boolean, address: string): void {
  const [, prefix, serial, key] = TOPIC.exec(topic) ?? [];
  if (!prefix || !serial || !key || payload.length === 0 || payload.length > MOST_BYTES) return;
  let charger = heard.get(prefix);
  if (!charger) {
    if (heard.size >= MOST_FOUND) return;
    charger = { name: '', serial, model: '', address, connection: 'mqtt', topicPrefix: prefix, alive: false };
    heard.set(prefix, charger);
  }
  if (!retained) charger.alive = true;
  const value = textIn(payload);
  if (key === 'fna') charger.name = plainText(value);
  if (key === 'typ' || key === 'styp') charger[key] = value;
  if (key === 'fwv' && value) charger.firmware = plainText(value, 20);
  // A prefix may be left over from another charger: what it says of itself counts.
  if (key === 'sse') charger.serial = serialText(value) || serial;
}

function textIn(payload: Buffer): string | undefined {
  try {
    const value = decode(payload.toString());
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    if (signal?.aborted) over();
    signal?.addEventListener('abort', over, { once: true });
  });
}

function withoutLogin(url: string): string {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain.href;
}

function failure(code: ChargerError['code'], why: string, reason?: Reason): ChargerError {
  return new ChargerError(code, `Broker: ${why}`, { reason });
}
