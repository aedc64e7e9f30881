/** Times of day in three forms: `06:00` as people write it, seconds after midnight, and the parts of a schedule. */

/** A day [Gregorian calendar]. */
const DAY_S = 86_400;

/** A time of day in a schedule [vendor's API documents]. Firmware before 056 has no seconds. */
export interface TimeParts {
  hour: number;
  minute: number;
  second?: number;
}

/**
 * Reads a time of day: `7:30`, `07:30`, `0730`, `7` and `07:30:15` as seconds after midnight; `24:00` is the end of the day.
 * @returns undefined for what is no time of day
 */
export function secondsOf(text: string): number | undefined {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d{2})(?::(\d{2}))?)?\s*$/.exec(text);
  if (!match) return undefined;
  const [hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return inSeconds({ hour, minute, second });
}

/** Writes a time of day: `07:30`, with seconds only where they are not zero. */
export function timeOfDay(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}

/** The parts of a time given in seconds after midnight. A second of 0 is left out, because older firmware has no seconds. */
export function partsOf(seconds: number): TimeParts {
  const parts = { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60 };
  return seconds % 60 === 0 ? parts : { ...parts, second: seconds % 60 };
}

/** Seconds after midnight of a time. @returns undefined where a part is out of range, or the time is after the end of the day */
export function inSeconds({ hour, minute, second = 0 }: TimeParts): number | undefined {
  for (const part of [hour, minute, second]) if (!Number.isInteger(part) || part < 0) return undefined;
  const seconds = hour * 3600 + minute * 60 + second;
  return minute < 60 && second < 60 && seconds <= DAY_S ? seconds : undefined;
}
