/** The meter: voltage, current, power and power factor of each phase (`nrg`), consistent with each other. */

import type { Json } from '../json';
import { type Device, report } from './device';

/** The voltages of the supply: each phase a little different, and lower under load. */
const PHASE_VOLT: readonly [number, number, number] = [231, 232.5, 229.5];
const SAG_V_PER_A = 0.05;
const NOISE_V = 1.2;
const POWER_FACTOR = 0.99;

/** The steps in which a model reports volt, ampere and watt. */
const STEPS = {
  steps: [1, 0.1, 100],
  whole: [1, 0.1, 10],
  fine: [0.01, 0.001, 0.1],
} as const;

/** Measures this second. The power is computed from the reported volts and amperes. */
export function stepPower(device: Device): void {
  const [stepV, stepA, stepW] = STEPS[device.model.readings];
  const volts = PHASE_VOLT.map((base, phase) => {
    const noise = (device.random() - 0.5) * 2 * NOISE_V;
    return toStep(base + noise - SAG_V_PER_A * (device.drawA[phase] ?? 0), stepV);
  });
  const amps = device.drawA.map((drawA) => toStep(drawA, stepA));
  const watts = volts.map((volt, phase) => toStep(volt * (amps[phase] ?? 0) * POWER_FACTOR, stepW));
  const totalW = toStep(
    watts.reduce((sum, watt) => sum + watt, 0),
    stepW,
  );
  const factors = amps.map((amp) => (amp > 0 ? POWER_FACTOR * 100 : 0));
  report(
    device,
    'nrg',
    withFaults(device, [...volts, device.drawA[0] > 0 ? 1 : 0, ...amps, ...watts, 0, totalW, ...factors, 0]),
  );
  device.powerW = totalW;
}

/** Applies the faults of the meter: all zero, or negative currents and powers. */
function withFaults(device: Device, nrg: number[]): Json {
  if (device.faults.active('zeroNrg')) return nrg.map(() => 0);
  if (device.faults.active('negativeNrg'))
    return nrg.map((value, at) => (at >= 4 && at <= 11 && value !== 0 ? -value : value));
  return nrg;
}

function toStep(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(3));
}
