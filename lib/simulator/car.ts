/** The physics of the car: when it wakes, what it draws, when it is full. */
import { type Device, report, sinceBootMs } from './device';
import type { CarOptions } from './simulator.types';

/** The values of `car` in the API. */
export const CAR = { unknown: 0, idle: 1, charging: 2, waiting: 3, complete: 4, error: 5 } as const;

/** A car that is plugged in. */
export interface PluggedCar {
  phases: 1 | 2 | 3;
  maxCurrentA: number;
  capacityWh: number;
  targetSoc: number;
  wakesAfterMs: number;
  cableA: number;
  soc: number;
  state: typeof CAR.charging | typeof CAR.waiting | typeof CAR.complete;
  /** The driver paused charging in the car. */
  paused: boolean;
  allowedSinceMs: number | undefined;
  /** Since when it is charging although charging is no longer allowed. */
  stoppingSinceMs: number | undefined;
  /** The current on each of its phases. */
  drawA: number;
}

/** State of charge above which the current falls: constant voltage instead of constant current. */
const TAPER_FROM = 0.9;
/** The current of a car that is almost full. */
const TAPER_TO_A = 2;
/** The speed at which the current of a car follows the offer, in ampere per second [our choice]. */
const RAMP_A_PER_S = 4;
/** After a stop the charger reports "charging" for up to 6 s [owners' reports]. */
const STOPS_AFTER_MS = 4000;

/** A car that has just been plugged in. */
export function createCar(options: CarOptions = {}): PluggedCar {
  return {
    phases: options.phases ?? 3,
    maxCurrentA: options.maxCurrentA ?? 16,
    capacityWh: options.capacityWh ?? 60000,
    targetSoc: options.targetSoc ?? 1,
    wakesAfterMs: (options.wakesAfterS ?? 10) * 1000,
    cableA: options.cableA ?? 32,
    soc: options.soc ?? 0.4,
    state: CAR.waiting,
    paused: false,
    allowedSinceMs: undefined,
    stoppingSinceMs: undefined,
    drawA: 0,
  };
}

/** The same car, plugged in again. */
export function replugged(car: PluggedCar): PluggedCar {
  return { ...car, state: CAR.waiting, allowedSinceMs: undefined, stoppingSinceMs: undefined, drawA: 0 };
}

/** Simulates the car's reaction to the offer of this second. */
export function stepCar(device: Device): void {
  const car = device.car;
  if (!car) {
    device.drawA = [0, 0, 0];
    reportState(device, CAR.idle);
    return;
  }
  if (device.offer.allowed) {
    car.allowedSinceMs ??= device.nowMs;
    car.stoppingSinceMs = undefined;
  } else {
    car.allowedSinceMs = undefined;
  }

  const wants = !car.paused && car.soc < car.targetSoc;
  const awake = car.allowedSinceMs !== undefined && device.nowMs - car.allowedSinceMs >= car.wakesAfterMs;
  if (wants && device.offer.allowed && (awake || car.state === CAR.charging)) {
    car.state = CAR.charging;
    const goalA = Math.min(device.offer.currentA, car.maxCurrentA, taperA(car));
    car.drawA = Math.min(goalA, car.drawA + RAMP_A_PER_S);
  } else if (car.state === CAR.charging) {
    car.stoppingSinceMs ??= device.nowMs;
    car.drawA = Math.max(0, car.drawA - 2 * RAMP_A_PER_S);
    // A car that stops by itself opens the contactor at once; a stop by the charger takes some seconds.
    if (!wants || device.nowMs - car.stoppingSinceMs >= STOPS_AFTER_MS) finish(car);
  }

  const phases = device.phases.single ? 1 : car.phases;
  device.drawA = [car.drawA, phases > 1 ? car.drawA : 0, phases > 2 ? car.drawA : 0];
  reportState(device, device.values.get('err') ? CAR.error : car.state);
}

/** The current that the battery accepts at this state of charge. */
function taperA(car: PluggedCar): number {
  const rest = (1 - car.soc) / (1 - TAPER_FROM);
  return Math.max(TAPER_TO_A, car.maxCurrentA * Math.min(1, rest));
}

function finish(car: PluggedCar): void {
  car.state = CAR.complete;
  car.stoppingSinceMs = undefined;
  car.drawA = 0;
}

function reportState(device: Device, state: number): void {
  if (device.nowMs < device.readyAtMs) {
    report(device, 'car', device.model.carAtBoot);
    return;
  }
  const before = device.values.get('car');
  if (before === state) return;
  // The three times are milliseconds since boot [vendor's API table].
  if (before === CAR.idle) report(device, 'lccfi', sinceBootMs(device));
  if (before === CAR.charging) report(device, 'lccfc', sinceBootMs(device));
  if (state === CAR.charging) report(device, 'lcctc', sinceBootMs(device));
  report(device, 'car', state);
}

/** Charges the battery of the car. */
export function fillBattery(car: PluggedCar, energyWh: number): void {
  car.soc = Math.min(1, car.soc + energyWh / car.capacityWh);
}
