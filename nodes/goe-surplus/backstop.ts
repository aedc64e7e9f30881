/**
 * Backstop: an energy limit of the charger (`dwo`) that ends the charge when Node-RED is gone. Where the owner has set none, this
 * node sets one and raises it while it runs. The charger keeps a limit only while nothing forces it to charge [vendor's API
 * documents: the order of `modelStatus`], so charging is then allowed by `frc` 0; where the charger's own rules would not
 * simply charge, it is forced, without a limit.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { ENERGY_LIMIT_REACHED } from '../../lib/surplus';
import { asNumber, FORCE, knownOf } from './charger-reading';
import type { ChargerRecord } from './charger-record';
import { createEnergyLimit } from './energy-limit';
import type { Target } from './target';

/** Logic mode (`lmo`) that charges as soon as a car is plugged in [vendor's API documents]. */
const DEFAULT_LOGIC = 3;
/** A charger that is allowed to charge shows it by then; otherwise rules of its own, such as a schedule, are against it [our choice]. */
const ALLOWED_AFTER_MS = 30_000;

export interface Backstop {
  /**
   * The target with the limit in it, where the charger can keep one.
   * @param wanted false where the charge is meant to go on without Node-RED
   */
  guard(target: Target, wanted: boolean, nowMs: number): Target;
  /** The energy limit that the owner has set, in Wh. */
  readonly ownersWh: number | undefined;
}

type LimitRecord = Pick<ChargerRecord, 'isOwn' | 'saveOwn'>;

/** @param energyWh energy that may still be charged without Node-RED; 0: no backstop */
export function createBackstop(charger: Pick<Charger, 'known'>, record: LimitRecord, energyWh: number): Backstop {
  const limit = createEnergyLimit(charger, record);
  let limitWh: number | undefined;
  let allowedMs: number | undefined;
  let isHindered = false;

  /** The charger charges by its own rules, unforced. */
  function chargesUnforced(nowMs: number): boolean {
    if (knownOf(charger, 'lmo') !== DEFAULT_LOGIC) return false;
    // A charger at its limit does not charge, as it should not.
    const isLimited = knownOf(charger, 'modelStatus') === ENERGY_LIMIT_REACHED;
    if (knownOf(charger, 'alw') !== false || isLimited) allowedMs = nowMs;
    allowedMs ??= nowMs;
    if (nowMs - allowedMs > ALLOWED_AFTER_MS) isHindered = true;
    return !isHindered;
  }

  /** This node's limit; undefined where it cannot be saved, as it could not be distinguished from the owner's after Node-RED was killed. */
  function ownLimitWh(): number | undefined {
    const chargedWh = asNumber(knownOf(charger, 'wh')) ?? 0;
    // Raised when half of it is used: few writes, and some is always left. `wh` may start from 0 again.
    const leftWh = limitWh === undefined ? 0 : limitWh - chargedWh;
    if (leftWh >= energyWh / 2 && leftWh <= energyWh + 20) return limitWh;
    // Never a round value, as apps and owners set those.
    const nextWh = Math.ceil((chargedWh + energyWh) / 10) * 10 + 7;
    limitWh = record.saveOwn('dwo', nextWh) ? nextWh : undefined;
    return limitWh;
  }

  return {
    get ownersWh() {
      return limit.ownersWh;
    },
    guard(target, wanted, nowMs) {
      const isOwners = limit.ownersWh !== undefined;
      const isOurs = typeof limit.shown === 'number' && !isOwners;
      // A limit of this node is raised by `wh`.
      const canBeOurs = knownOf(charger, 'dwo') !== undefined && asNumber(knownOf(charger, 'wh')) !== undefined;
      const needed = isOwners || (wanted && energyWh > 0 && canBeOurs);
      if (target.frc === FORCE.on && needed && chargesUnforced(nowMs)) {
        // The owner's limit is never changed.
        if (isOwners) return { ...target, frc: FORCE.neutral, dwo: undefined };
        const nextWh = ownLimitWh();
        if (nextWh !== undefined) return { ...target, frc: FORCE.neutral, dwo: nextWh };
      }
      limitWh = undefined;
      if (target.frc !== FORCE.on) {
        allowedMs = undefined;
        isHindered = false;
      }
      // This node's limit ends with the charge.
      return { ...target, dwo: isOurs ? null : undefined };
    },
  };
}
