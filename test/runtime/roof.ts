/** A goe-surplus node below a roof: a meter reads what the sun leaves when the car has taken its part. */
import { startCharger, type TestCharger } from './chargers';
import { arrival, deploy, type FlowNode, type Message, nodeWith } from './flow';

export interface Roof {
  sunW: number;
  /** What the messages look like. */
  payload: (gridW: number) => unknown;
  stop(): void;
}

const EVERY_MS = 100;

/** Sends readings to a node until stopped. @param id the goe-surplus node */
export function startRoof(id: string, chargers: TestCharger | TestCharger[], sunW: number): Roof {
  const timer = setInterval(() => {
    const carsW = [chargers].flat().reduce((sum, { sim }) => sum + Number((sim.get('nrg') as number[])[11]), 0);
    // Node-RED may have stopped already.
    nodeWith(id)?.receive({ payload: roof.payload(Math.round(carsW - roof.sunW)) });
  }, EVERY_MS);
  const roof: Roof = { sunW, payload: (gridW) => gridW, stop: () => clearInterval(timer) };
  return roof;
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
  /** How long a second of the charger lasts. */
  secondMs?: number;
}

/** A charger with a car that has not been allowed to charge yet, and a node for it. */
export async function startSurplus(
  connection: TestCharger['connection'],
  properties: object = {},
  { plugged = true, values = {}, config = {}, secondMs }: StartOptions = {},
): Promise<TestCharger> {
  const options = plugged ? { car: THREE_PHASE_CAR } : {};
  const charger = await startCharger(connection, { ...config }, options, { frc: 1, ...values }, secondMs);
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
