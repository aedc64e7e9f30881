/** Current limits: all that apply now (`cll`), and the lowest of them (`acu`). */
import { type Device, isOn, numberOf } from './device';
import type { Values } from './simulator.types';

/** The temperatures inside above which the charger lowers its limit, and stops [our choice]. */
const WARM_C = 70;
const WARM_LIMIT_A = 16;
const HOT_C = 80;

/** All limits that apply now, in ampere, by their names in `cll`. */
export function currentLimits(device: Device): Values {
  const limits: Record<string, number> = {};
  if (isOn(device, 'adi') && device.model.adapterLimits) {
    limits.adapterCurrentLimit = device.phases.single ? numberOf(device, 'la1', 16) : numberOf(device, 'la3', 16);
  }
  if (device.car && device.model.adapterLimits) limits.cableCurrentLimit = numberOf(device, 'cbl', device.car.cableA);
  limits.currentLimitMax = Math.min(numberOf(device, 'ama', 32), device.model.maxA);
  const load = device.values.get('loa');
  if (typeof load === 'number') limits.loadLimit = load;
  limits.requestedCurrent = numberOf(device, 'amp', 6);
  limits.temperatureCurrentLimit = numberOf(device, 'amt', 32);
  const temporary = device.values.get('tcl');
  if (typeof temporary === 'number') limits.temporaryCurrentLimit = temporary;
  limits.unsymetryCurrentLimit = 32;
  return limits;
}

/** The lowest of the limits. */
export function lowest(limits: Values): number {
  return Math.min(...Object.values(limits).map(Number));
}

/** The limit at this temperature inside (`amt`); 0 is too hot to charge. */
export function temperatureLimitA(insideC: number): number {
  if (insideC >= HOT_C) return 0;
  return insideC >= WARM_C ? WARM_LIMIT_A : 32;
}
