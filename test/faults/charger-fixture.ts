/** Fixture of one case: a simulated charger with a proxy, a broker and other clients, each of which can be broken. */
import { setTimeout as delay } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { Json } from '../../lib/json';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { type BrokerLogin, startBroker, type TestBroker } from '../support/broker';
import { createIssuer } from '../support/certificates';
import type { FlowNode } from '../support/flow';
import { until } from '../support/until';
import type { Certificates, Connection, Fault } from './fault';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { NAMES_END, type Names } from './names';

/** Nothing of these may be seen anywhere. */
export const CANARIES = { token: 'canary-token-2718', password: 'canary-password-2718' };
const OURS: BrokerLogin = { username: 'node-red', password: CANARIES.password };
const THEIRS: BrokerLogin = { username: 'charger', password: 'known-to-the-charger' };

export interface ChargerFixture {
  readonly connection: Connection;
  readonly sim: Simulator;
  readonly proxy: FaultyProxy;
  /** MQTT only. */
  readonly broker: TestBroker;
  readonly certificates: Certificates;
  /** The name Node-RED was given. */
  readonly name: string;
  readonly names: Names;
  /** The configuration nodes of the flow. */
  readonly nodes: FlowNode[];
  /** All values the charger ever showed, as JSON by key. */
  readonly shown: ReadonlyMap<string, ReadonlySet<string>>;
  /** Every write that reached the charger. */
  readonly writes: readonly { at: number; values: Readonly<Record<string, string>>; taken: boolean }[];
  /** Changes the logins that the broker knows: that of the charger alone, or that of Node-RED too. */
  letIn(who: 'the charger' | 'all'): Promise<void>;
  /** Somebody else at the broker. */
  stranger(clientId?: string): Promise<MqttClient>;
  /** Another charger at the same broker, or at an address of its own. */
  neighbour(): Promise<{ sim: Simulator; port: number }>;
  /** Port of the charger itself, or of its broker. */
  readonly ownPort: number;
  /** Does it again and again until all is calm. */
  again(everyMs: number, what: () => unknown): void;
  /** Resolves when nothing is done again and again any more. */
  calm(): Promise<void>;
  /** Resolves when the charger was booted, or at once where that was before. */
  isUp(): Promise<void>;
  close(): Promise<void>;
}

export function createCertificates(): Certificates {
  const trusted = createIssuer('Trusted');
  const later = new Date(Date.now() + 20 * 86_400_000);
  const here = ['127.0.0.1', 'localhost'];
  return {
    authority: trusted.cert,
    good: trusted.issue(here, later),
    unknown: createIssuer('Nobody').issue(here, later),
    expired: trusted.issue(here, new Date(Date.now() - 3_600_000)),
    wrongName: trusted.issue(['broker.example'], later),
  };
}

export async function createChargerFixture(
  id: string,
  connection: Connection,
  fault: Fault,
  names: Names,
  certificates: Certificates,
): Promise<ChargerFixture> {
  const { named, login, certificate, prefix } = fault.fixture ?? {};
  const proxy = await startFaultyProxy(certificate?.(certificates));
  // The cloud is found by the serial number, which is the port of its proxy here.
  const serial = String(proxy.port).padStart(6, '0');
  const name = `${serial}${NAMES_END}`;
  if (named || connection === 'cloud') names.know(name);
  const sim = createSimulator({ serial, model: 'v3-60.5' });
  const closing: (() => unknown)[] = [];
  const shown = new Map<string, Set<string>>();
  const note = (values: Readonly<Record<string, Json>>) => {
    for (const [key, value] of Object.entries(values))
      shown.set(key, (shown.get(key) ?? new Set()).add(JSON.stringify(value)));
  };
  sim.on('change', note);
  const writes: ChargerFixture['writes'][number][] = [];
  sim.on('write', ({ at, values, results }) =>
    writes.push({ at, values, taken: Object.values(results).every((result) => result === true) }),
  );

  let broker: TestBroker | undefined;
  if (connection === 'http') proxy.target = (await sim.listenHttp()).port;
  if (connection === 'cloud') proxy.target = (await sim.listenCloud({ token: CANARIES.token })).port;
  if (connection === 'mqtt') {
    broker = await (login ? startBroker(OURS, THEIRS) : startBroker());
    proxy.target = broker.port;
    await sim.connectMqtt({ url: broker.url, prefix, ...(login && THEIRS) });
  }
  note(sim.all());

  const host = named ? name : '127.0.0.1';
  const address: Record<Connection, Record<string, unknown>> = {
    http: { host: `${host}:${proxy.port}`, pollInterval: 2 },
    cloud: { serial, pollInterval: 2, credentials: { token: CANARIES.token } },
    mqtt: {
      broker: `${certificate ? 'mqtts' : 'mqtt'}://${host}:${proxy.port}`,
      serial,
      silence: 4,
      tls: certificate ? `${id} tls` : '',
      credentials: login ? OURS : {},
    },
  };
  const nodes: FlowNode[] = [
    {
      id: `${id} charger`,
      type: 'goe-charger',
      name: `Charger ${id}`,
      connection,
      timeout: 4,
      ...address[connection],
      ...fault.config,
    },
  ];
  if (certificate)
    nodes.push({
      id: `${id} tls`,
      type: 'tls-config',
      cert: '',
      key: '',
      ca: '',
      verifyservercert: true,
      credentials: { cadata: certificates.authority },
    });

  const boots = sim.get('rbc');
  const stops: (() => Promise<void>)[] = [];
  const calm = async () => {
    for (const stop of stops.splice(0)) await stop();
  };

  return {
    connection,
    sim,
    proxy,
    get broker() {
      if (!broker) throw new Error(`There is no broker over ${connection}`);
      return broker;
    },
    certificates,
    name,
    names,
    nodes,
    shown,
    writes,
    async letIn(who) {
      await broker?.stop();
      await broker?.start(...(who === 'all' ? [OURS, THEIRS] : [THEIRS]));
    },
    async stranger(clientId) {
      const mqtt: typeof import('mqtt') = require('mqtt');
      const client = mqtt.connect(broker?.url ?? '', { clientId, reconnectPeriod: 300, queueQoSZero: false });
      client.on('error', () => {});
      closing.push(() => client.endAsync(true));
      await new Promise<void>((resolve) => client.once('connect', () => resolve()));
      return client;
    },
    async neighbour() {
      const other = createSimulator({ serial: `9${serial.slice(1)}` });
      other.set({ amp: 31, lbr: 254, dwo: 987_654 });
      closing.push(() => other.close());
      if (broker) await other.connectMqtt({ url: broker.url });
      const { port } = connection === 'cloud' ? await other.listenCloud(CANARIES) : await other.listenHttp();
      return { sim: other, port };
    },
    ownPort: proxy.target,
    again(everyMs, what) {
      let isOver = false;
      const turn = async () => {
        while (!isOver) {
          await what();
          await delay(everyMs);
        }
      };
      const ended = turn();
      stops.push(() => {
        isOver = true;
        return ended;
      });
    },
    calm,
    isUp: () => until(() => sim.get('rbc') !== boots, 'the charger is up', 20_000),
    async close() {
      await calm();
      for (const close of closing) await close();
      await sim.close();
      await proxy.close();
      await broker?.stop();
    },
  };
}
