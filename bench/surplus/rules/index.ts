/** Rules of the comparison, ours first, each with the cost of its good figures. */
import type { Controller } from '../plant';
import { chargerItself } from './charger-itself';
import { evcc } from './evcc';
import { hombach } from './hombach';
import { mk2001 } from './mk2001';
import { openhab } from './openhab';
import { ours } from './ours';

export interface Rule {
  name: string;
  /** @param carPhases phases of the car, which evcc and others are configured with and ours has to learn */
  make(maxA: number, carPhases: number): Controller;
  /** Reason why it can be ahead of ours in a figure. */
  trades: string;
}

export const OURS = 'goe-surplus';

export const RULES: readonly Rule[] = [
  { name: OURS, make: ours, trades: '' },
  {
    name: 'evcc',
    make: evcc,
    trades: 'It looks every 30 s and rounds down, so between two looks it may be lucky either way.',
  },
  {
    name: 'MK-2001',
    make: mk2001,
    trades:
      'It changes nothing for 90 s and waits five minutes before it stops or goes down: fewer changes, paid with energy from the grid.',
  },
  {
    name: 'hombach',
    make: hombach,
    trades:
      'It never changes phases and waits for 10 A on all of them, so on many days it hardly charges; what does not run draws nothing and starts seldom.',
  },
  {
    name: 'openHAB rule',
    make: openhab,
    trades: 'It stops at the first shortage, so it draws little from the grid, and pays with starts and switches.',
  },
  {
    name: 'charger itself',
    make: chargerItself,
    trades:
      'Its phase switches wait two minutes and rest for ten; with cars of fewer phases it counts three all the same.',
  },
];
