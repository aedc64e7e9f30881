/** The last that a closing node does at its charger, when no successor comes. */
import type { Node } from 'node-red';
import type { Charger } from '../../lib/charger/charger.types';
import type { ChargerRecord } from './charger-record';
import type { Wish } from './target';

interface Ending {
  /** What is left at the charger. */
  last: Wish;
  /** The node is gone for good: what was found is given back, or stays away on purpose. */
  removed: boolean;
  /** The charger could be reached until now. */
  online: boolean;
}

/**
 * Writes what is left at the charger, in one write.
 * @returns when that is done; it never fails. Undefined where there is nothing to wait for
 */
export function leaveCharger(
  node: Pick<Node, 'warn'>,
  charger: Charger,
  record: ChargerRecord,
  { last, removed, online }: Ending,
): Promise<void> | undefined {
  // What cannot be given back now is given back when the next node of this charger is removed.
  const failed = (why: unknown) => node.warn(`${charger.identity.name} was left as it is: ${why}`);
  const done = () => {
    if (removed) record.forget();
  };
  // What stands may be on its way out: the charger knows best what needs no write.
  if (Object.keys(last).length === 0) done();
  else if (!online) failed('it is out of reach');
  else {
    record.note(last);
    return charger.write(last, 'accepted').then(done, failed);
  }
  return undefined;
}
