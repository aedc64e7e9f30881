/**
 * Choice of one phase or three: the opportunity loss of one against the other is accumulated, and a switch is made when that
 * energy is more than the switch costs, within `phaseDelay` and `maxPhaseSwitches`.
 */
import { bestA, enoughW, flowsAtW, leastW, mostA } from './current';
import { accumulate, opportunityLossW } from './opportunity-loss';
import { phasesSet, type StepInput, secondsSince } from './step-input';

/**
 * Energy that a switch must gain, in watt seconds: 1400 W times `phaseDelay`, at least the half minute without charging, and at
 * most that and the contactor's wear. Settled on the training days of `bench/surplus`.
 */
const MOST_SWITCH_WORTH_WS = 70 * 3600;
const LEAST_SWITCH_WORTH_WS = 15 * 3600;
const SWITCH_WORTH_W = 1400;
/** Energy that other phases must gain at a start, when nothing flows yet, in watt seconds: the wear alone. */
const START_WORTH_WS = 20 * 3600;
/** No switch this soon after a start: the car first gets to its current [our choice]. */
const AFTER_START_S = 60;
/** An hour, in which `maxPhaseSwitches` counts [design]. */
const HOUR_MS = 3_600_000;

/** Numbers of phases to choose from. */
export function choices({ settings, state, reading }: StepInput): readonly (1 | 3)[] {
  if (settings.phases === '1') return [1];
  if (settings.phases === '3') return [3];
  // A one-phase car draws the same either way.
  if (state.carPhases === 1) return [reading.phases ?? 3];
  return [1, 3];
}

/** Time until a switch is allowed, in seconds: `phaseDelay` after the last one, and no more than `maxPhaseSwitches` an hour. */
export function switchAllowedInS(input: StepInput): number {
  const { settings, state, nowMs } = input;
  if (settings.maxPhaseSwitches === 0) return Number.POSITIVE_INFINITY;
  const last = state.switchesMs.at(-1) ?? null;
  const dwellS = settings.phaseDelay - secondsSince(input, last);
  const counted = state.switchesMs.at(-settings.maxPhaseSwitches);
  const budgetS = counted === undefined ? 0 : (counted + HOUR_MS - nowMs) / 1000;
  return Math.max(0, dwellS, budgetS);
}

/** Time until the charger may be switched to the chosen phases, in seconds; 0 where it has them, or may never be switched. */
export function chosenPhasesInS(input: StepInput): number {
  if (choices(input).includes(phasesSet(input))) return 0;
  const inS = switchAllowedInS(input);
  return Number.isFinite(inS) ? inS : 0;
}

/** Forgets switches older than an hour, which do not count any more. */
export function forgetSwitches({ state, nowMs }: StepInput): void {
  state.switchesMs = state.switchesMs.filter((atMs) => nowMs - atMs < HOUR_MS);
}

/** Phases for a start: those that are set, unless the others have been clearly better lately. */
export function phasesAtStart(input: StepInput): 1 | 3 {
  const set = phasesSet(input);
  const open = switchAllowedInS(input) <= 0 ? choices(input) : [set];
  const other = set === 1 ? 3 : 1;
  if (!open.includes(set)) return open[0] ?? set;
  if (!open.includes(other) || !fits(input, other)) return set;
  const { steadyW } = input.state;
  const better =
    steadyW >= enoughW(input, other) && betterWs(input, other) >= Math.min(START_WORTH_WS, switchWorthWs(input));
  return better || steadyW < enoughW(input, set) ? other : set;
}

/** Least surplus that is enough for a start, in watt. */
export function leastStartW(input: StepInput): number {
  const set = phasesSet(input);
  const open = choices(input).filter((phases) => phases === set || switchAllowedInS(input) <= 0);
  return Math.min(...(open.length > 0 ? open : choices(input)).map((phases) => enoughW(input, phases)));
}

/** Opportunity loss of charging now, in watt: with the better number of phases where it may be switched to, else with the set one. */
export function chargingLossW(input: StepInput): number {
  const set = phasesSet(input);
  const open = choices(input).filter((phases) => phases === set || switchAllowedInS(input) <= 0);
  return Math.min(...(open.length > 0 ? open : [set]).map((phases) => phasesLossW(input, phases)));
}

/** Accumulates the loss of one phase against three, also while nothing flows: it decides the phases of the next start. */
export function weighPhases(input: StepInput, passedS: number): void {
  const { state } = input;
  const gainW = choices(input).length > 1 ? phasesLossW(input, 1) - phasesLossW(input, 3) : 0;
  state.threeBetterWs =
    gainW === 0 ? state.threeBetterWs : accumulate(state.threeBetterWs, gainW, passedS, switchWorthWs(input));
}

function phasesLossW(input: StepInput, phases: 1 | 3): number {
  const { steadyW } = input.state;
  return opportunityLossW(steadyW, flowsAtW(input, phases, bestA(input, phases, steadyW)));
}

function betterWs({ state }: StepInput, phases: 1 | 3): number {
  return phases === 3 ? state.threeBetterWs : -state.threeBetterWs;
}

/** Phases to charge with from now on. */
export function phasesWhileCharging(input: StepInput): 1 | 3 {
  const { state, settings } = input;
  const set = phasesSet(input);
  const open = choices(input);
  if (switchAllowedInS(input) > 0) return set;
  const other = set === 1 ? 3 : 1;
  if (!open.includes(other) || !fits(input, other)) return set;
  if (!open.includes(set)) return other;
  if (secondsSince(input, state.changedMs) < AFTER_START_S) return set;
  // The other choice must be the better one now too, not only lately.
  const oneMostW = flowsAtW(input, 1, Math.max(settings.minCurrent, mostA(input, 1)));
  const fitsNow = other === 3 ? state.steadyW >= leastW(input, 3) : state.steadyW < oneMostW;
  return fitsNow && betterWs(input, other) >= switchWorthWs(input) ? other : set;
}

/** The number of phases has headroom for the minimum current. */
function fits(input: StepInput, phases: 1 | 3): boolean {
  return mostA(input, phases) >= input.settings.minCurrent;
}

/** Time until a switch to the other phases if the surplus stays, in seconds; undefined where none comes. */
export function switchInS(input: StepInput): number | undefined {
  const set = phasesSet(input);
  const other = set === 1 ? 3 : 1;
  if (!choices(input).includes(other) || !fits(input, other)) return undefined;
  const gainW = phasesLossW(input, set) - phasesLossW(input, other);
  if (gainW <= 0) return undefined;
  const worthS = (switchWorthWs(input) - betterWs(input, other)) / gainW;
  const settlesS = AFTER_START_S - secondsSince(input, input.state.changedMs);
  const inS = Math.max(switchAllowedInS(input), worthS, settlesS, 0);
  return Number.isFinite(inS) && inS < HOUR_MS / 1000 ? inS : undefined;
}

function switchWorthWs({ settings }: StepInput): number {
  return Math.max(LEAST_SWITCH_WORTH_WS, Math.min(MOST_SWITCH_WORTH_WS, SWITCH_WORTH_W * settings.phaseDelay));
}
