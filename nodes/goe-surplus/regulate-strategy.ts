/** Strategy `regulate`: the controller decides, and sets `frc`, `amp` and `psm`. */
import type { Charger } from '../../lib/charger/charger.types';
import { type Commands, type Explanation, initial, type Settings, type Step, step } from '../../lib/surplus';
import type { Backstop } from './backstop';
import { chargerReading, FORCE, PHASES } from './charger-reading';
import { type ChargerRecord, isLeftForced } from './charger-record';
import type { Handover } from './handover';
import type { Meter } from './meter';
import type { Strategy } from './strategy';
import type { Target, TargetWriter } from './target';

/** Lowest current that can be signalled to a car, in ampere [IEC 61851-1]. */
const LEAST_A = 6;

export function createRegulateStrategy(
  charger: Charger,
  settings: () => Settings,
  meter: Meter,
  writer: TargetWriter,
  { backstop, record, before }: { backstop: Backstop; record: ChargerRecord; before: Handover | undefined },
): Strategy {
  // A node that fed the charger until now has set it, so this one is in charge at once.
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
        writer.set(loweredAsFound(commands));
        return manual ? manualExplanation(explanation, explanation.currentA, manual.sinceMs) : explanation;
      }
      if (manual) {
        // The house's fuse comes before a manual override.
        const limit = own.enabled === false ? {} : lowered(state.fuseA, own.currentA ?? undefined);
        // The backstop's limit is not raised any more and would end the override, so it goes.
        const left = backstop.guard(limit, false, nowMs);
        writer.set({ frc: undefined, amp: undefined, psm: undefined, dwo: undefined, ...left });
        return manualExplanation(explanation, own.enabled === true ? (own.currentA ?? 0) : 0, manual.sinceMs);
      }
      const target = targetOf(result, writer.target.psm, own.car !== undefined);
      writer.set(backstop.guard(target, settings().mode !== 'fast', nowMs));
      return explanation;
    },
  };
}

/**
 * Target by a step of the controller. Off is `frc` 1 and not neutral, with which the charger would start by its own rules when a
 * car is plugged in. Phases are never left to the charger, which chooses them for its own surplus mode only.
 */
function targetOf({ commands, explanation, state }: Step, targetPsm: Target['psm'], isCarKnown: boolean): Target {
  const allowed = explanation.currentA > 0;
  const released = state.sent.enabled === 'release';
  const target: Target = {};
  if (isCarKnown || commands.enabled !== undefined)
    target.frc = released ? FORCE.neutral : allowed ? FORCE.on : FORCE.off;
  // Current and phases change with a command only: the controller weighs each write and counts phase switches.
  if (commands.currentA !== undefined) target.amp = commands.currentA;
  if (commands.phases !== undefined) target.psm = psmOf(commands.phases);
  else if (allowed && targetPsm === undefined) target.psm = psmOf(explanation.phases);
  return target;
}

/** Target before the controller is in charge: only what the fuse of the house asks for. */
function loweredAsFound({ enabled, currentA }: Commands): Target {
  return {
    ...(enabled === false ? { frc: FORCE.off } : {}),
    ...(currentA === undefined ? {} : { amp: currentA }),
  };
}

function psmOf(phases: 1 | 3): number {
  return phases === 1 ? PHASES.one : PHASES.three;
}

/** Target under a manual override: no more than the fuse has headroom for, whatever the controller would set. */
function lowered(headroomA: number | null, setA: number | undefined): Target {
  if (headroomA === null) return {};
  if (headroomA < LEAST_A) return { frc: FORCE.off };
  return setA !== undefined && setA > headroomA ? { amp: headroomA } : {};
}

function manualExplanation(explanation: Explanation, currentA: number, since: number): Explanation {
  const { mode, phases, powerW, surplusW } = explanation;
  return { state: 'manual', mode, currentA, phases, powerW, surplusW, reason: 'manual', since };
}
