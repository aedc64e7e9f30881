/** What a go-e Controller measures, each second: power of the house, the grid and the sun (`ccp`), with volts and amperes. */

import { type Device, put } from './device';
import { applyTaken } from './pending-writes';

const HOUSE_W = 420;
const SUN_W = 2600;
const VOLT = 230;

export function stepController(device: Device): void {
  applyTaken(device);
  const houseW = Math.round(HOUSE_W + (device.chance() - 0.5) * 60);
  const sunW = Math.round(SUN_W + (device.chance() - 0.5) * 200);
  const ofCategories = Array.isArray(device.values.get('ccn')) ? (device.values.get('ccn') as unknown[]).length : 0;
  const powers = [houseW, houseW - sunW, 0, 0, sunW];
  put(
    device,
    'ccp',
    Array.from({ length: ofCategories }, (_, at) => powers[at] ?? null),
  );
  put(device, 'usv', [1, 2, 3].map(() => Math.round((VOLT + device.chance() * 3) * 10) / 10).concat(0));
  const amps = [houseW, sunW].flatMap((watt) => [1, 2, 3].map(() => Math.round((watt / VOLT / 3) * 100) / 100));
  put(device, 'isv', amps);
}
