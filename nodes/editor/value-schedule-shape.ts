/** A day's schedule (`sch_week`, `sch_satur`, `sch_sund`) as a form has it. The shape is that of the vendor's API. */
import { secondsOf, timeOfDay } from './value-time-of-day';

/** A charger has this many ranges in its answers; they are written as a whole. */
export const RANGES = 2;

export interface Schedule {
  control: number;
  /** Always `RANGES` of them: `HH:MM`, or both empty where the range is not used. */
  ranges: { begin: string; end: string }[];
}

type Time = Record<string, unknown>;

/** @returns undefined where the text is no schedule, or holds more than the form can show */
export function scheduleOf(json: string): Schedule | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  return scheduleOfValue(value);
}

export function scheduleOfValue(value: unknown): Schedule | undefined {
  if (!isObject(value) || !Number.isInteger(value.control)) return undefined;
  const given = value.ranges ?? [];
  if (!Array.isArray(given) || given.length > RANGES) return undefined;
  const ranges: Schedule['ranges'] = [];
  for (let at = 0; at < RANGES; at += 1) {
    const range = given[at] ?? { begin: {}, end: {} };
    if (!isObject(range)) return undefined;
    const begin = secondsIn(range.begin);
    const end = secondsIn(range.end);
    if (begin === undefined || end === undefined) return undefined;
    const used = begin !== 0 || end !== 0;
    ranges.push(used ? { begin: timeOfDay(begin), end: timeOfDay(end) } : { begin: '', end: '' });
  }
  return { control: Number(value.control), ranges };
}

/** @returns undefined where a time is none, or only one end of a range is given */
export function jsonOf({ control, ranges }: Schedule): string | undefined {
  const times = Array.from({ length: RANGES }, (_, at) => {
    const { begin, end } = ranges[at] ?? { begin: '', end: '' };
    if (begin.trim() === '' && end.trim() === '') return { begin: partsOf(0), end: partsOf(0) };
    const [from, to] = [secondsOf(begin), secondsOf(end)];
    return from === undefined || to === undefined ? undefined : { begin: partsOf(from), end: partsOf(to) };
  });
  return times.includes(undefined) ? undefined : JSON.stringify({ control, ranges: times });
}

/** What does nothing, or not what one may think. */
export function doubtsAbout({ control, ranges }: Schedule): 'backwards' | 'noRange' | undefined {
  if (control === 0) return undefined;
  const used = ranges.filter(({ begin, end }) => begin.trim() !== '' || end.trim() !== '');
  if (used.length === 0) return 'noRange';
  return used.some(({ begin, end }) => (secondsOf(begin) ?? 0) >= (secondsOf(end) ?? Number.POSITIVE_INFINITY))
    ? 'backwards'
    : undefined;
}

function secondsIn(time: unknown): number | undefined {
  if (!isObject(time)) return undefined;
  const { hour = 0, minute = 0, second = 0 } = time;
  for (const part of [hour, minute, second]) if (!Number.isInteger(part) || Number(part) < 0) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return Number(minute) < 60 && Number(second) < 60 && seconds <= 86_400 ? seconds : undefined;
}

/** Older firmwares know no seconds, so they are left out where there are none. */
function partsOf(seconds: number): Time {
  const parts = { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60 };
  return seconds % 60 === 0 ? parts : { ...parts, second: seconds % 60 };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
