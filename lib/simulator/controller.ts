/** The physics of a go-e Controller: it measures the power of household, grid and PV system (`ccp`), voltages and currents. */

import { type Device, report } from './device';
import { applyPendingWrites } from './pending-writes';

/** The mean power of the household and of the PV system. */
const HOUSEHOLD_W = 420;
const PV_W = 2600;
const VOLT = 230;

/** Simulates one second of a go-e Controller. */
export function stepController(device: Device): void {
  applyPendingWrites(device);
  const householdW = Math.round(HOUSEHOLD_W + (device.random() - 0.5) * 60);
  const pvW = Math.round(PV_W + (device.random() - 0.5) * 200);
  const ofCategories = Array.isArray(device.values.get('ccn')) ? (device.values.get('ccn') as unknown[]).length : 0;
  const powers = [householdW, householdW - pvW, 0, 0, pvW];
  report(
    device,
    'ccp',
    Array.from({ length: ofCategories }, (_, at) => powers[at] ?? null),
  );
  report(device, 'usv', [1, 2, 3].map(() => Math.round((VOLT + device.random() * 3) * 10) / 10).concat(0));
  const amps = [householdW, pvW].flatMap((watt) => [1, 2, 3].map(() => Math.round((watt / VOLT / 3) * 100) / 100));
  report(device, 'isv', amps);
}
