/** Car model: phases that the car uses, current that it takes, and whether it is full, learned from the charger's readings. */

import { CAR } from './reading';
import { settling } from './settle';
import type { State } from './state';
import { phasesSet, type StepInput, secondsHeld, secondsSince } from './step-input';

/** A car that charges without measured power for this long has a charger that does not report it [PRO 60.4]. */
const BLIND_AFTER_S = 20;
/** A car that draws less than it is offered for this long takes no more [our choice]. */
const LESS_AFTER_S = 20;
/** Lowest current that shows which phases are in use, in ampere. */
const PHASES_SHOW_FROM_A = 4;
/** An end of the charge this soon after a command does not mean a full car: "complete" may show for a while [our choice]. */
const FULL_NOT_BEFORE_S = 60;
/** `car` 1 this soon after a phase switch was ordered, or seen, may belong to it [goecharger/go-eCharger-API-v2#248]. */
const SWITCHES_FOR_MS = 30_000;
/** `car` 1 that stays this long is an unplug: a phase switch shows it for up to 15 s [goecharger/go-eCharger-API-v2#248]. */
const STAYS_MS = 20_000;
/** Plausible voltage, and how fast it is learned. */
const PLAUSIBLE_VOLT = { least: 200, most: 250, weight: 0.1 } as const;

/** Power of each ampere that is offered, in watt, with a number of phases set. */
export function wattPerAmpere({ state }: StepInput, phases: 1 | 3): number {
  return state.voltV * (phases === 1 ? 1 : (state.carPhases ?? 3));
}

/** Power into the car now, in watt; estimated from the current where the charger does not report it. */
export function flowW(input: StepInput): number {
  const { reading, state } = input;
  const reportedW = Math.abs(reading.chargeW ?? 0);
  if (reportedW > 0 || reading.car !== CAR.charging || reading.enabled === false) return reportedW;
  if (secondsHeld(input, state.blindSinceMs) < BLIND_AFTER_S) return 0;
  const offeredA = Math.min(reading.currentA ?? 0, reading.limitA ?? Number.POSITIVE_INFINITY);
  return offeredA * wattPerAmpere(input, phasesSet(input));
}

/** Highest current on any phase now, in ampere. */
export function drawnA(input: StepInput): number {
  const currents = input.reading.chargeCurrentsA?.map(Math.abs) ?? [];
  const highest = Math.max(0, ...currents);
  return highest > 0 ? highest : flowW(input) / wattPerAmpere(input, phasesSet(input));
}

/** A car is plugged in that would charge if it were allowed to. */
export function carReady({ reading }: StepInput): boolean {
  return reading.car === CAR.charging || reading.car === CAR.waiting || reading.car === CAR.complete;
}

/**
 * `car` without the short 1 of a phase switch: some chargers show it for up to 15 s [goecharger/go-eCharger-API-v2#248]. It counts
 * as an unplug only when it stays.
 */
export function debouncedCar({ reading, state, nowMs }: StepInput): number | undefined {
  observePhases(reading.phases, state, nowMs);
  if (reading.car !== CAR.idle) {
    state.idleSinceMs = null;
    return reading.car;
  }
  state.idleSinceMs ??= nowMs;
  const isRecent = (atMs: number | null) => atMs !== null && state.idleSinceMs! - atMs <= SWITCHES_FOR_MS;
  const isSwitch = isRecent(state.sentMs.phases) || isRecent(state.phasesMovedMs);
  const wasPlugged = state.car !== null && state.car !== CAR.idle;
  const stays = reading.unplugged || nowMs - state.idleSinceMs >= STAYS_MS;
  if (!isSwitch || !wasPlugged || stays) return CAR.idle;
  // Meanwhile it does not charge.
  return state.car === CAR.charging ? CAR.waiting : state.car!;
}

/** Remembers a change of the phases, as the app and the charger's own rules switch them too. */
function observePhases(phases: 1 | 3 | undefined, state: State, nowMs: number): void {
  if (phases === undefined) return;
  if (state.phasesShown !== null && state.phasesShown !== phases) state.phasesMovedMs = nowMs;
  state.phasesShown = phases;
}

/** Updates the model with a reading. */
export function observeCar(input: StepInput): void {
  const { reading, state, nowMs } = input;
  if (reading.car === CAR.idle) forgetCar(input);
  const silent = reading.car === CAR.charging && reading.enabled !== false && !reading.chargeW;
  state.blindSinceMs = silent ? (state.blindSinceMs ?? nowMs) : null;
  const drawing = reading.car === CAR.charging && flowW(input) > 0;
  if (drawing) {
    state.drewMs = nowMs;
    state.full = false;
    state.wakeAttempts = 0;
    state.wakeStepMs = null;
    state.wakePulse = null;
    learnPhases(input);
    learnLimit(input);
  } else {
    state.belowOfferSinceMs = null;
    observeEnd(input);
  }
  if (reading.car !== undefined) state.car = reading.car;
}

function forgetCar({ state }: StepInput): void {
  state.carPhases = null;
  state.carMaxA = null;
  state.full = false;
  state.drewMs = null;
  state.wakeAttempts = 0;
  state.wakeStepMs = null;
  state.wakePulse = null;
}

function learnPhases(input: StepInput): void {
  const { reading, state } = input;
  const currents = reading.chargeCurrentsA?.map(Math.abs);
  if (!currents || Math.max(...currents) < PHASES_SHOW_FROM_A) return;
  const used = currents.filter((ampere) => ampere > 1).length;
  if (phasesSet(input) === 3 && secondsSince(input, state.switchingSinceMs) > LESS_AFTER_S)
    state.carPhases = used === 1 ? 1 : used === 2 ? 2 : 3;
  const volt = Math.abs(reading.chargeW ?? 0) / currents.reduce((sum, ampere) => sum + ampere, 0);
  if (volt >= PLAUSIBLE_VOLT.least && volt <= PLAUSIBLE_VOLT.most)
    state.voltV += (volt - state.voltV) * PLAUSIBLE_VOLT.weight;
}

function learnLimit(input: StepInput): void {
  const { reading, state, nowMs } = input;
  const offeredA = Math.min(reading.currentA ?? 0, reading.limitA ?? Number.POSITIVE_INFINITY);
  if (settling(input) || state.blindSinceMs !== null) return;
  const drawn = drawnA(input);
  if (drawn >= offeredA - 0.8) {
    state.belowOfferSinceMs = null;
    if (state.carMaxA !== null && offeredA > state.carMaxA) state.carMaxA = null;
    return;
  }
  state.belowOfferSinceMs ??= nowMs;
  if (secondsHeld(input, state.belowOfferSinceMs) >= LESS_AFTER_S) state.carMaxA = Math.max(1, Math.ceil(drawn));
}

/** Recognises a full car: it charged, no command ended that, and it has stopped. */
function observeEnd(input: StepInput): void {
  const { reading, state } = input;
  const ended = reading.car === CAR.complete || reading.car === CAR.waiting;
  const { sentMs, changedMs, phasesMovedMs } = state;
  const touchedMs = Math.max(sentMs.enabled ?? 0, sentMs.phases ?? 0, changedMs ?? 0, phasesMovedMs ?? 0);
  const untouched = input.nowMs - touchedMs >= FULL_NOT_BEFORE_S * 1000 || touchedMs === 0;
  if (ended && state.car === CAR.charging && state.on === true && reading.enabled !== false && untouched)
    state.full = true;
}
