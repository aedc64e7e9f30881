/** The environment of the charger: temperatures, grid frequency and WiFi signal, with small repeatable changes. */

import type { Json } from '../json';
import { type Device, isOn, numberOf, report } from './device';
import { temperatureLimitA } from './limits';

const OUTSIDE_C = 22;
/** The warming of the inside by each ampere. */
const WARMER_C_PER_A = 0.9;
/** The part of the remaining difference by which the inside warms each second [our choice]. */
const WARMS_PER_S = 1 / 600;
/** The resolution of the sensors: an eighth of a degree. */
const SENSOR_STEP_C = 0.125;

/** Simulates one second of the environment. */
export function stepEnvironment(device: Device): void {
  const loadA = Math.max(...device.drawA);
  const insideC = device.insideC + (OUTSIDE_C + 5 + WARMER_C_PER_A * loadA - device.insideC) * WARMS_PER_S;
  device.insideC = insideC;
  report(device, 'tma', sensors(device, insideC));
  limitByTemperature(device);

  const hertz = 50 + (device.random() - 0.5) * 0.12;
  report(device, 'fhz', Number(hertz.toFixed(3)));
  report(device, 'avgfhz', Number((numberOf(device, 'avgfhz', 50) * 0.95 + hertz * 0.05).toFixed(6)));
  if (device.random() < 0.2) report(device, 'rssi', Math.round(-58 + (device.random() - 0.5) * 4));
  reportLock(device);
}

function sensors(device: Device, insideC: number): Json {
  const two = [rounded(insideC - 4), rounded(insideC)];
  return device.model.sensors === 2 ? two : [null, null, ...two, rounded(insideC + 1.5), rounded(insideC - 2)];
}

/** Lowers the current limit by the temperature that the sensors report, also where a test holds `tma`. */
function limitByTemperature(device: Device): void {
  const tma = device.values.get('tma');
  const hottest = Array.isArray(tma) ? Math.max(...tma.filter((value) => typeof value === 'number')) : Number.NaN;
  const limit = temperatureLimitA(hottest);
  if (device.temperatureLimitA === limit) return;
  device.temperatureLimitA = limit;
  report(device, 'amt', limit);
}

/** Reports the lock of the cable: locked while a car is plugged in, and always where `ust` is 2. */
function reportLock(device: Device): void {
  const LOCKED = 3;
  const UNLOCKED = 1;
  report(device, 'cus', device.car || numberOf(device, 'ust', 0) === 2 ? LOCKED : UNLOCKED);
  report(device, 'lck', isOn(device, 'upo') ? 0 : numberOf(device, 'ust', 0));
}

/** Rounds to the resolution of the sensors. */
function rounded(celsius: number): number {
  return Math.round(celsius / SENSOR_STEP_C) * SENSOR_STEP_C;
}
