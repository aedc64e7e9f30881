/** This package: a `goe-status` that asks the charger at each message, and `goe-event` nodes that get the values too. */
import { flowSubject } from '../flow-subject';
import { ON_TAB } from '../node-red';
import { TEN_NAMES } from '../traffic';
import { goeNodes } from './goe-event';

/** @param events how many `goe-event` nodes want overlapping names of the charger */
export const start = ({ host, events = 0 }: { host: string; events?: number }) =>
  flowSubject([
    ...goeNodes({ host, names: [...TEN_NAMES], nodes: events, pollInterval: 3600 }),
    {
      id: 'first',
      type: 'goe-status',
      ...ON_TAB,
      charger: 'charger 0',
      keys: TEN_NAMES,
      source: 'charger',
      output: 'values',
      wires: [['sink']],
    },
  ]);
