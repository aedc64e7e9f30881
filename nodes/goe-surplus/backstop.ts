/**
 * What ends a charge when Node-RED is not there any more to end it: the charger's own energy limit (`dwo`), moved on while
 * somebody looks after it. The charger keeps it only while nothing forces it to charge (`frc` 0), so that is how charging is
 * allowed then; where its own rules would not simply charge, or the owner has set a limit, it is forced as usual.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { asNumber, FORCE, knownOf } from './charger-reading';
import type { Wish, Wishes } from './wish';

export const BACKSTOP_KEYS = ['lmo', 'dwo', 'wh'] as const;

/**
 * The last digit of a limit of this node, in Wh: a successor of a Node-RED that was killed knows it by that. Apps and owners set
 * round ones.
 */
const MARK = 7;

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
}

/** @param energyWh how much may still be charged without Node-RED; 0 does without */
export function createBackstop(charger: Pick<Charger, 'known'>, wishes: Wishes, energyWh: number): Backstop {
  let limitWh: number | undefined;
  let sinceMs: number | undefined;
  let hindered = false;

  /** The limit that stands is nobody's, or ours. */
  function isFree(): boolean {
    const limit = knownOf(charger, 'dwo');
    if (limit === null) return true;
    return limit !== undefined && (wishes.isOurs('dwo', limit) || (asNumber(limit) ?? 0) % 10 === MARK);
  }

  function guarded(nowMs: number): number | undefined {
    const chargedWh = asNumber(knownOf(charger, 'wh'));
    if (chargedWh === undefined || knownOf(charger, 'lmo') !== DEFAULT_LOGIC || !isFree()) return undefined;
    // A phase switch forbids charging too, for a few seconds.
    if (knownOf(charger, 'alw') !== false) sinceMs = nowMs;
    sinceMs ??= nowMs;
    if (nowMs - sinceMs > ALLOWED_AFTER_MS) hindered = true;
    if (hindered) return undefined;
    // Moved on when half of it is used: few writes, and never none left. The session's energy may begin anew.
    const leftWh = limitWh === undefined ? 0 : limitWh - chargedWh;
    if (leftWh < energyWh / 2 || leftWh > energyWh + 20) limitWh = Math.ceil((chargedWh + energyWh) / 10) * 10 + MARK;
    return limitWh;
  }

  return {
    guard(wish, wanted, nowMs) {
      if (energyWh <= 0) return wish;
      const limit = wanted && wish.frc === FORCE.on ? guarded(nowMs) : undefined;
      if (limit !== undefined) return { ...wish, frc: FORCE.neutral, dwo: limit };
      if (wish.frc !== FORCE.on) {
        limitWh = undefined;
        sinceMs = undefined;
        hindered = false;
      }
      // The limit goes with the charge it belongs to.
      const isOver = knownOf(charger, 'dwo') === null || !isFree();
      return { ...wish, dwo: isOver ? undefined : null };
    },
  };
}
