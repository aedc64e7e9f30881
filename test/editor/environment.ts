/** Environment of the dialogs: a charger over HTTP that can be found by searching, one over MQTT, and a Node-RED with this package. */
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { type NodeRed, startNodeRed } from '../support/node-red-process';

const ROOT = join(__dirname, '..', '..', '..');
const { name: PACKAGE } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const CAR = { phases: 3, maxCurrentA: 16, capacityWh: 60_000, soc: 0.3, wakesAfterS: 0 } as const;

export interface EditorEnvironment {
  nodeRed: NodeRed;
  broker: TestBroker;
  /** Over HTTP; charges a car. Name and serial number are nobody else's: the search finds whatever is in the network. */
  garage: Simulator;
  /** The address of the garage's charger. */
  host: string;
  /** Over MQTT; charges a car. */
  carport: Simulator;
  /** The garage's charger can be found: not every machine lets multicast through. */
  announced: boolean;
  end(): Promise<void>;
}

export interface EnvironmentOptions {
  /** Settings of Node-RED. */
  settings?: object;
  /** Other packages with nodes, as in this project's `node_modules`. */
  packages?: readonly string[];
}

export async function startEnvironment({
  settings = {},
  packages = [],
}: EnvironmentOptions = {}): Promise<EditorEnvironment> {
  const ends: (() => unknown)[] = [];
  const end = async () => {
    for (const each of ends.splice(0).reverse()) await each();
  };
  try {
    const broker = await startBroker();
    ends.push(() => broker.stop());
    const serial = String(randomInt(100_000, 500_000));
    const garage = createSimulator({ model: 'v3-60.5', serial, name: `Garage ${serial}`, car: CAR });
    ends.push(() => garage.close());
    const carport = createSimulator({ model: 'pro-60.3', serial: '654321', name: 'Carport', car: CAR });
    ends.push(() => carport.close());
    const { port } = await garage.listenHttp();
    const announced = await garage.announce().then(
      () => true,
      () => false,
    );
    await carport.connectMqtt({ url: broker.url });

    const directory = mkdtempSync(join(tmpdir(), 'goe-editor-'));
    ends.push(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
    link(directory, PACKAGE, ROOT);
    for (const each of packages) link(directory, each, join(ROOT, 'node_modules', each));
    const nodeRed = await startNodeRed(directory, settings);
    ends.push(() => nodeRed.stop());
    return { nodeRed, broker, garage, host: `127.0.0.1:${port}`, carport, announced, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function link(directory: string, name: string, target: string): void {
  const path = join(directory, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}
