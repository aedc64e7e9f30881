/**
 * MQTT client of one connection, mqtt.js with other settings: how names are looked up, how it reconnects, and what it does
 * without, because it costs time or memory.
 */
import dns from 'node:dns';
import { connect, type LookupFunction, Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import type { IClientOptions, MqttClient } from 'mqtt';
import { type Address, addressesOf, cachedAddresses, forgetAddresses } from '../name-lookup';
import { withTimeout } from '../timeout';
import type { BrokerOptions } from './broker-options';

/**
 * Time limit of one attempt to connect: usually short, as a broker that is back must not be missed while an older attempt still
 * waits for it, and every fourth time long, for a broker that has become slow [our choice].
 */
const BROKER_CONNECT_MS = { short: 3000, long: 10_000 };
const LONG_TIMEOUT_EVERY = 4;
/** Pause before the next attempt: a random one for each client, so that a broker that comes back is not flooded [our choice]. */
const RECONNECT_PAUSE_MS = { least: 1000, most: 1700 };
/** Part of the time limit that the name look-up may take; the rest tells a wrong name from a broker that does not answer. */
const LOOKUP_PART = 0.9;
/** Time without a packet after which the client asks whether the broker is still there [our choice]. */
const KEEPALIVE_S = 20;
const MQTT_PORT = 1883;

/**
 * The MQTT client of a connection; it connects at once and reconnects by itself.
 * @param overrides settings of a client that is used once: another id, no second attempt
 */
export function createBrokerClient(options: BrokerOptions, overrides: IClientOptions = {}): MqttClient {
  const settings: IClientOptions = {
    ...options.tls,
    clientId: newClientId(),
    username: options.username || undefined,
    password: options.password || undefined,
    keepalive: KEEPALIVE_S,
    connectTimeout: BROKER_CONNECT_MS.short,
    reconnectPeriod: RECONNECT_PAUSE_MS.least + Math.random() * (RECONNECT_PAUSE_MS.most - RECONNECT_PAUSE_MS.least),
    reconnectOnConnackError: true,
    // `topic-subscriptions.ts` subscribes again, and publishes fail at once while there is no connection.
    resubscribe: false,
    queueQoSZero: false,
    // mqtt-packet keeps a buffer for each of 65,536 numbers, made with the first connection: 7 MB for half a microsecond a
    // packet [measured].
    writeCache: false,
    // mqtt.js writes a dozen lines for each message with DEBUG=mqttjs*; without it the calls still cost time [mqttjs/MQTT.js, README].
    log: process.env.DEBUG ? undefined : () => {},
    ...overrides,
  };
  const lookup = lookupWithTimeout(() => settings.connectTimeout! * LOOKUP_PART);
  const client = createClient(options.url, settings, lookup);
  let attempts = 0;
  client.on('connect', () => {
    // mqtt.js writes a publish as two small packets; Nagle's algorithm would delay the second by 40 ms [RFC 896, measured].
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  });
  // The name may have another address now, or be gone: the next attempt waits for a new look-up.
  client.on('close', () => forgetAddresses(hostOf(options.url)));
  // Two clients with one id disconnect each other for ever [MQTT 3.1.1, 3.1.4]. A new id loses nothing, as every session is clean.
  client.on('reconnect', () => {
    client.options.clientId = newClientId();
    attempts += 1;
    settings.connectTimeout = BROKER_CONNECT_MS[attempts % LONG_TIMEOUT_EVERY === 0 ? 'long' : 'short'];
    client.options.connectTimeout = settings.connectTimeout;
  });
  return client;
}

/** The client of a URL, with our name look-up: its own blocks a worker thread of Node.js each time (see `name-lookup.ts`). */
function createClient(url: string, settings: IClientOptions, lookup: LookupFunction): MqttClient {
  // Loaded by the first connection: flows without MQTT do not need it.
  const mqtt: typeof import('mqtt') = require('mqtt');
  // mqtt.js makes a TLS connection of `mqtt:` where certificate and key are set.
  const isPlain = /^mqtt:/i.test(url) && !(settings.cert && settings.key);
  if (!isPlain) return mqtt.connect(url, { ...settings, ...{ lookup }, wsOptions: { lookup } });
  const { port, username, password } = new URL(url);
  const host = hostOf(url);
  const login = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  return new mqtt.MqttClient(() => connect({ host, port: Number(port) || MQTT_PORT, lookup }), {
    ...settings,
    ...login,
    protocol: 'mqtt',
  });
}

function hostOf(url: string): string {
  const name = decodeURIComponent(new URL(url).hostname);
  return name.startsWith('[') ? name.slice(1, -1) : domainToASCII(name) || name;
}

/** Name look-up in the form that `net.connect` takes, one at a time for all connections. */
function lookupWithTimeout(timeoutMs: () => number): LookupFunction {
  return (name, options, callback) => {
    // Names of this machine need no name server, and must not wait behind names that do.
    if (/^(.*\.)?localhost\.?$/i.test(name)) {
      dns.lookup(name, options, callback as never);
      return;
    }
    const found = (addresses: readonly Address[]) => {
      if (options.all) callback(null, [...addresses]);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    };
    const known = cachedAddresses(name);
    if (known) {
      process.nextTick(found, known);
      return;
    }
    withTimeout(timeoutMs(), [], (signal) => addressesOf(name, signal)).then(found, (cause) => {
      // The only code of a failed look-up that mqtt.js reports as an `error` event [mqttjs/MQTT.js, `socketErrors`].
      callback(Object.assign(new Error('the name was not found', { cause }), { code: 'ENOTFOUND' }), '');
    });
  };
}

function newClientId(): string {
  return `goe-${Math.random().toString(16).slice(2, 12)}`;
}
