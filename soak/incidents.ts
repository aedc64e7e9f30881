/** Incidents of the soak: cars come and go, chargers break and recover, the broker is restarted. */
import type { FaultName } from '../lib/simulator/fault-kinds';
import type { Simulator } from '../lib/simulator/index';

/** Targets of an incident: a simulated charger for each kind of connection, and the broker. */
export interface IncidentTargets {
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
 * Makes a random incident; faults of earlier ones end.
 * @returns a description of it
 */
export async function randomIncident(targets: IncidentTargets, random: () => number): Promise<string> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  for (const name of NAMES) targets[name].clearFaults();
  const name = pick(NAMES);
  const sim = targets[name];
  const kind = pick(['car', 'car', 'fault', 'fault', 'none', 'reboot', 'card', 'broker'] as const);
  switch (kind) {
    case 'car':
      if (sim.car.plugged) sim.car.unplug();
      else sim.car.plugIn({ soc: 0.2 + random() / 2, capacityWh: 30_000 });
      return `car at ${name}`;
    case 'fault': {
      const fault = pick(FAULTS[name]);
      sim.fault(fault);
      return `${fault} at ${name}`;
    }
    case 'reboot':
      sim.reboot({ downMs: 60_000 + random() * 600_000 });
      return `reboot of ${name}`;
    case 'card':
      sim.presentCard(Math.floor(random() * 3));
      return `card at ${name}`;
    case 'broker':
      await targets.restartBroker();
      return 'broker restarted';
    case 'none':
      return 'none';
  }
}
