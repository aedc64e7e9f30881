/** A charger that shows what a test says and takes every write, over each way there is: real server, real broker. */
import mqtt, { type MqttClient } from 'mqtt';
import type { ChargerOptions } from '../../lib/charger';
import { startBroker } from './broker';
import { plainCharger, type ScriptedServer, scriptedServer } from './scripted-server';

type Values = Record<string, unknown>;

export interface ShownCharger {
  /** For the library, and as properties of a goe-charger node. */
  readonly options: ChargerOptions;
  readonly node: Record<string, unknown>;
  /** Present values, with those that were written. */
  readonly values: Values;
  /** Writes that it received, oldest first. */
  readonly writes: readonly [key: string, value: unknown][];
  /** From now on it shows these. Over MQTT one message each, in this order. */
  show(values: Values): void;
  vanish(): Promise<void>;
  comeBack(values?: Values): Promise<void>;
  close(): Promise<void>;
}

export const WAYS = ['http', 'mqtt', 'cloud'] as const;
export type Way = (typeof WAYS)[number];

const SERIAL = '123456';
const KNOWN = { sse: SERIAL, fwv: '60.5', typ: 'go-eCharger_V4' };

export function shownCharger(way: Way, values: Values): Promise<ShownCharger> {
  return way === 'mqtt' ? onBroker({ ...KNOWN, ...values }) : onServer(way, { ...KNOWN, ...values });
}

async function onServer(way: 'http' | 'cloud', values: Values): Promise<ShownCharger> {
  const writes: [string, unknown][] = [];
  const answer = plainCharger(values);
  const server: ScriptedServer = await scriptedServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://charger');
    if (url.pathname.endsWith('/set')) for (const [key, json] of url.searchParams) writes.push([key, JSON.parse(json)]);
    answer(request, response);
  });
  const options: ChargerOptions =
    way === 'http'
      ? { connection: 'http', host: server.url, pollIntervalS: 0.3 }
      : { connection: 'cloud', serial: SERIAL, token: 'token', cloudUrl: server.url, pollIntervalS: 0.3 };
  return {
    options,
    node: { connection: 'http', host: server.url, pollInterval: 0.3, timeout: 3 },
    values,
    writes,
    show: (more) => void Object.assign(values, more),
    vanish: () => server.close(),
    async comeBack(more = {}) {
      Object.assign(values, more);
      await server.listen();
    },
    close: () => server.close(),
  };
}

async function onBroker(values: Values): Promise<ShownCharger> {
  const writes: [string, unknown][] = [];
  const prefix = `go-eCharger/${SERIAL}/`;
  const broker = await startBroker();
  let client: MqttClient | undefined;
  let beat: NodeJS.Timeout | undefined;
  const publish = (key: string) => client?.publish(prefix + key, JSON.stringify(values[key]), { retain: true });

  async function connect(): Promise<void> {
    client = await mqtt.connectAsync(broker.url);
    client.on('message', (topic, payload) => {
      const key = topic.slice(prefix.length, -'/set'.length);
      values[key] = JSON.parse(payload.toString());
      writes.push([key, values[key]]);
      client?.publish(`${prefix}${key}/result`, 'success');
      publish(key);
    });
    await client.subscribeAsync(`${prefix}+/set`);
    for (const key of Object.keys(values)) publish(key);
    // A sign of life, as `utc` is of a real one.
    let second = 0;
    beat = setInterval(() => {
      second += 1;
      client?.publish(`${prefix}utc`, JSON.stringify(`2026-11-27T10:00:${second}`), { retain: true });
    }, 100);
  }
  async function vanish(): Promise<void> {
    clearInterval(beat);
    const gone = client;
    client = undefined;
    await gone?.endAsync(true);
    await broker.stop();
  }
  await connect();
  return {
    options: { connection: 'mqtt', broker: broker.url, serial: SERIAL },
    node: { connection: 'mqtt', broker: broker.url, serial: SERIAL, timeout: 3 },
    values,
    writes,
    show(more) {
      Object.assign(values, more);
      for (const key of Object.keys(more)) publish(key);
    },
    vanish,
    async comeBack(more = {}) {
      Object.assign(values, more);
      await broker.start();
      await connect();
    },
    close: vanish,
  };
}
