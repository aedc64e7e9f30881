/** A day's schedule (`sch_week`, `sch_satur`, `sch_sund`) as a form has it. The shape is that of the vendor's API. */
import { inSeconds, partsOf, secondsOf, type TimeParts, timeOfDay } from '../../lib/keys/time-of-day';

/** Number of ranges that every firmware takes and reports; they are written together. */
export const USUAL_RANGES = 2;

export interface Schedule {
  control: number;
  /** At least the usual number of them: `HH:MM`, or both empty where the range is not used. */
  ranges: { begin: string; end: string }[];
}

/** @returns undefined where the text is no schedule that the form can show */
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
  if (!Array.isArray(given)) return undefined;
  const ranges: Schedule['ranges'] = [];
  for (let at = 0; at < Math.max(given.length, USUAL_RANGES); at += 1) {
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

/**
 * Ranges that are not used are written at the usual places only, where a charger shows them too [captured traffic].
 * @returns undefined where a time is none, or only one end of a range is given
 */
export function jsonOf({ control, ranges }: Schedule): string | undefined {
  const isUsed = ({ begin, end }: Schedule['ranges'][number]) => begin.trim() !== '' || end.trim() !== '';
  const written = [...ranges.filter(isUsed)];
  while (written.length < USUAL_RANGES) written.push({ begin: '0:00', end: '0:00' });
  const times = written.map(({ begin, end }) => {
    const [from, to] = [secondsOf(begin), secondsOf(end)];
    return from === undefined || to === undefined ? undefined : { begin: partsOf(from), end: partsOf(to) };
  });
  return times.includes(undefined) ? undefined : JSON.stringify({ control, ranges: times });
}

/** Warning about a schedule that has no effect, or another than one may expect. */
export function warningAbout({ control, ranges }: Schedule): 'backwards' | 'noRange' | undefined {
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
  return inSeconds({ hour, minute, second } as TimeParts);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
