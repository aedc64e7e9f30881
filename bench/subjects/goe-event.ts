/** This package: `goe-event` nodes, each wanting the same names. */
import { flowSubject } from '../flow-subject';
import { type FlowNode, ON_TAB } from '../node-red';
import { serialOf } from '../traffic';

export interface GoeEventOptions {
  broker?: string;
  host?: string;
  /** One a charger. */
  hosts?: string[];
  names: string[];
  /** Chargers, each with its own nodes. */
  chargers?: number;
  /** Nodes a charger. */
  nodes?: number;
  pollInterval?: number;
  output?: 'each' | 'together';
  timed?: boolean;
}

export function goeNodes(options: GoeEventOptions): FlowNode[] {
  const { broker, host, hosts, names, chargers = 1, nodes = 1, output = 'each', pollInterval = 5 } = options;
  return Array.from({ length: chargers }, (_, charger) => [
    {
      id: `charger ${charger}`,
      type: 'goe-charger',
      connection: broker ? 'mqtt' : 'http',
      host: hosts?.[charger] ?? host,
      serial: serialOf(charger),
      broker,
      pollInterval,
    },
    ...Array.from({ length: nodes }, (_, node) => ({
      id: `event ${charger} ${node}`,
      type: 'goe-event',
      ...ON_TAB,
      charger: `charger ${charger}`,
      keys: names,
      happenings: [],
      output,
      wires: [['sink'], []],
    })),
  ]).flat();
}

export const start = (options: GoeEventOptions) => flowSubject(goeNodes(options), { timed: options.timed });
