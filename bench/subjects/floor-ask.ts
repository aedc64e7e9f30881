/** The floor of a node that asks a charger, or writes to it: a node of the bench's own that does nothing else. */
import { pathOf } from '../client-subject';
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';

/** @param writes a value in place of reading */
export const start = ({ host, writes = false }: { host: string; writes?: boolean }) =>
  flowSubject([{ id: 'first', type: 'bench-ask', ...ON_TAB, host, wires: [['sink']] }], {
    message: (n) => ({ path: pathOf(n, writes) }),
  });
