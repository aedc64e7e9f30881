/** The MQTT client of one connection: its settings, how names are looked up, and how it comes back after a loss. */
import dns from 'node:dns';
import { connect, type LookupFunction, Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { BrokerOptions } from './broker-options';
import { type Address, addressesOf, forgetAddresses, knownAddresses } from './name-lookup';
import { withTimeout } from './timeout';

/**
 * A broker that is back must not be missed because an older attempt still waits for it; one that has become slow gets the
 * time it needs now and then.
 */
const CONNECT_MS = { hurried: 3000, patient: 10_000 };
const PATIENT_EVERY = 4;
/** What is left of the time for a connection is told apart from a broker that does not answer. */
const LOOKUP_PART = 0.9;
const MQTT_PORT = 1883;

/** @param more for a client that is used once: another name, no second attempt */
export function createBrokerClient(options: BrokerOptions, more: IClientOptions = {}): MqttClient {
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
    ...more,
  };
  const lookup = lookupWithin(() => settings.connectTimeout! * LOOKUP_PART);
  const client = clientOf(options.url, settings, lookup);
  let attempts = 0;
  client.on('connect', () => {
    // A write is two small packets; held back to be sent together, the second waits for 40 ms.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  });
  // The name may have moved, or be gone: the next attempt waits for a new look-up.
  client.on('close', () => forgetAddresses(hostOf(options.url)));
  // Under the old name again, two clients of one name would throw each other out for ever. Nothing is lost by another:
  // every session is a clean one.
  client.on('reconnect', () => {
    client.options.clientId = newClientId();
    attempts += 1;
    settings.connectTimeout = attempts % PATIENT_EVERY === 0 ? CONNECT_MS.patient : CONNECT_MS.hurried;
    client.options.connectTimeout = settings.connectTimeout;
  });
  return client;
}

/** The client of a URL. By itself it looks names up in a thread each time, so it is given another way. */
function clientOf(url: string, settings: IClientOptions, lookup: LookupFunction): MqttClient {
  // Loaded by the first connection that needs it: flows on HTTP never pay for it.
  const mqtt: typeof import('mqtt') = require('mqtt');
  // With certificate and key it makes a secure connection of a plain one.
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

/** Looks names up, one at a time for all. */
function lookupWithin(limitMs: () => number): LookupFunction {
  return (name, options, tell) => {
    // The names of this machine need nobody, and must not wait for those that do.
    if (/^(.*\.)?localhost\.?$/i.test(name)) {
      dns.lookup(name, options, tell as never);
      return;
    }
    const found = (addresses: readonly Address[]) => {
      if (options.all) tell(null, [...addresses]);
      else tell(null, addresses[0]!.address, addresses[0]!.family);
    };
    const known = knownAddresses(name);
    if (known) {
      process.nextTick(found, known);
      return;
    }
    withTimeout(limitMs(), [], (signal) => addressesOf(name, signal)).then(found, (cause) => {
      // Of all codes of a name that is not found, the client tells this one.
      tell(Object.assign(new Error('the name was not found', { cause }), { code: 'ENOTFOUND' }), '');
    });
  };
}

function newClientId(): string {
  return `goe-${Math.random().toString(16).slice(2, 12)}`;
}
