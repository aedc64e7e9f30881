/** How much current: whole ampere, down at once, up smoothly, within every limit. */
import { wattPerAmpere } from './car';
import { fuseLimitA } from './fuse';
import { type Moment, secondsSince } from './moment';
import { settling } from './settle';

/** The nearest whole ampere: half an ampere may come from the grid as half an ampere may go there. `reserve` shifts it. */
const LEAN_A = 0.5;
/** What a rise must have beyond a fall, so that an ampere is not given and taken in turn. */
const HYSTERESIS_A = 0.2;
/** Between two rises. */
const RISE_EVERY_S = 4;

/** The highest current for so many phases by the owner's, the charger's and the fuse's limit; may be below the minimum. */
export function mostA(moment: Moment, phases: 1 | 3): number {
  const { settings, reading } = moment;
  const chargerA = Math.floor(reading.limitA ?? Number.POSITIVE_INFINITY);
  return Math.min(settings.maxCurrent, chargerA, fuseLimitA(moment, phases));
}

/** The least surplus that so many phases can be fed from, in watt. */
export function leastW(moment: Moment, phases: 1 | 3): number {
  return wattPerAmpere(moment, phases) * moment.settings.minCurrent;
}

/** What would flow with so many phases from so much surplus, in watt. */
export function regulatedW(moment: Moment, phases: 1 | 3, availableW: number): number {
  const { settings, state } = moment;
  const perAmpere = wattPerAmpere(moment, phases);
  const most = Math.max(
    settings.minCurrent,
    Math.min(mostA(moment, phases), state.carMaxA ?? Number.POSITIVE_INFINITY),
  );
  const ampere = Math.floor(availableW / perAmpere + LEAN_A);
  return perAmpere * Math.min(most, Math.max(settings.minCurrent, ampere));
}

/** The current to set for so many phases, in whole ampere. */
export function surplusCurrentA(moment: Moment, phases: 1 | 3): number {
  const { settings, state } = moment;
  const perAmpere = wattPerAmpere(moment, phases);
  const setA = moment.reading.currentA ?? settings.minCurrent;
  const lowerA = Math.floor(state.quickW / perAmpere + LEAN_A);
  const higherA = Math.floor(state.quickW / perAmpere + LEAN_A - HYSTERESIS_A);
  const bounded = (ampere: number) => within(moment, phases, ampere);
  if (setA > mostA(moment, phases) || setA < settings.minCurrent) return bounded(lowerA);
  if (settling(moment)) return bounded(setA);
  if (lowerA < setA) return bounded(lowerA);
  const usefulA = state.carMaxA === null ? higherA : Math.min(higherA, state.carMaxA + 1);
  if (usefulA > setA && secondsSince(moment, state.raisedMs) >= RISE_EVERY_S) return bounded(usefulA);
  return bounded(setA);
}

/** Brings a current between the minimum and the lowest limit. */
export function within(moment: Moment, phases: 1 | 3, ampere: number): number {
  return Math.max(moment.settings.minCurrent, Math.min(mostA(moment, phases), Math.floor(ampere)));
}
