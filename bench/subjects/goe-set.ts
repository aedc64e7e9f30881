/** This package: a `goe-set` that waits until the charger has taken a value. */
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';
import { goeNodes } from './goe-event';

export const start = ({ host, broker }: { host?: string; broker?: string }) =>
  flowSubject(
    [
      ...goeNodes({ host, broker, names: [], nodes: 0 }),
      {
        id: 'first',
        type: 'goe-set',
        ...ON_TAB,
        charger: 'charger 0',
        values: [],
        confirm: 'accepted',
        wires: [['sink']],
      },
    ],
    { message: (n) => ({ payload: { amp: 6 + (n % 26) }, topic: 'set' }) },
  );
