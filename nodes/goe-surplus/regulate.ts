/** Strategy `regulate`: the controller decides, and `frc`, `amp` and `psm` are set by it. */
import type { Charger } from '../../lib/charger/charger.types';
import {
  type Commands,
  type Explanation,
  initial,
  type Settings,
  type State,
  type Step,
  step,
} from '../../lib/surplus';
import type { Backstop } from './backstop';
import { chargerReading, FORCE, PHASES } from './charger-reading';
import { type ChargerRecord, isLeftForced } from './charger-record';
import type { Handover } from './handover';
import type { ManualChange } from './manual-override';
import type { Meter } from './meter';
import type { Wish, Wishes } from './target';

/** The least that can be signalled to a car, in ampere. */
const LEAST_A = 6;

export interface Regulation {
  /** Decides once more. @param manual somebody set the charger by hand: it is left as it is */
  step(manual: ManualChange | undefined, nowMs: number): Explanation;
  /** The charger is its to set: the meter was heard, or a mode was chosen that needs none. */
  readonly inCharge: boolean;
  /** What a successor needs to go on as if nothing had happened. */
  readonly state: State;
}

export function createRegulation(
  charger: Charger,
  settings: () => Settings,
  meter: Meter,
  wishes: Wishes,
  { backstop, record, before }: { backstop: Backstop; record: ChargerRecord; before: Handover | undefined },
): Regulation {
  // One that fed the charger until now has set it, and goes on doing so.
  let state = before?.state ?? { ...initial(), inCharge: before?.inCharge ?? false };
  let isFirst = before === undefined;
  return {
    get inCharge() {
      return state.inCharge;
    },
    get state() {
      return state;
    },
    step(manual, nowMs) {
      const own = chargerReading(charger);
      if (isFirst && !manual && isLeftForced(charger, record)) state = { ...state, inCharge: true };
      isFirst = false;
      const energyLimitWh = backstop.ownersWh;
      const result = step(settings(), state, { ...meter.reading(nowMs), ...own, energyLimitWh }, nowMs);
      state = result.state;
      const { explanation, commands } = result;
      if (!state.inCharge) {
        wishes.set(loweredAsFound(commands));
        return manual ? manualExplanation(explanation, explanation.currentA, manual.sinceMs) : explanation;
      }
      if (manual) {
        // The house's fuse comes before anybody's hand.
        const limit = own.enabled === false ? {} : lowered(state.fuseA, own.currentA ?? undefined);
        // Nobody moves the backstop's limit on any more: it would end what was set by hand.
        const left = backstop.guard(limit, false, nowMs);
        wishes.set({ frc: undefined, amp: undefined, psm: undefined, dwo: undefined, ...left });
        return manualExplanation(explanation, own.enabled === true ? (own.currentA ?? 0) : 0, manual.sinceMs);
      }
      wishes.set(
        backstop.guard(wishOf(result, wishes.current.psm, own.car !== undefined), settings().mode !== 'fast', nowMs),
      );
      return explanation;
    },
  };
}

/**
 * What the charger should be set to by this decision. Off is `frc` 1 and not neutral: the charger would begin by rules of its
 * own as soon as a car is plugged in. Phases are never left to its automatic: that is for its own surplus mode.
 */
function wishOf({ commands, explanation, state }: Step, wishedPsm: Wish['psm'], carKnown: boolean): Wish {
  const allowed = explanation.currentA > 0;
  const released = state.sent.enabled === 'release';
  const wish: Wish = {};
  if (carKnown || commands.enabled !== undefined) wish.frc = released ? FORCE.neutral : allowed ? FORCE.on : FORCE.off;
  // What is told seldom is written seldom: the controller weighs each change and counts what a contactor moves.
  if (commands.currentA !== undefined) wish.amp = commands.currentA;
  if (commands.phases !== undefined) wish.psm = psmOf(commands.phases);
  else if (allowed && wishedPsm === undefined) wish.psm = psmOf(explanation.phases);
  return wish;
}

/** Before the first measurement nothing is written but what the house's fuse asks for. */
function loweredAsFound({ enabled, currentA }: Commands): Wish {
  return {
    ...(enabled === false ? { frc: FORCE.off } : {}),
    ...(currentA === undefined ? {} : { amp: currentA }),
  };
}

function psmOf(phases: 1 | 3): number {
  return phases === 1 ? PHASES.one : PHASES.three;
}

/** What the fuse leaves counts, and not what the controller would set: it may be off, or holding the minimum. */
function lowered(roomA: number | null, setA: number | undefined): Wish {
  if (roomA === null) return {};
  if (roomA < LEAST_A) return { frc: FORCE.off };
  return setA !== undefined && setA > roomA ? { amp: roomA } : {};
}

function manualExplanation(explanation: Explanation, currentA: number, since: number): Explanation {
  const { mode, phases, powerW, surplusW } = explanation;
  return { state: 'manual', mode, currentA, phases, powerW, surplusW, reason: 'manual', since };
}
