/** A roof above a simulated charger: a meter that reads what the sun leaves when the car has taken its part. */

import type { TestCharger } from './chargers';
import { nodeWith } from './flow';

export interface Roof {
  sunW: number;
  /** What the messages look like. */
  payload: (gridW: number) => unknown;
  stop(): void;
}

const EVERY_MS = 100;

/** Sends readings to a node until stopped. @param id the goe-surplus node */
export function startRoof(id: string, charger: TestCharger, sunW: number): Roof {
  const timer = setInterval(() => {
    const nrg = charger.sim.get('nrg') as number[];
    // Node-RED may have stopped already.
    nodeWith(id)?.receive({ payload: roof.payload(Math.round((nrg[11] ?? 0) - roof.sunW)) });
  }, EVERY_MS);
  const roof: Roof = { sunW, payload: (gridW) => gridW, stop: () => clearInterval(timer) };
  return roof;
}
