/** The weekly schedule (`sch_week`, `sch_satur`, `sch_sund`): whether it forbids charging now. */

import { isObject, type Json } from '../json';
import type { Device } from './device';
import { localOffsetMs } from './timekeeping';

const DAYS = ['sch_sund', 'sch_week', 'sch_week', 'sch_week', 'sch_week', 'sch_week', 'sch_satur'] as const;

/** The values of `control`: 1 charges only inside the ranges, 2 only outside; 3 and 4 are simulated as 1 and 2 [our choice]. */
const INSIDE_ONLY: ReadonlySet<Json | undefined> = new Set([1, 3]);
const OUTSIDE_ONLY: ReadonlySet<Json | undefined> = new Set([2, 4]);

/** True where the schedule forbids charging now. */
export function scheduleForbids(device: Device): boolean {
  const local = new Date(device.nowMs + localOffsetMs(device));
  const day = asObject(device.values.get(DAYS[local.getUTCDay()] ?? 'sch_week'));
  if (!day) return false;
  const second = local.getUTCHours() * 3600 + local.getUTCMinutes() * 60 + local.getUTCSeconds();
  const ranges = Array.isArray(day.ranges) ? day.ranges : [];
  const inside = ranges.some((range) => covers(asObject(range), second));
  if (INSIDE_ONLY.has(day.control)) return !inside;
  return OUTSIDE_ONLY.has(day.control) && inside;
}

function covers(range: Record<string, Json> | undefined, second: number): boolean {
  if (!range) return false;
  const begin = secondOf(range.begin);
  const end = secondOf(range.end);
  return begin < end && second >= begin && second < end;
}

function secondOf(time: Json | undefined): number {
  const { hour, minute, second } = asObject(time) ?? {};
  return (Number(hour) || 0) * 3600 + (Number(minute) || 0) * 60 + (Number(second) || 0);
}

function asObject(value: Json | undefined): Record<string, Json> | undefined {
  return isObject(value) ? value : undefined;
}
