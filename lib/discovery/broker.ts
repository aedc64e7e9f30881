/**
 * Finding chargers on an MQTT broker: they publish below `go-eCharger/<serial>/`, older ones with a slash in front
 * [vendor's API documents]. One with a prefix of its owner's choice is not found. What publishes there and cannot be used is told
 * apart: a go-e Controller, and chargers with API v1.
 */
import type { MqttClient } from 'mqtt';
import type { Signal } from '../abort-signal';
import { ChargerError, type Reason } from '../errors';
import type { Json } from '../json';
import { decode } from '../keys';
import { plainText, serialText } from '../plain-text';
import { createBrokerClient } from '../transport/broker-client';
import { brokerError } from '../transport/broker-error';
import { type BrokerOptions, isBrokerUrl } from '../transport/broker-options';
import { isV1Status, KIND_KEYS, kindOf, TELLING_KEYS } from '../transport/device-kind';
import { isObject, V1_STATUS } from '../transport/kind-watch';
import { asked, isLive, newRecord, type TopicRecord } from '../transport/liveness';
import { REFUSED } from '../transport/subscribe-packets';
import { raceAbort, withTimeout } from '../transport/timeout';
import { type Found, MOST_FOUND, modelNamed } from './found';

export interface BrokerSearch {
  /** How long to listen once connected. Default 2500: a living charger speaks every second. */
  timeoutMs?: number;
  /** Ends the search early; what was heard by then counts. */
  signal?: Signal;
}

const CONNECT_TIMEOUT_MS = 5000;
const SUBSCRIBE_TIMEOUT_MS = 3000;
/** Names are longer than anything else that is read here, but for the one topic of API v1. */
const MOST_BYTES = 400;
const MOST_STATUS_BYTES = 8000;
/** The few that say who and whether; older firmware publishes neither name nor type [owners' reports]. */
const KEYS = ['fna', 'typ', 'styp', 'fwv', 'sse', 'car', 'rbt', 'utc', 'fhz'];
const PREFIXES = ['go-eCharger/+/', '/go-eCharger/+/', 'go-eController/+/', '/go-eController/+/'];
const TOPIC = /^(\/?go-e(?:Charger|Controller)\/(\d{3,12})\/)([a-z]{3,6})$/;

/** What publishes on a broker as a charger does, and cannot be used as one. */
export interface OtherDevice {
  kind: 'controller' | 'api-v1';
  serial: string;
  topicPrefix: string;
  alive: boolean;
}

/** A device while it is being heard. */
interface Heard {
  found: Found;
  topicPrefix: string;
  /** Values that tell its kind and its model, which come each in a message. */
  telling: Map<string, Json>;
  /** It publishes the one topic of API v1. */
  isV1: boolean;
  records: Map<string, TopicRecord>;
}

/** @throws ChargerError OFFLINE or AUTH with the reason, INVALID for what is no URL of a broker */
export async function findOnBroker(broker: BrokerOptions, search: BrokerSearch = {}): Promise<Found[]> {
  return (await lookOnBroker(broker, search)).chargers;
}

/** The same, with what is no charger that could be used. */
export async function lookOnBroker(
  broker: BrokerOptions,
  search: BrokerSearch = {},
): Promise<{ chargers: Found[]; others: OtherDevice[] }> {
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
  const chargers: Found[] = [];
  const others: OtherDevice[] = [];
  for (const { found, topicPrefix, telling, isV1 } of heard.values()) {
    const kind = topicPrefix.includes('go-eController') ? 'controller' : kindOf(telling);
    const { serial, alive = false } = found;
    if (kind === 'controller') others.push({ kind, serial, topicPrefix, alive });
    else if (kind !== 'charger' && isV1) others.push({ kind: 'api-v1', serial, topicPrefix, alive });
    else
      chargers.push({
        ...found,
        name: found.name || serial,
        model: modelNamed(telling.get('typ'), telling.get('styp')),
      });
  }
  return { chargers, others };
}

function connect({ url, username, password, tls }: BrokerOptions): MqttClient {
  if (!isBrokerUrl(url)) throw new ChargerError('INVALID', 'The broker must be a URL such as mqtt://192.168.1.10:1883');
  return createBrokerClient(
    { url, username, password, tls },
    {
      clientId: `goe-find-${Math.random().toString(16).slice(2, 12)}`,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
    },
  );
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
  const topics = PREFIXES.flatMap((prefix) => [...KEYS, ...KIND_KEYS, V1_STATUS].map((key) => prefix + key));
  // A list of rights may allow one spelling and not the other.
  const granted = new Promise<void>((resolve, reject) => {
    client.subscribe([...new Set(topics)], { qos: 0 }, (error, _granted, suback) => {
      const codes = (suback ?? (error as { packet?: typeof suback } | null)?.packet)?.granted ?? [];
      if (!error || codes.some((code) => Number(code) < REFUSED)) resolve();
      else reject(failure('AUTH', 'the broker does not let this user listen below go-eCharger/', 'brokerTopics'));
    });
  });
  await withTimeout(SUBSCRIBE_TIMEOUT_MS, signal ? [signal] : [], (enough) => raceAbort(enough, granted)).catch(
    (error) => {
      if (error instanceof ChargerError) throw error;
      throw failure('OFFLINE', 'it does not answer', 'brokerDown');
    },
  );
}

function take(heard: Map<string, Heard>, topic: string, payload: Buffer, retain: boolean, address: string): void {
  const [, prefix, serial, key] = TOPIC.exec(topic) ?? [];
  const mostBytes = key === V1_STATUS ? MOST_STATUS_BYTES : MOST_BYTES;
  if (!prefix || !serial || !key || payload.length === 0 || payload.length > mostBytes) return;
  let device = heard.get(prefix);
  if (!device) {
    if (heard.size >= MOST_FOUND) return;
    const found: Found = {
      name: '',
      serial,
      model: '',
      address,
      connection: 'mqtt',
      topicPrefix: prefix,
      alive: false,
    };
    device = { found, topicPrefix: prefix, telling: new Map(), isV1: false, records: new Map() };
    heard.set(prefix, device);
  }
  const { found, telling } = device;
  if (isLive(recordOf(device, key), payload, retain)) found.alive = true;
  const value = valueIn(payload);
  if (value === undefined) return;
  if (key === V1_STATUS) device.isV1 = isObject(value) && isV1Status(value);
  else if (TELLING_KEYS.has(key) || key === 'styp') telling.set(key, value);
  if (key === 'fna') found.name = plainText(value);
  if (key === 'fwv' && typeof value === 'string') found.firmware = plainText(value, 20);
  // A prefix may be left over from another charger: what it says of itself counts.
  if (key === 'sse') found.serial = serialText(value) || serial;
}

/** Each topic was asked for once. */
function recordOf({ records }: Heard, key: string): TopicRecord {
  const known = records.get(key);
  if (known) return known;
  const made = newRecord();
  asked(made);
  records.set(key, made);
  return made;
}

function valueIn(payload: Buffer): Json | undefined {
  try {
    return decode(payload.toString());
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
