/** Charging current: the whole ampere with the least opportunity loss, within every limit. */
import { wattPerAmpere } from './car';
import { fuseLimitA } from './fuse';
import { opportunityLossW } from './opportunity-loss';
import { type StepInput, secondsSince } from './step-input';

/** Rounding to whole ampere: one more is set when the sun gives at least 42 % of it. */
const ROUND_UP_A = 0.58;
/** Weight of import in the loss of a current: with it the present ampere stays until another is clearly better. */
const STEADY_GRID_WEIGHT = 1.4;
/** Energy that a write must gain, in watt seconds: half a watt hour of sun, or a whole one from the grid. */
const RISE_WORTH_WS = 0.5 * 3600;
const FALL_WORTH_WS = 1 * 3600;
/** Shortest time between two writes of the current: a charger shows a write after a second or two [our choice]. */
const WRITE_EVERY_S = 3;

/** Highest current for a number of phases by the limits of the owner, the charger and the fuse; may be below the minimum. */
export function mostA(input: StepInput, phases: 1 | 3): number {
  const { settings, reading } = input;
  const chargerA = Math.floor(reading.limitA ?? Number.POSITIVE_INFINITY);
  return Math.min(settings.maxCurrent, chargerA, fuseLimitA(input, phases));
}

/** Power of the minimum current with a number of phases, in watt. */
export function leastW(input: StepInput, phases: 1 | 3): number {
  return wattPerAmpere(input, phases) * input.settings.minCurrent;
}

/** Least surplus that is enough for a number of phases, in watt: it rounds up to the minimum current. */
export function enoughW(input: StepInput, phases: 1 | 3): number {
  return wattPerAmpere(input, phases) * (input.settings.minCurrent - ROUND_UP_A);
}

/** Whole ampere for a number of phases and a surplus. */
export function bestA(input: StepInput, phases: 1 | 3, sunW: number): number {
  return clampCurrentA(input, phases, sunW / wattPerAmpere(input, phases) + ROUND_UP_A);
}

/** Power at a current and a number of phases, in watt: no more than the car takes. */
export function flowsAtW(input: StepInput, phases: 1 | 3, ampere: number): number {
  return wattPerAmpere(input, phases) * Math.min(ampere, input.state.carMaxA ?? Number.POSITIVE_INFINITY);
}

/** Accumulates the energy that another current than the present one would have gained. */
export function weighCurrent(input: StepInput, phases: 1 | 3, passedS: number): void {
  const { state } = input;
  const setA = presentA(input);
  const best = bestA(input, phases, state.steadyW);
  const rises = best > setA;
  if (rises !== state.currentRises) state.currentWs = 0;
  state.currentRises = rises;
  const currentLossW = (ampere: number) =>
    opportunityLossW(state.steadyW, flowsAtW(input, phases, ampere), STEADY_GRID_WEIGHT);
  state.currentWs = Math.max(0, state.currentWs + (currentLossW(setA) - currentLossW(best)) * passedS);
}

/** Current to set for a number of phases, in whole ampere. */
export function surplusCurrentA(input: StepInput, phases: 1 | 3): number {
  const { state } = input;
  const setA = presentA(input);
  if (clampCurrentA(input, phases, setA) !== setA)
    return bestA(input, phases, Math.min(state.steadyW, state.availableW));
  const worthWs = state.currentRises ? RISE_WORTH_WS : FALL_WORTH_WS;
  if (state.currentWs < worthWs || secondsSince(input, state.sentMs.currentA) < WRITE_EVERY_S) return setA;
  // A car that takes less than it is offered is offered one ampere more, to notice when it takes it.
  const usefulA = Math.max(setA, (state.carMaxA ?? Number.POSITIVE_INFINITY) + 1);
  // Lowered by what is measured now: the mean follows later.
  const sunW = state.currentRises ? state.steadyW : Math.min(state.steadyW, state.availableW);
  return Math.min(bestA(input, phases, sunW), usefulA);
}

/** Whole ampere between the minimum and the lowest limit. */
export function clampCurrentA(input: StepInput, phases: 1 | 3, ampere: number): number {
  return Math.max(input.settings.minCurrent, Math.min(mostA(input, phases), Math.floor(ampere)));
}

/** A polled charger shows a new current this late: until then the one that was sent counts [our choice]. */
const SHOWS_AFTER_S = 6;

/** Current that is set now, in ampere. */
function presentA({ state, reading, settings, nowMs }: StepInput): number {
  const { sentMs, sent } = state;
  const isFresh = sentMs.currentA !== null && nowMs - sentMs.currentA < SHOWS_AFTER_S * 1000;
  return (isFresh ? sent.currentA : undefined) ?? reading.currentA ?? settings.minCurrent;
}
