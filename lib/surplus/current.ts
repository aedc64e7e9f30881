/** How much current: the whole ampere that loses least, within every limit. */
import { wattPerAmpere } from './car';
import { fuseLimitA } from './fuse';
import { lossW } from './standby-loss';
import { type StepInput, secondsSince } from './step-input';

/** A further ampere is taken when the sun gives at least 42 % of it. */
const ROUND_UP_A = 0.58;
/** The grid's weight for the current: with it the present ampere stands until the other is clearly the better one. */
const GRID_WEIGHT = 1.4;
/** What a write must be worth, in watt seconds: half a watt hour of sun, or a whole one from the grid. */
const RISE_WORTH_WS = 0.5 * 3600;
const FALL_WORTH_WS = 1 * 3600;
/** Between two writes, in seconds. */
const WRITE_EVERY_S = 3;

/** The highest current for so many phases by the owner's, the charger's and the fuse's limit; may be below the minimum. */
export function mostA(moment: StepInput, phases: 1 | 3): number {
  const { settings, reading } = moment;
  const chargerA = Math.floor(reading.limitA ?? Number.POSITIVE_INFINITY);
  return Math.min(settings.maxCurrent, chargerA, fuseLimitA(moment, phases));
}

/** What the minimum takes with so many phases, in watt. */
export function leastW(moment: StepInput, phases: 1 | 3): number {
  return wattPerAmpere(moment, phases) * moment.settings.minCurrent;
}

/** The least surplus that is enough for so many phases, in watt: what is rounded up to the minimum. */
export function enoughW(moment: StepInput, phases: 1 | 3): number {
  return wattPerAmpere(moment, phases) * (moment.settings.minCurrent - ROUND_UP_A);
}

/** The whole ampere for so many phases and so much surplus. */
export function bestA(moment: StepInput, phases: 1 | 3, sunW: number): number {
  return within(moment, phases, sunW / wattPerAmpere(moment, phases) + ROUND_UP_A);
}

/** What flows with so many ampere and phases, in watt: no more than the car takes. */
export function flowsAtW(moment: StepInput, phases: 1 | 3, ampere: number): number {
  return wattPerAmpere(moment, phases) * Math.min(ampere, moment.state.carMaxA ?? Number.POSITIVE_INFINITY);
}

/** Adds up what another current than the present one would have been worth. */
export function weighCurrent(moment: StepInput, phases: 1 | 3, passedS: number): void {
  const { state } = moment;
  const setA = presentA(moment);
  const best = bestA(moment, phases, state.steadyW);
  const rises = best > setA;
  if (rises !== state.currentRises) state.currentWs = 0;
  state.currentRises = rises;
  const losesW = (ampere: number) => lossW(state.steadyW, flowsAtW(moment, phases, ampere), GRID_WEIGHT);
  state.currentWs = Math.max(0, state.currentWs + (losesW(setA) - losesW(best)) * passedS);
}

/** The current to set for so many phases, in whole ampere. */
export function surplusCurrentA(moment: StepInput, phases: 1 | 3): number {
  const { state } = moment;
  const setA = presentA(moment);
  if (within(moment, phases, setA) !== setA) return bestA(moment, phases, Math.min(state.steadyW, state.availableW));
  const worthWs = state.currentRises ? RISE_WORTH_WS : FALL_WORTH_WS;
  if (state.currentWs < worthWs || secondsSince(moment, state.sentMs.currentA) < WRITE_EVERY_S) return setA;
  // A car that takes less than it is offered is offered one ampere more, to notice when it takes it.
  const usefulA = Math.max(setA, (state.carMaxA ?? Number.POSITIVE_INFINITY) + 1);
  // Down by what is measured now: the mean has not arrived yet.
  const sunW = state.currentRises ? state.steadyW : Math.min(state.steadyW, state.availableW);
  return Math.min(bestA(moment, phases, sunW), usefulA);
}

/** Brings a current between the minimum and the lowest limit. */
export function within(moment: StepInput, phases: 1 | 3, ampere: number): number {
  return Math.max(moment.settings.minCurrent, Math.min(mostA(moment, phases), Math.floor(ampere)));
}

/** A charger that is polled shows what it was sent a few seconds later. */
const SHOWS_AFTER_S = 6;

function presentA({ state, reading, settings, nowMs }: StepInput): number {
  const { sentMs, sent } = state;
  const isFresh = sentMs.currentA !== null && nowMs - sentMs.currentA < SHOWS_AFTER_S * 1000;
  return (isFresh ? sent.currentA : undefined) ?? reading.currentA ?? settings.minCurrent;
}
