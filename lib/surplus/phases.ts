/**
 * One phase or three. Neither an hour of the weaker choice nor a switch for every cloud: what one choice loses against the
 * other is added up, and a switch is made when that is worth more than the switch costs, within the owner's bounds.
 */
import { bestA, enoughW, flowsAtW, leastW, mostA } from './current';
import { account, lossW } from './standby-loss';
import { phasesSet, type StepInput, secondsSince } from './step-input';

/**
 * What a switch must be worth, in watt seconds: half a minute without charging, and the contactor's wear. Whoever shortens
 * `phaseDelay` wants to switch for less: 1400 W over it, at the least what the pause costs.
 */
const MOST_SWITCH_WORTH_WS = 70 * 3600;
const LEAST_SWITCH_WORTH_WS = 15 * 3600;
const SWITCH_WORTH_W = 1400;
/** What it is worth at a start, when nothing flows yet: the wear alone. */
const START_WORTH_WS = 20 * 3600;
/** After a start the car is let settle before it is interrupted again, in seconds. */
const AFTER_START_S = 60;
const HOUR_MS = 3_600_000;

/** The phases that may be chosen from. */
export function choices({ settings, state, reading }: StepInput): readonly (1 | 3)[] {
  if (settings.phases === '1') return [1];
  if (settings.phases === '3') return [3];
  // A one-phase car draws the same either way.
  if (state.carPhases === 1) return [reading.phases ?? 3];
  return [1, 3];
}

/** Seconds until a switch may be made: `phaseDelay` since the last one, and no more than `maxPhaseSwitches` an hour. */
export function switchAllowedInS(moment: StepInput): number {
  const { settings, state, nowMs } = moment;
  if (settings.maxPhaseSwitches === 0) return Number.POSITIVE_INFINITY;
  const last = state.switchesMs.at(-1) ?? null;
  const dwellS = settings.phaseDelay - secondsSince(moment, last);
  const counted = state.switchesMs.at(-settings.maxPhaseSwitches);
  const budgetS = counted === undefined ? 0 : (counted + HOUR_MS - nowMs) / 1000;
  return Math.max(0, dwellS, budgetS);
}

/**
 * Seconds until the charger may be switched to phases that are chosen, where it is set to others; 0 where it is never to be
 * switched, for then what is set has to do.
 */
export function chosenPhasesInS(moment: StepInput): number {
  if (choices(moment).includes(phasesSet(moment))) return 0;
  const inS = switchAllowedInS(moment);
  return Number.isFinite(inS) ? inS : 0;
}

/** Forgets switches older than an hour, as many as are not needed any more. */
export function forgetSwitches({ state, nowMs }: StepInput): void {
  state.switchesMs = state.switchesMs.filter((atMs) => nowMs - atMs < HOUR_MS);
}

/** The phases to start with: those that are set, unless the others have been clearly better lately. */
export function phasesAtStart(moment: StepInput): 1 | 3 {
  const set = phasesSet(moment);
  const open = switchAllowedInS(moment) <= 0 ? choices(moment) : [set];
  const other = set === 1 ? 3 : 1;
  if (!open.includes(set)) return open[0] ?? set;
  if (!open.includes(other) || !fits(moment, other)) return set;
  const { steadyW } = moment.state;
  const better =
    steadyW >= enoughW(moment, other) && betterWs(moment, other) >= Math.min(START_WORTH_WS, switchWorthWs(moment));
  return better || steadyW < enoughW(moment, set) ? other : set;
}

/** The smallest surplus that a start is possible with, in watt. */
export function leastStartW(moment: StepInput): number {
  const set = phasesSet(moment);
  const open = choices(moment).filter((phases) => phases === set || switchAllowedInS(moment) <= 0);
  return Math.min(...(open.length > 0 ? open : choices(moment)).map((phases) => enoughW(moment, phases)));
}

/** What charging loses now, in watt: on the better number of phases where it may be switched to, else on the set one. */
export function chargingLosesW(moment: StepInput): number {
  const set = phasesSet(moment);
  const open = choices(moment).filter((phases) => phases === set || switchAllowedInS(moment) <= 0);
  return Math.min(...(open.length > 0 ? open : [set]).map((phases) => losesW(moment, phases)));
}

/** Adds up what one phase loses against three. Goes on while nothing flows: it decides the phases of the next start. */
export function weighPhases(moment: StepInput, passedS: number): void {
  const { state } = moment;
  const gainW = choices(moment).length > 1 ? losesW(moment, 1) - losesW(moment, 3) : 0;
  state.threeBetterWs =
    gainW === 0 ? state.threeBetterWs : account(state.threeBetterWs, gainW, passedS, switchWorthWs(moment));
}

function losesW(moment: StepInput, phases: 1 | 3): number {
  const { steadyW } = moment.state;
  return lossW(steadyW, flowsAtW(moment, phases, bestA(moment, phases, steadyW)));
}

function betterWs({ state }: StepInput, phases: 1 | 3): number {
  return phases === 3 ? state.threeBetterWs : -state.threeBetterWs;
}

/** The phases to charge with from now on. */
export function phasesWhileCharging(moment: StepInput): 1 | 3 {
  const { state, settings } = moment;
  const set = phasesSet(moment);
  const open = choices(moment);
  if (switchAllowedInS(moment) > 0) return set;
  const other = set === 1 ? 3 : 1;
  if (!open.includes(other) || !fits(moment, other)) return set;
  if (!open.includes(set)) return other;
  if (secondsSince(moment, state.changedMs) < AFTER_START_S) return set;
  // The other choice must also be the better one now, not only in the past.
  const oneMostW = flowsAtW(moment, 1, Math.max(settings.minCurrent, mostA(moment, 1)));
  const fitsNow = other === 3 ? state.steadyW >= leastW(moment, 3) : state.steadyW < oneMostW;
  return fitsNow && betterWs(moment, other) >= switchWorthWs(moment) ? other : set;
}

function fits(moment: StepInput, phases: 1 | 3): boolean {
  return mostA(moment, phases) >= moment.settings.minCurrent;
}

/** Seconds until the other phases come if the surplus stays; undefined: they do not. */
export function switchInS(moment: StepInput): number | undefined {
  const set = phasesSet(moment);
  const other = set === 1 ? 3 : 1;
  if (!choices(moment).includes(other) || !fits(moment, other)) return undefined;
  const gainW = losesW(moment, set) - losesW(moment, other);
  if (gainW <= 0) return undefined;
  const worthS = (switchWorthWs(moment) - betterWs(moment, other)) / gainW;
  const settlesS = AFTER_START_S - secondsSince(moment, moment.state.changedMs);
  const inS = Math.max(switchAllowedInS(moment), worthS, settlesS, 0);
  return Number.isFinite(inS) && inS < HOUR_MS / 1000 ? inS : undefined;
}

function switchWorthWs({ settings }: StepInput): number {
  return Math.max(LEAST_SWITCH_WORTH_WS, Math.min(MOST_SWITCH_WORTH_WS, SWITCH_WORTH_W * settings.phaseDelay));
}
