/** Setup of the soak: four simulated chargers with one clock, a broker, and a really started Node-RED with nodes for each. */
import { createManualClock, createSimulator, type Simulator } from '../lib/simulator/index';
import { cloudAt } from '../test/support/cloud-address';
import { EMPTY, httpCharger, mqttCharger, onTab, sinks, TAB, users } from '../test/support/lifecycle-flows';
import { type NodeRedEnvironment, openNodeRedEnvironment } from '../test/support/node-red-environment';
import { startWatchedBroker } from '../test/support/watched-broker';

const TOKEN = 'soak-token';
/** Poll interval of the charger whose polls are counted [our choice]. */
export const STEADY_POLL_S = 2;
/** The chargers with incidents and traffic. */
export const NAMES = ['http', 'mqtt', 'cloud'] as const;

export interface Setup {
  environment: NodeRedEnvironment;
  /** The clock of the simulated chargers. */
  clock: ReturnType<typeof createManualClock>;
  http: Simulator;
  mqtt: Simulator;
  cloud: Simulator;
  /** A charger without incidents, whose polls are counted. */
  steady: Simulator;
  restartBroker(): Promise<void>;
  /** Number of clients at the broker whose id begins so. */
  brokerClients(idPrefix: string): number;
  /** Deploys the flow of the soak, and waits until each charger works. */
  deploy(): Promise<void>;
  /** Deploys a flow without nodes. */
  undeploy(): Promise<void>;
  close(): Promise<void>;
}

export async function openSetup(): Promise<Setup> {
  const clock = createManualClock();
  const charger = (serial: string) => createSimulator({ serial, clock });
  const [http, mqtt, cloud, steady] = [charger('111111'), charger('222222'), charger('333333'), charger('444444')];
  let broker = await startWatchedBroker();
  await mqtt.connectMqtt({ url: broker.url });
  const ports = { http: (await http.listenHttp()).port, steady: (await steady.listenHttp()).port };
  const { url: cloudUrl } = await cloud.listenCloud({ token: TOKEN });
  const simulatedCloud = cloudAt(cloudUrl);
  const environment = await openNodeRedEnvironment({
    ...simulatedCloud,
    nodeArguments: ['--expose-gc', ...simulatedCloud.nodeArguments],
  });
  const flow = [
    TAB,
    httpCharger(ports.http),
    mqttCharger(broker.port, mqtt.serial),
    {
      id: 'cloud charger',
      type: 'goe-charger',
      name: 'Carport cloud',
      connection: 'cloud',
      serial: cloud.serial,
      pollInterval: 1,
      timeout: 4,
      credentials: { token: TOKEN },
    },
    httpCharger(ports.steady, { id: 'steady charger', name: 'Steady', pollInterval: STEADY_POLL_S }),
    onTab('steady latest', 'goe-status', { charger: 'steady charger', keys: ['amp'] }),
    ...NAMES.flatMap((name) => users(name)),
    ...sinks(),
  ];

  return {
    environment,
    clock,
    http,
    mqtt,
    cloud,
    steady,
    async restartBroker() {
      await broker.stop();
      broker = await startWatchedBroker(broker.port);
    },
    brokerClients: (idPrefix) => broker.clients(idPrefix),
    async deploy() {
      await environment.deploy(flow);
      for (const name of [...NAMES, 'steady']) await environment.works(`${name} latest`);
      await environment.take();
    },
    undeploy: () => environment.deploy(EMPTY),
    async close() {
      await environment.leave();
      for (const sim of [http, mqtt, cloud, steady]) await sim.close();
      await broker.stop();
    },
  };
}
