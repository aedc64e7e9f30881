/** Target of the strategy `feed`: what the mode, a lost meter and the owner's energy limit ask of a charger that regulates. */
import type { Charger } from '../../lib/charger/charger.types';
import type { Settings } from '../../lib/surplus';
import { asNumber, FORCE, knownOf } from './charger-reading';
import type { EnergyLimit } from './energy-limit';
import { ECO_LOGIC, requiredTarget } from './feed-requirements';
import type { IdsFeed } from './ids-feed';
import type { Target } from './target';

interface Parts {
  settings: () => Settings;
  limit: EnergyLimit;
  feed: Pick<IdsFeed, 'isFresh'>;
  /** The target that is in force. */
  target: Readonly<Target>;
  /** This node may set what the surplus mode needs. */
  prepare: boolean;
}

/** Key values that a manual override takes out of the target. */
export const NO_TARGET: Target = {
  frc: undefined,
  amp: undefined,
  psm: undefined,
  lmo: undefined,
  fup: undefined,
  acp: undefined,
};

/** @returns the target; `isLost`: the meter is lost, or the charger ignores it */
export function createFeedTarget(
  charger: Charger,
  { settings, limit, feed, target, prepare }: Parts,
): (isLost: boolean, nowMs: number) => Target {
  /** `amp` from before `onStale` set the minimum. */
  let usualA: number | undefined;

  return (isLost, nowMs) => {
    const { mode, onStale, minCurrent, maxCurrent } = settings();
    const usual: Target = usualA === undefined ? {} : { amp: usualA };
    // The charger ignores the owner's energy limit while it is forced to charge.
    const forced = limit.isReached ? FORCE.off : FORCE.on;
    if (mode === 'off') return { ...usual, frc: FORCE.off };
    if (mode === 'fast') return { ...usual, frc: forced, amp: maxCurrent };
    if (!isLost) return { ...usual, ...surplusMode(nowMs) };
    if (onStale === 'release') return { ...usual, ...unforced() };
    if (onStale === 'stop') return { ...usual, frc: FORCE.off };
    usualA ??= asNumber(knownOf(charger, 'amp'));
    return { frc: forced, amp: minCurrent };
  };

  /** The charger's surplus mode, once it has a fresh value: it would begin with an old one, or none [goecharger/go-eCharger-API-v2#203]. */
  function surplusMode(nowMs: number): Target {
    const isActive = knownOf(charger, 'lmo') === ECO_LOGIC && knownOf(charger, 'frc') === FORCE.neutral;
    if (!isActive && !feed.isFresh(nowMs)) return {};
    return prepare ? requiredTarget(settings().maxCurrent) : unforced();
  }

  /** No force, where this node may set it. */
  function unforced(): Target {
    return prepare || target.frc !== undefined ? { frc: FORCE.neutral } : {};
  }
}
