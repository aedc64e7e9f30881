/** What surrounds the charging: temperatures, grid frequency, radio. Small, slow and repeatable. */
import { type Device, isOn, numberOf, put } from './device';
import { temperatureLimitA } from './limits';
import type { Json } from './simulator.types';

const OUTSIDE_C = 22;
/** How much warmer full load makes the inside, and how fast: a share of the way each second. */
const WARMER_C_PER_A = 0.9;
const WARMS_PER_S = 1 / 600;
/** Sensors report eighths of a degree. */
const SENSOR_STEP_C = 0.125;

export function stepSurroundings(device: Device): void {
  const loadA = Math.max(...device.drawA);
  const insideC = device.insideC + (OUTSIDE_C + 5 + WARMER_C_PER_A * loadA - device.insideC) * WARMS_PER_S;
  device.insideC = insideC;
  put(device, 'tma', sensors(device, insideC));
  followTemperature(device);

  const hertz = 50 + (device.chance() - 0.5) * 0.12;
  put(device, 'fhz', Number(hertz.toFixed(3)));
  put(device, 'avgfhz', Number((numberOf(device, 'avgfhz', 50) * 0.95 + hertz * 0.05).toFixed(6)));
  if (device.chance() < 0.2) put(device, 'rssi', Math.round(-58 + (device.chance() - 0.5) * 4));
  lockCable(device);
}

function sensors(device: Device, insideC: number): Json {
  const two = [eighths(insideC - 4), eighths(insideC)];
  return device.model.sensors === 2 ? two : [null, null, ...two, eighths(insideC + 1.5), eighths(insideC - 2)];
}

/** The charger lowers its limit by what its sensors say, also when a test holds `tma` at something. */
function followTemperature(device: Device): void {
  const tma = device.values.get('tma');
  const hottest = Array.isArray(tma) ? Math.max(...tma.filter((value) => typeof value === 'number')) : Number.NaN;
  const limit = temperatureLimitA(hottest);
  if (device.temperatureLimitA === limit) return;
  device.temperatureLimitA = limit;
  put(device, 'amt', limit);
}

/** The plug of the cable is locked while a car is there; `ust` 2 locks it always. */
function lockCable(device: Device): void {
  const LOCKED = 3;
  const UNLOCKED = 1;
  put(device, 'cus', device.car || numberOf(device, 'ust', 0) === 2 ? LOCKED : UNLOCKED);
  put(device, 'lck', isOn(device, 'upo') ? 0 : numberOf(device, 'ust', 0));
}

function eighths(celsius: number): number {
  return Math.round(celsius / SENSOR_STEP_C) * SENSOR_STEP_C;
}
