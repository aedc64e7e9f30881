/**
 * What ends a charge without this node: the charger's own energy limit (`dwo`). Where the owner has set none, one of ours is
 * moved on while somebody looks after it, so that a charge ends when Node-RED is not there any more. The charger keeps a limit
 * only while nothing forces it to charge (`frc` 0) [vendor's API documents: the order of `modelStatus`], so that is how charging
 * is allowed then; where its own rules would not simply charge, it is forced as usual.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { ENERGY_LIMIT_REACHED } from '../../lib/surplus';
import { asNumber, FORCE, knownOf } from './charger-reading';
import type { ChargerRecord } from './charger-record';
import { createEnergyLimit } from './energy-limit';
import type { Wish } from './target';

/** The logic mode that charges as soon as a car is there. */
const DEFAULT_LOGIC = 3;
/** By then a charger that is allowed to charge shows it; one that does not has rules of its own against it, such as a schedule. */
const ALLOWED_AFTER_MS = 30_000;

export interface Backstop {
  /**
   * The wish with the limit in it, where the charger can keep one.
   * @param wanted false where the charge is meant to go on whoever looks after it
   */
  guard(wish: Wish, wanted: boolean, nowMs: number): Wish;
  /** The energy limit that the owner has set, in Wh. */
  readonly ownersWh: number | undefined;
}

type Record = Pick<ChargerRecord, 'isOwn' | 'keep'>;

/** @param energyWh how much may still be charged without Node-RED; 0 does without */
export function createBackstop(charger: Pick<Charger, 'known'>, record: Record, energyWh: number): Backstop {
  const limit = createEnergyLimit(charger, record);
  let limitWh: number | undefined;
  let sinceMs: number | undefined;
  let hindered = false;

  /** The charger charges by its own rules, unforced. */
  function chargesUnforced(nowMs: number): boolean {
    if (knownOf(charger, 'lmo') !== DEFAULT_LOGIC) return false;
    // A phase switch forbids charging too, for a few seconds; and at its limit it keeps it as it should.
    const isHeld = knownOf(charger, 'modelStatus') === ENERGY_LIMIT_REACHED;
    if (knownOf(charger, 'alw') !== false || isHeld) sinceMs = nowMs;
    sinceMs ??= nowMs;
    if (nowMs - sinceMs > ALLOWED_AFTER_MS) hindered = true;
    return !hindered;
  }

  /** Our limit; none where it could not be told from the owner's by a successor of a Node-RED that was killed. */
  function ownLimitWh(): number | undefined {
    const chargedWh = asNumber(knownOf(charger, 'wh')) ?? 0;
    // Moved on when half of it is used: few writes, and never none left. The session's energy may begin anew.
    const leftWh = limitWh === undefined ? 0 : limitWh - chargedWh;
    if (leftWh >= energyWh / 2 && leftWh <= energyWh + 20) return limitWh;
    // Apps and owners set round ones.
    const nextWh = Math.ceil((chargedWh + energyWh) / 10) * 10 + 7;
    limitWh = record.keep('dwo', nextWh) ? nextWh : undefined;
    return limitWh;
  }

  return {
    get ownersWh() {
      return limit.ownersWh;
    },
    guard(wish, wanted, nowMs) {
      const isOwners = limit.ownersWh !== undefined;
      const isOurs = typeof limit.shown === 'number' && !isOwners;
      // One of ours is moved on by what has been charged.
      const canBeOurs = knownOf(charger, 'dwo') !== undefined && asNumber(knownOf(charger, 'wh')) !== undefined;
      const needed = isOwners || (wanted && energyWh > 0 && canBeOurs);
      if (wish.frc === FORCE.on && needed && chargesUnforced(nowMs)) {
        // The owner's is never touched.
        if (isOwners) return { ...wish, frc: FORCE.neutral, dwo: undefined };
        const nextWh = ownLimitWh();
        if (nextWh !== undefined) return { ...wish, frc: FORCE.neutral, dwo: nextWh };
      }
      limitWh = undefined;
      if (wish.frc !== FORCE.on) {
        sinceMs = undefined;
        hindered = false;
      }
      // Ours goes with the charge it belongs to.
      return { ...wish, dwo: isOurs ? null : undefined };
    },
  };
}
