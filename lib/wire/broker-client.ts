/** The MQTT client of one connection: its settings, and how it comes back after a loss. */
import { Socket } from 'node:net';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { BrokerOptions } from './broker-access';

/**
 * A broker that is back must not be missed because an older attempt still waits for it; one that has become slow gets the
 * time it needs now and then.
 */
const CONNECT_MS = { hurried: 3000, patient: 10_000 };
const PATIENT_EVERY = 4;

export function createBrokerClient(options: BrokerOptions): MqttClient {
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
  let attempts = 0;
  client.on('connect', () => {
    // A write is two small packets; held back to be sent together, the second waits for 40 ms.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  });
  // Under the old name again, two clients of one name would throw each other out for ever. Nothing is lost by another:
  // every session is a clean one.
  client.on('reconnect', () => {
    client.options.clientId = newClientId();
    attempts += 1;
    client.options.connectTimeout = attempts % PATIENT_EVERY === 0 ? CONNECT_MS.patient : CONNECT_MS.hurried;
  });
  return client;
}

function newClientId(): string {
  return `goe-${Math.random().toString(16).slice(2, 12)}`;
}
