/** The MQTT endpoint: publishes all values at connect, retained, then each change; accepts writes on `/set`, with `/result`. */
import { Socket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { mqttText } from './api';
import { commandOfV1 } from './api-v1';
import { type Device, report, setValue } from './device';
import type { EndpointContext } from './endpoint-context';
import { firstConnect, ignore, openClient, urlWithLogin } from './mqtt-client';
import { type Publication, topicsOf } from './mqtt-topics';
import { vendorPrefix } from './pending-writes';
import type { MqttOptions } from './simulator.types';

export interface MqttEndpoint {
  close(): Promise<void>;
}

/** The result of a write where the API is read-only (`mcr`); no owner has shown this text [our choice]. */
const READ_ONLY_TEXT = 'mqtt api is readonly';

/** Connects the charger to a broker. @throws Error when the broker cannot be reached, or refuses the connection */
export async function connectMqtt(context: EndpointContext, options: MqttOptions): Promise<MqttEndpoint> {
  const { device, events } = context;
  setValue(device, 'mtp', options.prefix ?? vendorPrefix(device, options.slash));
  setValue(device, 'mcu', urlWithLogin(options));
  for (const key of ['mce', 'mcs']) report(device, key, true);

  const connection = createConnection(context, options);
  const unsubscribes = [
    events.on('change', connection.publishChanges),
    events.on('down', connection.abort),
    events.on('up', () => void connection.open()),
    events.on('drop', connection.drop),
  ];
  let closed = false;

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    for (const unsubscribe of unsubscribes) unsubscribe();
    await connection.close();
  }

  try {
    await firstConnect(connection.open());
    // The values are published before the broker grants this subscription, so that the caller finds all of them.
    await connection.subscribe();
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** The connection to the broker, with the topic prefix that is in use. A reboot ends it and opens another one. */
function createConnection(context: EndpointContext, options: MqttOptions) {
  const { device } = context;
  const topics = topicsOf(device);
  let client: MqttClient | undefined;
  let prefix = prefixOf(device);

  const isSilent = () => context.isDown || Boolean(device.faults.active('silent') ?? device.faults.active('freeze'));

  function publish(publications: () => Publication[]): void {
    if (!client?.connected || isSilent()) return;
    for (const { topic, payload, retain } of publications())
      client.publish(prefix + topic, payload, { retain }, ignore);
  }

  /** A new prefix: subscribes and publishes there from now on. */
  function changePrefix(): void {
    const old = prefix;
    prefix = prefixOf(device);
    if (old === prefix || !client?.connected) return;
    client.unsubscribe(old + topics.writes, ignore);
    client.subscribe(prefix + topics.writes, ignore);
    publish(topics.all);
  }

  return {
    open(): MqttClient {
      const opened = openClient(options, device.identity.serial);
      client = opened;
      opened.on('connect', () => {
        // Without Nagle's algorithm, which delays each small message by some 40 ms.
        if (opened.stream instanceof Socket) opened.stream.setNoDelay(true);
        report(device, 'mcc', true);
        prefix = prefixOf(device);
        publish(topics.all);
        void opened.subscribeAsync(prefix + topics.writes).catch(ignore);
      });
      opened.on('close', () => report(device, 'mcc', false));
      opened.on('message', (topic, payload) => {
        if (!isSilent()) receive(context, opened, prefix, topic, payload.toString());
      });
      return opened;
    },
    subscribe: () => client?.subscribeAsync(prefix + topics.writes),
    publishChanges(values: Record<string, unknown>): void {
      if (Object.hasOwn(values, 'mtp')) changePrefix();
      publish(() => topics.changed(Object.keys(values)));
    },
    /** Ends the connection without a goodbye, as a reboot does. */
    abort(): void {
      client?.end(true);
      client = undefined;
    },
    /** Loses the connection for this time. */
    drop(ms: number): void {
      if (!client) return;
      client.options.reconnectPeriod = ms;
      client.stream.destroy();
    },
    async close(): Promise<void> {
      const last = client;
      client = undefined;
      report(device, 'mcc', false);
      if (last) await new Promise<void>((resolve) => last.end(!last.connected, () => resolve()));
    },
  };
}

/** Receives a write: a command of API v1, or a value on `/set`, which gets a result. */
function receive(context: EndpointContext, client: MqttClient, prefix: string, topic: string, raw: string): void {
  const { device } = context;
  if (device.model.api === 'v1' && topic === `${prefix}cmd/req`) commandOfV1(context, 'mqtt', raw);
  if (!topic.startsWith(prefix) || !topic.endsWith('/set')) return;
  const key = topic.slice(prefix.length, -'/set'.length);
  const text = device.values.get('mcr') === true ? READ_ONLY_TEXT : resultText(context, key, raw);
  if (!device.model.mqttResult || device.faults.trigger('noResult', { key })) return;
  const wrong = device.faults.trigger('wrongResult', { key });
  const twice = device.faults.trigger('doubleResult', { key }) !== undefined;
  for (let time = 0; time < (twice ? 2 : 1); time += 1)
    client.publish(`${prefix}${key}/result`, wrong ? (wrong.text ?? '') : text, ignore);
}

function resultText(context: EndpointContext, key: string, raw: string): string {
  const result = context.write('mqtt', [[key, raw]]).get(key);
  return result === true || result === undefined ? 'success' : mqttText(result);
}

function prefixOf(device: Device): string {
  const prefix = device.values.get('mtp');
  return typeof prefix === 'string' && prefix !== '' ? prefix : vendorPrefix(device);
}
