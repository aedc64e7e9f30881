/** The clock of the charger: `utc`, `loc`, `rbt` and the keys that belong to them, every second. */
import { type Device, numberOf, report, sinceBootMs } from './device';

/** An hour [Gregorian calendar]. */
const HOUR_MS = 3_600_000;

/** Reports the time. Without a time sync the clock counts from 1970, starting at boot. */
export function reportTime(device: Device): void {
  const clockMs = device.faults.active('clock1970') ? sinceBootMs(device) : device.nowMs;
  const offsetMs = localOffsetMs(device);
  report(device, 'rbt', sinceBootMs(device));
  report(device, 'tab', clockMs - sinceBootMs(device));
  report(device, 'lto', offsetMs);
  report(device, 'utc', stamp(device, clockMs));
  report(device, 'loc', `${stamp(device, clockMs + offsetMs)} ${zone(offsetMs)}`);
}

/** Local time minus UTC, from `tof` (minutes) and `tds` (1: European summer time). */
export function localOffsetMs(device: Device): number {
  const summer = numberOf(device, 'tds', 1) === 1 && isEuropeanSummer(device.nowMs);
  return numberOf(device, 'tof', 60) * 60_000 + (summer ? HOUR_MS : 0);
}

/** True from the last Sunday of March to the last Sunday of October, 01:00 UTC. */
function isEuropeanSummer(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return ms >= lastSunday(year, 2) + HOUR_MS && ms < lastSunday(year, 9) + HOUR_MS;
}

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return last.getTime() - last.getUTCDay() * 24 * HOUR_MS;
}

function stamp(device: Device, ms: number): string {
  const text = new Date(ms).toISOString().slice(0, -1);
  return device.model.clockDigits === 3 ? text : `${text}.${String(ms % 1000).padStart(3, '0')}`;
}

function zone(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
