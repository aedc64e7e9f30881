/** Fixture for goe-surplus: a charger with a car, a node, and a meter that sends the grid power of household, PV system and car. */

import { startCharger, type TestCharger } from './chargers';
import { arrival, deploy, type FlowNode, type Message, nodeWith, useNodeRed } from './flow';
import { until } from './until';

export interface SurplusFixture {
  sunW: number;
  /** Makes the payload of a message. */
  payload: (gridW: number) => unknown;
  stop(): void;
}

const EVERY_MS = 100;

let chargers: TestCharger[] = [];
let fixtures: SurplusFixture[] = [];

/** To be called in a `describe`: a Node-RED for its tests; what `startSurplus` and `startSurplusFixture` start ends with each of them. */
export function useSurplus() {
  useNodeRed();
  afterEach(async () => {
    for (const fixture of fixtures) fixture.stop();
    for (const charger of chargers) await charger.close();
    fixtures = [];
    chargers = [];
  });
  /** Value at the charger that was started first. */
  const set = (key: string) => chargers[0]!.sim.get(key);
  return { set, charging: () => until(() => set('car') === 2, 'it charges', 20_000) };
}

/** Sends readings to a node until stopped. @param id the goe-surplus node */
export function startSurplusFixture(id: string, below: TestCharger | TestCharger[], sunW: number): SurplusFixture {
  const timer = setInterval(() => {
    const carsW = [below].flat().reduce((sum, { sim }) => sum + Number((sim.get('nrg') as number[])[11]), 0);
    // Node-RED may have stopped already.
    nodeWith(id)?.receive({ payload: fixture.payload(Math.round(carsW - fixture.sunW)) });
  }, EVERY_MS);
  const fixture: SurplusFixture = { sunW, payload: (gridW) => gridW, stop: () => clearInterval(timer) };
  fixtures.push(fixture);
  return fixture;
}

/** No waiting longer than a test likes; all of these are bounds that the controller keeps. */
const HASTY = { startDelay: '1', stopDelay: '1', phaseDelay: '1', minRun: '0', minPause: '0', staleAfter: '2' };

export function surplusNode(properties: object = {}): FlowNode {
  return { id: 'surplus', type: 'goe-surplus', name: 'Roof', charger: 'charger', ...HASTY, ...properties };
}

export const THREE_PHASE_CAR = { phases: 3, maxCurrentA: 16, wakesAfterS: 2 } as const;

interface StartOptions {
  plugged?: boolean;
  values?: object;
  config?: object;
  serial?: string;
  /** Duration of a second of the charger. */
  secondMs?: number | undefined;
}

/** A charger with a car that has not been allowed to charge yet. */
export async function startGarage(
  connection: TestCharger['connection'],
  { plugged = true, values = {}, config = {}, serial = '123456', secondMs }: StartOptions = {},
): Promise<TestCharger> {
  const options = { serial, ...(plugged ? { car: THREE_PHASE_CAR } : {}) };
  const charger = await startCharger(connection, { ...config }, options, { frc: 1, ...values }, secondMs);
  chargers.push(charger);
  return charger;
}

/** Such a charger, and a node for it. */
export async function startSurplus(
  connection: TestCharger['connection'],
  properties: object = {},
  started: StartOptions = {},
): Promise<TestCharger> {
  const charger = await startGarage(connection, started);
  await deploy([charger.node, surplusNode(properties)], charger.credentials);
  return charger;
}

/** Waits for a decision that fits. */
export async function decides(
  fits: (decision: Message) => boolean,
  what: string,
  { id = 'surplus', withinMs = 15_000 }: { id?: string; withinMs?: number } = {},
): Promise<Message> {
  return (await arrival(id, 0, ({ payload }) => fits(payload), what, withinMs)).payload;
}
