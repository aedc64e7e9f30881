/**
 * Search for chargers on an MQTT broker: they publish below `go-eCharger/<serial>/`, older ones with a slash in front
 * [vendor's API documents]. A charger with a prefix of its owner's choice is not found.
 */
import type { MqttClient } from 'mqtt';
import type { Signal } from '../abort-signal';
import { ChargerError, type Reason } from '../errors';
import { createBrokerClient } from '../transport/mqtt/broker-client';
import { brokerError } from '../transport/mqtt/broker-error';
import { type BrokerOptions, isBrokerUrl } from '../transport/mqtt/broker-options';
import { sendSubscribe } from '../transport/mqtt/subscribe-packets';
import { raceAbort, withTimeout } from '../transport/timeout';
import { createBrokerDevices, SEARCH_TOPICS } from './broker-devices';
import type { Found, OtherDevice } from './found';

export interface BrokerSearch {
  /** Length of the search once it is connected. Default 2500: a charger that is alive sends something every second. */
  timeoutMs?: number;
  /** Ends the search early; what was received by then counts. */
  signal?: Signal;
}

/** Time limit for the connection to the broker, with the name look-up [our choice]. */
const SEARCH_CONNECT_MS = 5000;
/** Time limit for the acknowledgement of the subscription: a broker may accept the login and then send nothing [our choice]. */
const SEARCH_SUBSCRIBE_MS = 3000;
/** Length of a search: a heartbeat comes every second, so two may be missed [our choice]. */
const BROKER_SEARCH_MS = 2500;

/**
 * Finds the chargers on a broker.
 * @throws ChargerError OFFLINE or AUTH with the reason, INVALID for what is no URL of a broker
 */
export async function findOnBroker(broker: BrokerOptions, search: BrokerSearch = {}): Promise<Found[]> {
  return (await findDevicesOnBroker(broker, search)).chargers;
}

/** Finds the chargers on a broker, and other devices that cannot be used as one: a go-e Controller, a charger with API v1. */
export async function findDevicesOnBroker(
  broker: BrokerOptions,
  { timeoutMs = BROKER_SEARCH_MS, signal }: BrokerSearch = {},
): Promise<{ chargers: Found[]; others: OtherDevice[] }> {
  const client = connect(broker);
  const devices = createBrokerDevices(withoutLogin(broker.url));
  client.on('message', (topic, payload, { retain }) => devices.received(topic, payload, retain));
  try {
    await connected(client, signal);
    await subscribed(client, signal);
    await pause(timeoutMs, signal);
  } finally {
    await client.endAsync(true).catch(() => {});
  }
  return devices.found();
}

function connect({ url, username, password, tls }: BrokerOptions): MqttClient {
  if (!isBrokerUrl(url)) throw new ChargerError('INVALID', 'The broker must be a URL such as mqtt://192.168.1.10:1883');
  return createBrokerClient(
    { url, username, password, tls },
    {
      clientId: `goe-find-${Math.random().toString(16).slice(2, 12)}`,
      connectTimeout: SEARCH_CONNECT_MS,
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
    const abort = () => reject(failure('CLOSED', 'the search was aborted'));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  });
}

async function subscribed(client: MqttClient, signal: AbortSignal | undefined): Promise<void> {
  // One granted topic is enough: an access list may allow one of the prefixes and not the others.
  const acknowledged = new Promise<void>((resolve, reject) => {
    sendSubscribe(client, SEARCH_TOPICS, (granted) => {
      if (granted?.includes(true)) resolve();
      else reject(failure('AUTH', 'the broker does not let this user subscribe below go-eCharger/', 'brokerTopics'));
    });
  });
  await withTimeout(SEARCH_SUBSCRIBE_MS, signal ? [signal] : [], (over) => raceAbort(over, acknowledged)).catch(
    (error) => {
      if (error instanceof ChargerError) throw error;
      throw failure('OFFLINE', 'it does not answer', 'brokerDown');
    },
  );
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

function failure(code: ChargerError['code'], message: string, reason?: Reason): ChargerError {
  return new ChargerError(code, `Broker: ${message}`, { reason });
}
