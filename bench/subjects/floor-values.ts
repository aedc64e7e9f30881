/** The floor of a node that has a charger's values: a node of the bench's own that does nothing else. */
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';

export const start = ({ broker, topics, timed }: { broker: string; topics: string[]; timed?: boolean }) =>
  flowSubject([{ id: 'values', type: 'bench-values', ...ON_TAB, broker, topics, wires: [['sink']] }], { timed });
