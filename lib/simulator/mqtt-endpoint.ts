/** The charger as an MQTT client: everything retained at connect, then changes; writes on `/set`, answers on `/result`. */
import { Socket } from 'node:net';
import type { IClientOptions, MqttClient } from 'mqtt';
import { mqttText } from './api';
import { commandOfV1 } from './api-v1';
import { put, write } from './device';
import type { Host } from './host';
import { type Publication, topicsOf } from './mqtt-topics';
import { vendorPrefix } from './pending-writes';
import type { MqttOptions } from './simulator.types';

export interface MqttEndpoint {
  close(): Promise<void>;
}

const RECONNECT_MS = 1000;
const CONNECT_TIMEOUT_MS = 10_000;
/** What a read-only charger says is not known from any owner. */
const READ_ONLY_TEXT = 'mqtt api is readonly';

/** @throws Error when the broker cannot be reached or does not let the charger in */
export async function connectMqtt(host: Host, options: MqttOptions): Promise<MqttEndpoint> {
  const { device } = host;
  write(device, 'mtp', options.prefix ?? vendorPrefix(device, options.slash));
  write(device, 'mcu', withUser(options));
  for (const key of ['mce', 'mcs']) put(device, key, true);

  let client: MqttClient | undefined;
  const topics = topicsOf(device);
  let prefix = prefixNow(host);
  let closed = false;

  async function connect(): Promise<void> {
    const opened = client ?? open(options, device.identity.serial);
    client = opened;
    opened.on('connect', () => {
      // Small messages at once: waiting to fill a packet delays each by some 40 ms.
      if (opened.stream instanceof Socket) opened.stream.setNoDelay(true);
      put(device, 'mcc', true);
      void greet(opened);
    });
    opened.on('close', () => put(device, 'mcc', false));
    opened.on('message', (topic, payload) => receive(opened, topic, payload.toString()));
  }

  const isSilent = () => host.down || Boolean(device.faults.active('silent') ?? device.faults.active('freeze'));

  /** Everything at connect, then the ears are open. */
  async function greet(connected: MqttClient): Promise<void> {
    prefix = prefixNow(host);
    publish(topics.all);
    await connected.subscribeAsync(prefix + topics.writes).catch(() => undefined);
  }

  function publish(publications: () => Publication[]): void {
    if (!client?.connected || isSilent()) return;
    for (const { topic, payload, retain } of publications())
      client.publish(prefix + topic, payload, { retain }, ignore);
  }

  function receive(connected: MqttClient, topic: string, raw: string): void {
    if (isSilent()) return;
    if (device.model.api === 'v1' && topic === `${prefix}cmd/req`) commandOfV1(host, 'mqtt', raw);
    if (!topic.startsWith(prefix) || !topic.endsWith('/set')) return;
    const key = topic.slice(prefix.length, -'/set'.length);
    const text = device.values.get('mcr') === true ? READ_ONLY_TEXT : resultText(host, key, raw);
    if (!device.model.mqttResult || device.faults.strike('noResult', { key })) return;
    const wrong = device.faults.strike('wrongResult', { key });
    const twice = device.faults.strike('doubleResult', { key }) !== undefined;
    for (let time = 0; time < (twice ? 2 : 1); time += 1) {
      connected.publish(`${prefix}${key}/result`, wrong ? (wrong.text ?? '') : text, ignore);
    }
  }

  /** A new prefix moves the charger: it listens and publishes there from now on. */
  function move(): void {
    const old = prefix;
    prefix = prefixNow(host);
    if (old === prefix || !client?.connected) return;
    client.unsubscribe(old + topics.writes, ignore);
    client.subscribe(prefix + topics.writes, ignore);
    publish(topics.all);
  }

  const stops = [
    host.events.on('change', (values) => {
      if (Object.hasOwn(values, 'mtp')) move();
      publish(() => topics.changed(Object.keys(values)));
    }),
    host.events.on('down', () => {
      client?.end(true);
      client = undefined;
    }),
    host.events.on('up', () => void connect()),
    host.events.on('drop', (ms) => {
      if (!client) return;
      client.options.reconnectPeriod = ms;
      client.stream.destroy();
    }),
  ];

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    for (const stop of stops) stop();
    const last = client;
    client = undefined;
    put(device, 'mcc', false);
    if (last) await new Promise<void>((resolve) => last.end(!last.connected, () => resolve()));
  }

  try {
    client = open(options, device.identity.serial);
    const ready = firstConnect(client);
    await connect();
    await ready;
    // The greeting has been sent before this subscription is granted, so whoever waited for us finds everything.
    await client?.subscribeAsync(prefix + topics.writes);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

function resultText(host: Host, key: string, raw: string): string {
  const result = host.write('mqtt', [[key, raw]]).get(key);
  return result === true || result === undefined ? 'success' : mqttText(result);
}

function open(options: MqttOptions, serial: string): MqttClient {
  // Loaded only here: who never connects to a broker does not pay for it.
  const mqtt: typeof import('mqtt') = require('mqtt');
  const settings: IClientOptions = {
    ...options.tls,
    username: options.username,
    password: options.password,
    clientId: `go-eCharger_${serial}`,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    queueQoSZero: false,
    resubscribe: false,
  };
  const client = mqtt.connect(options.url, settings);
  // Later losses are not errors: it connects again.
  client.on('error', ignore);
  return client;
}

function firstConnect(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('The broker closed the connection before it was ready')));
  });
}

function prefixNow(host: Host): string {
  const prefix = host.device.values.get('mtp');
  return typeof prefix === 'string' && prefix !== '' ? prefix : vendorPrefix(host.device);
}

/** `mcu` carries user and password in the URL, as the charger's own key does. */
function withUser({ url, username, password }: MqttOptions): string {
  if (username === undefined) return url;
  const withCredentials = new URL(url);
  withCredentials.username = username;
  withCredentials.password = password ?? '';
  return withCredentials.href;
}

function ignore(): void {}
