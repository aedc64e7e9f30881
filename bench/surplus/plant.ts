/**
 * Plant: sun, household and home battery around the simulated charger with its real delays, and a controller that gets the
 * values of a meter and of the charger's API. It plays a day in steps of one second.
 */

import { type Clock, createSimulator, type Simulator } from '../../lib/simulator/index';
import { createRandom } from '../../lib/simulator/random';
import { createHomeBattery } from './battery';
import type { Day } from './day';
import { FROM_HOUR } from './weather';

/** Values for a controller, in W and A; the meter is a second old and has a noise. */
export interface View {
  /** Negative is export. */
  gridW: number;
  pvW: number;
  /** Negative is charging; undefined without a battery. */
  batteryW: number | undefined;
  socPercent: number | undefined;
  /** As the API numbers it. */
  car: number;
  /** `frc` does not forbid charging. */
  enabled: boolean;
  currentA: number;
  phases: 1 | 3;
  chargeW: number;
  chargeCurrentsA: [number, number, number];
}

export interface Commands {
  enabled?: boolean | undefined;
  currentA?: number | undefined;
  phases?: 1 | 3 | undefined;
  /** Any keys of the API, for a charger that regulates by itself. */
  keys?: Record<string, number | boolean | Record<string, number>> | undefined;
}

export interface Controller {
  name: string;
  /** Settings of the charger before the day begins. */
  prepare?: Record<string, number | boolean>;
  /** Once a second. @param nowMs milliseconds since 1970 */
  step(view: View, nowMs: number): Commands;
}

export interface Figures {
  chargedWh: number;
  /** Of it from the sun: neither imported meanwhile nor taken out of the home battery. */
  solarWh: number;
  gridWh: number;
  batteryWh: number;
  /** Times that a current began to flow after charging was forbidden. */
  starts: number;
  /** Movements of the contactor from one phase to three and back while a charge was going on or interrupted by it. */
  phaseSwitches: number;
  writes: number;
}

/** Figures of a day before its first second. */
export function noFigures(): Figures {
  return { chargedWh: 0, solarWh: 0, gridWh: 0, batteryWh: 0, starts: 0, phaseSwitches: 0, writes: 0 };
}

/** One value a second, for pictures. */
export interface Trace {
  chargeW: Float64Array;
  gridW: Float64Array;
  batteryW: Float64Array;
}

const METER_NOISE_W = 15;
const BATTERY_STARTS_PERCENT = 35;

export function runDay(day: Day, controller: Controller, trace?: Trace): Figures {
  let nowMs = Date.UTC(2026, 5, 15, FROM_HOUR);
  const clock: Clock = { now: () => nowMs, every: () => () => {}, after: () => () => {} };
  // The V3 of 11 kW for cars of 16 A, the Gemini of 22 kW for those of 32 A.
  const model = day.car.maxCurrentA === 32 ? 'gemini-055.7' : 'v3-60.5';
  const sim = createSimulator({ model, clock, car: day.carOptions, seed: day.seed });
  sim.set({ ama: 32, adi: false });
  const chance = createRandom(day.seed + 31);
  const battery = day.batteryKwh ? createHomeBattery(day.batteryKwh * 1000, BATTERY_STARTS_PERCENT) : undefined;
  const figures = noFigures();
  let meterW = 0;
  let wasFlowing = false;
  let wasForbidden = true;
  let lastPhases: 1 | 3 | undefined;

  sim.apply({ frc: 1, amp: 6, psm: 1, ...controller.prepare });
  for (let second = 0; second < day.sunW.length; second += 1) {
    nowMs += 1000;
    sim.tick();
    const now = viewOf(sim);
    const lackW = day.houseW[second]! + now.chargeW - day.sunW[second]!;
    battery?.step(lackW);
    const batteryW = battery?.powerW ?? 0;
    const gridW = lackW - batteryW;
    count(now.chargeW, gridW, batteryW);
    if (trace) {
      trace.chargeW[second] = now.chargeW;
      trace.gridW[second] = gridW;
      trace.batteryW[second] = batteryW;
    }

    const flowing = now.chargeW > 100;
    if (sim.get('alw') !== true && sim.get('modelStatus') !== PHASE_SWITCH) wasForbidden = true;
    if (flowing && !wasFlowing && wasForbidden) {
      figures.starts += 1;
      wasForbidden = false;
    }
    if (flowing) {
      const phases = (sim.get('pnp') as number) > 1 ? 3 : 1;
      if (lastPhases !== undefined && phases !== lastPhases) figures.phaseSwitches += 1;
      lastPhases = phases;
    }
    wasFlowing = flowing;

    const view: View = {
      ...now,
      gridW: meterW,
      pvW: day.sunW[second]!,
      batteryW: battery?.powerW,
      socPercent: battery?.socPercent,
    };
    carryOut(controller.step(view, nowMs));
    meterW = gridW + METER_NOISE_W * (chance() - 0.5) * 2;
  }
  void sim.close();
  return figures;

  function count(chargeW: number, gridW: number, batteryW: number): void {
    const fromGrid = Math.min(chargeW, Math.max(0, gridW));
    const fromBattery = Math.min(chargeW - fromGrid, Math.max(0, batteryW));
    figures.chargedWh += chargeW / 3600;
    figures.gridWh += fromGrid / 3600;
    figures.batteryWh += fromBattery / 3600;
    figures.solarWh += (chargeW - fromGrid - fromBattery) / 3600;
  }

  function carryOut({ enabled, currentA, phases, keys }: Commands): void {
    const writes: Record<string, number | boolean | Record<string, number>> = { ...keys };
    if (enabled !== undefined) writes.frc = enabled ? 2 : 1;
    if (currentA !== undefined) writes.amp = currentA;
    if (phases !== undefined) writes.psm = phases === 3 ? 2 : 1;
    const count = Object.keys(writes).length;
    if (count === 0) return;
    figures.writes += count;
    for (const [key, result] of Object.entries(sim.apply(writes)))
      if (result !== true) throw new Error(`${controller.name}: the charger refuses ${key}: ${result}`);
  }
}

/** `modelStatus` while the contactor is about to move. */
const PHASE_SWITCH = 23;

function viewOf(sim: Simulator): Omit<View, 'gridW' | 'pvW' | 'batteryW' | 'socPercent'> {
  const nrg = sim.get('nrg') as number[];
  return {
    car: sim.get('car') as number,
    enabled: sim.get('frc') !== 1,
    currentA: sim.get('amp') as number,
    phases: sim.get('psm') === 1 ? 1 : 3,
    chargeW: nrg[11]!,
    chargeCurrentsA: [nrg[4]!, nrg[5]!, nrg[6]!],
  };
}

export function newTrace(day: Day): Trace {
  const seconds = day.sunW.length;
  return {
    chargeW: new Float64Array(seconds),
    gridW: new Float64Array(seconds),
    batteryW: new Float64Array(seconds),
  };
}
