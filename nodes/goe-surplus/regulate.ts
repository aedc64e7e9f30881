/** Strategy `regulate`: the controller decides, and `frc`, `amp` and `psm` are set by it. */
import type { Charger } from '../../lib/charger/charger.types';
import { type Commands, type Explanation, initial, type Settings, type State, step } from '../../lib/surplus';
import { asNumber, chargerReading, FORCE, knownOf, PHASES } from './charger-reading';
import type { ManualChange } from './manual';
import type { Meter } from './meter';
import type { Wish, Wishes } from './wish';

export interface Regulation {
  /** Decides once more. @param manual somebody set the charger by hand: it is left as it is */
  step(manual: ManualChange | undefined, nowMs: number): Explanation;
  /** What a successor needs to go on as if nothing had happened. */
  readonly state: State;
}

export function createRegulation(
  charger: Charger,
  settings: () => Settings,
  meter: Meter,
  wishes: Wishes,
  before: State | undefined,
): Regulation {
  let state = before ?? initial();
  return {
    get state() {
      return state;
    },
    step(manual, nowMs) {
      const own = chargerReading(charger);
      const result = step(settings(), state, { ...meter.reading(nowMs), ...own }, nowMs);
      state = result.state;
      const { explanation } = result;
      if (manual) {
        // The house's fuse comes before anybody's hand.
        const limit = explanation.reason === 'fuse' ? lowered(explanation, asNumber(knownOf(charger, 'amp'))) : {};
        wishes.set({ frc: undefined, amp: undefined, psm: undefined, ...limit });
        return manualExplanation(explanation, own.enabled === true ? (own.currentA ?? 0) : 0, manual.sinceMs);
      }
      wishes.set(wishOf(result.commands, explanation, wishes.current, own.car !== undefined));
      return explanation;
    },
  };
}

/**
 * The wish after these commands. Without one for `frc`, what the controller goes by: neutral would let the charger begin by
 * rules of its own as soon as a car is plugged in.
 */
function wishOf(commands: Commands, explanation: Explanation, now: Readonly<Wish>, carKnown: boolean): Wish {
  const wish: Wish = {};
  const allowed = explanation.currentA > 0;
  if (commands.enabled !== undefined) wish.frc = forceOf(commands.enabled);
  else if (now.frc === undefined && carKnown) wish.frc = forceOf(allowed);
  if (commands.currentA !== undefined) wish.amp = commands.currentA;
  if (commands.phases !== undefined) wish.psm = commands.phases === 1 ? PHASES.one : PHASES.three;
  // In automatic mode the charger would change the phases by itself while it is told to charge.
  else if (allowed && now.psm === undefined) wish.psm = explanation.phases === 1 ? PHASES.one : PHASES.three;
  return wish;
}

function forceOf(enabled: boolean | 'release'): number {
  if (enabled === 'release') return FORCE.neutral;
  return enabled ? FORCE.on : FORCE.off;
}

function lowered({ currentA }: Explanation, setA: number | undefined): Wish {
  if (currentA === 0) return { frc: FORCE.off };
  return setA !== undefined && setA > currentA ? { amp: currentA } : {};
}

function manualExplanation(explanation: Explanation, currentA: number, since: number): Explanation {
  const { mode, phases, powerW, surplusW } = explanation;
  return { state: 'manual', mode, currentA, phases, powerW, surplusW, reason: 'manual', since };
}
