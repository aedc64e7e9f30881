/**
 * One phase or three. Neither an hour of the weaker choice nor a switch for every cloud: what the other choice would have
 * brought is added up, and a switch is made when that is worth more than the switch costs, within the owner's bounds.
 */
import { leastW, mostA, regulatedW } from './current';
import { type Moment, phasesSet, secondsSince } from './moment';

/** What a switch has to be worth, in watt seconds: half a minute without charging, and as much again and more for the contactor. */
const SWITCH_COST_WS = 120 * 3600;
/** How much worse a watt second from the grid is than one not taken from the sun. */
const GRID_WEIGHT = 0.8;
const HOUR_MS = 3_600_000;

/** The phases that may be chosen from. */
export function choices({ settings, state, reading }: Moment): readonly (1 | 3)[] {
  if (settings.phases === '1') return [1];
  if (settings.phases === '3') return [3];
  // A one-phase car draws the same either way.
  if (state.carPhases === 1) return [reading.phases ?? 3];
  return [1, 3];
}

/** Seconds until a switch may be made: `phaseDelay` since the last one, and no more than `maxPhaseSwitches` an hour. */
export function switchAllowedInS(moment: Moment): number {
  const { settings, state, nowMs } = moment;
  if (settings.maxPhaseSwitches === 0) return Number.POSITIVE_INFINITY;
  const last = state.switchesMs.at(-1) ?? null;
  const dwellS = settings.phaseDelay - secondsSince(moment, last);
  const counted = state.switchesMs.at(-settings.maxPhaseSwitches);
  const budgetS = counted === undefined ? 0 : (counted + HOUR_MS - nowMs) / 1000;
  return Math.max(0, dwellS, budgetS);
}

/** Forgets switches older than an hour, as many as are not needed any more. */
export function forgetSwitches({ state, nowMs }: Moment): void {
  state.switchesMs = state.switchesMs.filter((atMs) => nowMs - atMs < HOUR_MS);
}

/** The phases to start with, by what the surplus has been lately. */
export function phasesAtStart(moment: Moment): 1 | 3 {
  const set = phasesSet(moment);
  const open = switchAllowedInS(moment) <= 0 ? choices(moment) : [set];
  const feedsThree = moment.state.steadyW >= leastW(moment, 3) && mostA(moment, 3) >= moment.settings.minCurrent;
  if (open.length === 1) return open[0] ?? set;
  return feedsThree ? 3 : 1;
}

/** The smallest surplus that a start, or going on, is possible with, if switching may be waited for so long. */
export function leastFeedW(moment: Moment, patienceS: number): number {
  const set = phasesSet(moment);
  const open = choices(moment).filter((phases) => phases === set || switchAllowedInS(moment) <= patienceS);
  const levels = (open.length > 0 ? open : choices(moment)).map((phases) => leastW(moment, phases));
  return Math.min(...levels);
}

/** Adds up what the other number of phases would have brought in these seconds. */
export function weighPhases(moment: Moment, passedS: number): void {
  const { state, nowMs } = moment;
  const set = phasesSet(moment);
  const other = set === 1 ? 3 : 1;
  if (!choices(moment).includes(other)) {
    state.regretWs = 0;
    state.regretSinceMs = null;
    return;
  }
  state.regretWs = Math.max(0, state.regretWs + (worth(moment, other) - worth(moment, set)) * passedS);
  // More than a few switches' worth is not remembered: it would outlast the change of weather.
  state.regretWs = Math.min(state.regretWs, 3 * SWITCH_COST_WS);
  state.regretSinceMs = state.regretWs > 0 ? (state.regretSinceMs ?? nowMs) : null;
}

function worth(moment: Moment, phases: 1 | 3): number {
  const sunW = Math.max(0, moment.state.availableW);
  const flowsW = regulatedW(moment, phases, sunW);
  return Math.min(flowsW, sunW) - GRID_WEIGHT * Math.max(0, flowsW - sunW);
}

/** The phases to charge with from now on. */
export function phasesWhileCharging(moment: Moment): 1 | 3 {
  const set = phasesSet(moment);
  const open = choices(moment);
  if (switchAllowedInS(moment) > 0) return set;
  if (!open.includes(set)) return fits(moment, open[0] ?? set) ? (open[0] ?? set) : set;
  const other = set === 1 ? 3 : 1;
  if (!open.includes(other) || !fits(moment, other)) return set;
  const { regretWs, quickW } = moment.state;
  // The other choice must also be the better one now, not only in the past.
  const better = other === 3 ? quickW >= leastW(moment, 3) : quickW < leastW(moment, 3);
  return better && regretWs >= SWITCH_COST_WS ? other : set;
}

function fits(moment: Moment, phases: 1 | 3): boolean {
  return mostA(moment, phases) >= moment.settings.minCurrent;
}

/** Seconds until the other phases come if the surplus stays; undefined: they do not. */
export function switchInS(moment: Moment): number | undefined {
  const { state } = moment;
  const set = phasesSet(moment);
  const other = set === 1 ? 3 : 1;
  if (!choices(moment).includes(other) || state.regretWs <= 0) return undefined;
  const gainW = worth(moment, other) - worth(moment, set);
  const missingWs = SWITCH_COST_WS - state.regretWs;
  if (gainW <= 0) return undefined;
  const inS = Math.max(switchAllowedInS(moment), missingWs / gainW, 0);
  return Number.isFinite(inS) ? inS : undefined;
}
