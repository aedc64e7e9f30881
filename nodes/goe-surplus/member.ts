/** What a group has to know of one of its chargers. */
import type { Charger } from '../../lib/charger/charger.types';
import type { Member, Settings } from '../../lib/surplus';
import { asNumber, hasCar, knownOf } from './charger-reading';
import type { Decision } from './decision';

const VOLT = 230;

/** @param isFull the car has ended a charge by itself and has not begun again, be it allowed to charge or not */
export function memberOf(
  { id, priority }: Pick<Member, 'id' | 'priority'>,
  charger: Pick<Charger, 'known'>,
  { mode, phases, minCurrent, maxCurrent }: Settings,
  decision: Decision | undefined,
  isFull: boolean,
): Member {
  const isNobodys = mode === 'off' || !hasCar(charger) || ['manual', 'error'].includes(decision?.state ?? 'error');
  const least = VOLT * minCurrent * (phases === '3' ? 3 : 1);
  const most = VOLT * maxCurrent * (phases === '1' ? 1 : 3);
  return {
    id,
    priority,
    // What a car takes that is nobody's to regulate is a load like any other of the house.
    chargeW: isNobodys ? 0 : (asNumber(knownOf(charger, 'nrg.powerTotal')) ?? 0),
    wants: isNobodys ? null : { minW: mode === 'fast' ? most : least, maxW: most },
    charging: (decision?.currentA ?? 0) > 0,
    idle: isFull || decision?.state === 'full' || decision?.state === 'asleep',
  };
}
