/** What happens to three chargers in a week: cars come and go, things break and are mended, the broker is restarted. */

import type { FaultName } from '../lib/simulator/fault-kinds';
import type { Simulator } from '../lib/simulator/index';

export interface Street {
  http: Simulator;
  mqtt: Simulator;
  cloud: Simulator;
  restartBroker(): Promise<void>;
}

type Name = 'http' | 'mqtt' | 'cloud';

const FAULTS: Readonly<Record<Name, readonly FaultName[]>> = {
  http: ['hang', 'reset', 'truncated', '404', 'apiOff', 'lock', 'slow', 'html', 'ignored'],
  mqtt: ['silent', 'noResult', 'wrongResult', 'doubleResult', 'dropConnection', 'ignored'],
  cloud: ['offline', 'outdated', 'badGateway', 'hang', 'reset'],
};
const NAMES: readonly Name[] = ['http', 'mqtt', 'cloud'];

/**
 * One thing that happens, whichever chance picks. What was broken before is mended first.
 * @returns what it was
 */
export async function happen(street: Street, chance: () => number): Promise<string> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!;
  for (const name of NAMES) street[name].clearFaults();
  const name = pick(NAMES);
  const sim = street[name];
  const kind = pick(['car', 'car', 'fault', 'fault', 'calm', 'reboot', 'card', 'broker'] as const);
  switch (kind) {
    case 'car':
      if (sim.car.plugged) sim.car.unplug();
      else sim.car.plugIn({ soc: 0.2 + chance() / 2, capacityWh: 30_000 });
      return `car at ${name}`;
    case 'fault': {
      const fault = pick(FAULTS[name]);
      sim.fault(fault);
      return `${fault} at ${name}`;
    }
    case 'reboot':
      sim.reboot({ downMs: 60_000 + chance() * 600_000 });
      return `reboot of ${name}`;
    case 'card':
      sim.presentCard(Math.floor(chance() * 3));
      return `card at ${name}`;
    case 'broker':
      await street.restartBroker();
      return 'broker restarted';
    case 'calm':
      return 'calm';
  }
}
