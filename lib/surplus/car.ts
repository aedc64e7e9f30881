/** What the car really does: how many phases it uses, what it draws of what it is offered, whether it is full. */

import { CAR } from './reading';
import { settling } from './settle';
import type { State } from './state';
import { phasesSet, type StepInput, secondsHeld, secondsSince } from './step-input';

/** Charging and nothing measured for so long: the power is not reported, rather than not there [PRO 60.4]. */
const BLIND_AFTER_S = 20;
/** Drawing less than offered for so long: this is all it takes. */
const LESS_AFTER_S = 20;
/** Below this current on all phases the phases in use cannot be told. */
const TELLING_A = 4;
/** After a command a car may fall to "complete" for a while without being full. */
const FULL_NOT_BEFORE_S = 60;
/** What shows so soon after a phase switch was ordered, or shown, may be a part of it; what stays so long is not. */
const SWITCHES_FOR_MS = 30_000;
const STAYS_MS = 20_000;
/** How far a learned voltage may be believed. */
const VOLT = { least: 200, most: 250, weight: 0.1 } as const;

/** Watt for each ampere that is offered, with so many phases set. */
export function wattPerAmpere({ state }: StepInput, phases: 1 | 3): number {
  return state.voltV * (phases === 1 ? 1 : (state.carPhases ?? 3));
}

/** What flows into the car now, in watt, made good where the charger does not report it. */
export function flowW(moment: StepInput): number {
  const { reading, state } = moment;
  const reportedW = Math.abs(reading.chargeW ?? 0);
  if (reportedW > 0 || reading.car !== CAR.charging || reading.enabled === false) return reportedW;
  if (secondsHeld(moment, state.blindSinceMs) < BLIND_AFTER_S) return 0;
  const offeredA = Math.min(reading.currentA ?? 0, reading.limitA ?? Number.POSITIVE_INFINITY);
  return offeredA * wattPerAmpere(moment, phasesSet(moment));
}

/** The highest current on any phase now, in ampere. */
export function drawnA(moment: StepInput): number {
  const currents = moment.reading.chargeCurrentsA?.map(Math.abs) ?? [];
  const highest = Math.max(0, ...currents);
  return highest > 0 ? highest : flowW(moment) / wattPerAmpere(moment, phasesSet(moment));
}

/** A car is there and would charge if it were allowed to, as far as the charger can tell. */
export function carReady({ reading }: StepInput): boolean {
  return reading.car === CAR.charging || reading.car === CAR.waiting || reading.car === CAR.complete;
}

/**
 * `car` as it counts: some chargers show 1 for up to 15 s of a phase switch [goecharger/go-eCharger-API-v2#248]. That is no
 * unplug until it stays.
 */
export function carPlugged({ reading, state, nowMs }: StepInput): number | undefined {
  noticeSwitch(reading.phases, state, nowMs);
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
  // It does not charge, whatever else.
  return state.car === CAR.charging ? CAR.waiting : state.car!;
}

/** The app switches phases too, and the charger's own rules. */
function noticeSwitch(phases: 1 | 3 | undefined, state: State, nowMs: number): void {
  if (phases === undefined) return;
  if (state.phasesShown !== null && state.phasesShown !== phases) state.phasesMovedMs = nowMs;
  state.phasesShown = phases;
}

/** Learns from what is measured. */
export function observeCar(moment: StepInput): void {
  const { reading, state, nowMs } = moment;
  if (reading.car === CAR.idle) forgetCar(moment);
  const silent = reading.car === CAR.charging && reading.enabled !== false && !reading.chargeW;
  state.blindSinceMs = silent ? (state.blindSinceMs ?? nowMs) : null;
  const drawing = reading.car === CAR.charging && flowW(moment) > 0;
  if (drawing) {
    state.drewMs = nowMs;
    state.full = false;
    state.wakeAttempts = 0;
    state.wakeStepMs = null;
    state.wakePulse = null;
    learnPhases(moment);
    learnLimit(moment);
  } else {
    state.belowOfferSinceMs = null;
    noticeEnd(moment);
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

function learnPhases(moment: StepInput): void {
  const { reading, state } = moment;
  const currents = reading.chargeCurrentsA?.map(Math.abs);
  if (!currents || Math.max(...currents) < TELLING_A) return;
  const used = currents.filter((ampere) => ampere > 1).length;
  if (phasesSet(moment) === 3 && secondsSince(moment, state.switchingSinceMs) > LESS_AFTER_S)
    state.carPhases = used === 1 ? 1 : used === 2 ? 2 : 3;
  const volt = Math.abs(reading.chargeW ?? 0) / currents.reduce((sum, ampere) => sum + ampere, 0);
  if (volt >= VOLT.least && volt <= VOLT.most) state.voltV += (volt - state.voltV) * VOLT.weight;
}

function learnLimit(moment: StepInput): void {
  const { reading, state, nowMs } = moment;
  const offeredA = Math.min(reading.currentA ?? 0, reading.limitA ?? Number.POSITIVE_INFINITY);
  if (settling(moment) || state.blindSinceMs !== null) return;
  const drawn = drawnA(moment);
  if (drawn >= offeredA - 0.8) {
    state.belowOfferSinceMs = null;
    if (state.carMaxA !== null && offeredA > state.carMaxA) state.carMaxA = null;
    return;
  }
  state.belowOfferSinceMs ??= nowMs;
  if (secondsHeld(moment, state.belowOfferSinceMs) >= LESS_AFTER_S) state.carMaxA = Math.max(1, Math.ceil(drawn));
}

/** It charged, nobody told it to stop, and it did. */
function noticeEnd(moment: StepInput): void {
  const { reading, state } = moment;
  const ended = reading.car === CAR.complete || reading.car === CAR.waiting;
  const { sentMs, changedMs, phasesMovedMs } = state;
  const touchedMs = Math.max(sentMs.enabled ?? 0, sentMs.phases ?? 0, changedMs ?? 0, phasesMovedMs ?? 0);
  const untouched = moment.nowMs - touchedMs >= FULL_NOT_BEFORE_S * 1000 || touchedMs === 0;
  if (ended && state.car === CAR.charging && state.on === true && reading.enabled !== false && untouched)
    state.full = true;
}
