/**
 * Energy limit of a session at the charger (`dwo`), of the owner or of this node's backstop. A limit that the charger leaves out of
 * its answers stays as it was shown last.
 */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { asNumber, knownOf } from './charger-reading';
import type { ChargerRecord } from './charger-record';

export interface EnergyLimit {
  /** As it was shown last; null where there is none, undefined where the charger knows no limit. */
  readonly shown: Json | undefined;
  /** The owner's limit, in Wh; undefined where there is none, or only one of this node. */
  readonly ownersWh: number | undefined;
  /** The owner's limit is reached. The charger itself ignores it while it is forced to charge [vendor's API documents]. */
  readonly isReached: boolean;
}

export function createEnergyLimit(charger: Pick<Charger, 'known'>, record: Pick<ChargerRecord, 'isOwn'>): EnergyLimit {
  let last: Json | undefined;
  return {
    get shown() {
      const now = knownOf(charger, 'dwo');
      if (now !== undefined) last = now;
      return last;
    },
    get ownersWh() {
      const limitWh = asNumber(this.shown);
      return limitWh === undefined || record.isOwn('dwo', limitWh) ? undefined : limitWh;
    },
    get isReached() {
      const limitWh = this.ownersWh;
      const chargedWh = asNumber(knownOf(charger, 'wh'));
      return limitWh !== undefined && chargedWh !== undefined && chargedWh >= limitWh;
    },
  };
}
