/** The floor of a node that sets a value: a node of the bench's own that publishes it and waits for the charger's answer. */
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';
import { prefixOf } from '../traffic';

export const start = ({ broker }: { broker: string }) =>
  flowSubject([{ id: 'first', type: 'bench-set', ...ON_TAB, broker, topic: `${prefixOf(0)}amp`, wires: [['sink']] }], {
    message: (n) => ({ payload: 6 + (n % 26) }),
  });
