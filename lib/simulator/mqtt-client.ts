/** The MQTT client of the simulated charger, with the options that a charger connects with. */
import type { IClientOptions, MqttClient } from 'mqtt';
import type { MqttOptions } from './simulator.types';

/** The pause before the client connects again [our choice]. */
const RECONNECT_MS = 1000;
/** The wait for a broker to accept the connection [our choice]. */
const BROKER_CONNECT_TIMEOUT_MS = 10_000;

/** Opens a connection; the client keeps it up until it is ended. */
export function openClient(options: MqttOptions, serial: string): MqttClient {
  // Loaded with the first connection: most simulators have none.
  const mqtt: typeof import('mqtt') = require('mqtt');
  const settings: IClientOptions = {
    ...options.tls,
    username: options.username,
    password: options.password,
    clientId: `go-eCharger_${serial}`,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: BROKER_CONNECT_TIMEOUT_MS,
    queueQoSZero: false,
    resubscribe: false,
  };
  const client = mqtt.connect(options.url, settings);
  // A lost connection is no error: the client connects again.
  client.on('error', ignore);
  return client;
}

/** The first successful connection of a client. @throws Error when the broker cannot be reached, or refuses the connection */
export function firstConnect(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('The broker closed the connection before accepting it')));
  });
}

/** The URL of the broker with user and password in it, as the key `mcu` has it. */
export function urlWithLogin({ url, username, password }: MqttOptions): string {
  if (username === undefined) return url;
  const withLogin = new URL(url);
  withLogin.username = username;
  withLogin.password = password ?? '';
  return withLogin.href;
}

/** Callback for publications and errors that need no reaction. */
export function ignore(): void {}
