/**
 * The energy limit of a session (`dwo`), and whose it is. One that the charger leaves out of its answers stands as it was shown
 * last: nobody has lifted it.
 */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { asNumber, knownOf } from './charger-reading';
import type { ChargerRecord } from './charger-record';

export interface EnergyLimit {
  /** As it was shown last; null where there is none, undefined where the charger knows no limit. */
  readonly shown: Json | undefined;
  /** The limit that the owner has set, in Wh; undefined where there is none, or only one of ours. */
  readonly ownersWh: number | undefined;
  /** The owner's limit is reached; the charger itself passes it over while it is forced to charge. */
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
