/** A simulated charger at each kind of connection, with the configuration node that reaches it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionKind } from '../../lib/charger/connection-kinds';
import {
  createManualClock,
  createSimulator,
  type SeenWrite,
  type Simulator,
  type SimulatorOptions,
} from '../../lib/simulator/index';
import { startBroker } from './broker';
import { useCloudAt } from './cloud-address';
import type { FlowNode } from './flow';
import { type Relay, startRelay } from './relay';

/** The kinds that most tests go over; the cloud has tests of its own. */
export type Local = 'http' | 'mqtt';
export const LOCAL: readonly Local[] = ['http', 'mqtt'];

/** A second of the simulated charger's time lasts this long, where a test does not want it longer. */
const SECOND_MS = 30;

export interface TestCharger {
  readonly connection: ConnectionKind;
  readonly sim: Simulator;
  /** The configuration node `charger`. */
  readonly node: FlowNode;
  readonly credentials: Record<string, Record<string, string>>;
  /** What Node-RED has to pass to get to it, or to its broker. */
  readonly proxy: Relay;
  /** What the charger was asked to write, oldest first. */
  readonly writes: readonly SeenWrite[];
  /** Puts it out of reach. */
  lose(): Promise<void>;
  find(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param config properties of the configuration node
 * @param values set before anybody can ask or a broker can keep others
 * @param secondMs how long a second of the charger lasts
 */
export async function startCharger(
  connection: ConnectionKind,
  config: Record<string, unknown> = {},
  options: SimulatorOptions = {},
  values: Parameters<Simulator['set']>[0] = {},
  secondMs = SECOND_MS,
): Promise<TestCharger> {
  const clock = createManualClock();
  const sim = createSimulator({ serial: '123456', clock, ...options });
  sim.set(values);
  const writes: SeenWrite[] = [];
  sim.on('write', (write) => writes.push(write));
  const stopClock = turn(clock, secondMs);
  const link = await LINKS[connection](sim);
  return {
    connection,
    sim,
    node: { id: 'charger', type: 'goe-charger', name: 'Garage', connection, timeout: 3, ...link.config, ...config },
    credentials: link.credentials ? { charger: link.credentials } : {},
    writes,
    proxy: link.proxy,
    lose: link.lose,
    find: link.find,
    async close() {
      await stopClock();
      await sim.close();
      await link.proxy.close();
      await link.close?.();
    },
  };
}

interface Link {
  proxy: Relay;
  config: Record<string, unknown>;
  credentials?: Record<string, string>;
  lose(): Promise<void>;
  find(): Promise<void>;
  close?(): Promise<void>;
}

export const TOKEN = 'canary-token-7391';

/** How each kind of connection leads to a simulated charger. */
const LINKS: Record<ConnectionKind, (sim: Simulator) => Promise<Link>> = {
  async http(sim) {
    const proxy = await startRelay((await sim.listenHttp()).port);
    return { proxy, config: { host: `127.0.0.1:${proxy.port}`, pollInterval: 0.3 }, ...resetting(sim) };
  },
  async cloud(sim) {
    const proxy = await startRelay((await sim.listenCloud({ token: TOKEN })).port);
    useCloudAt(`http://127.0.0.1:${proxy.port}`);
    return {
      proxy,
      config: { serial: sim.serial, pollInterval: 0.3 },
      credentials: { token: TOKEN },
      ...resetting(sim),
      async close() {
        useCloudAt(undefined);
      },
    };
  },
  async mqtt(sim) {
    const broker = await startBroker();
    await sim.connectMqtt({ url: broker.url });
    const proxy = await startRelay(broker.port);
    return {
      proxy,
      config: { broker: `mqtt://127.0.0.1:${proxy.port}`, serial: sim.serial },
      lose: () => broker.stop(),
      find: () => broker.start(),
      close: () => broker.stop(),
    };
  },
};

function resetting(sim: Simulator): Pick<Link, 'lose' | 'find'> {
  return {
    lose: async () => sim.fault('reset'),
    find: async () => sim.clearFaults('reset'),
  };
}

/** @returns stops it, when the last second is over */
function turn(clock: ReturnType<typeof createManualClock>, secondMs: number): () => Promise<void> {
  let running = true;
  const over = (async () => {
    while (running) {
      await clock.advance(1000);
      await delay(secondMs);
    }
  })();
  return () => {
    running = false;
    return over;
  };
}
