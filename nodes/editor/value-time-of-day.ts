/** Times of day as people write them. */

const DAY_S = 86_400;

/**
 * `7:30`, `07:30`, `0730`, `7` and `07:30:15` in seconds after midnight; `24:00` is the end of the day.
 * @returns undefined for what is no time of day
 */
export function secondsOf(text: string): number | undefined {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d{2})(?::(\d{2}))?)?\s*$/.exec(text);
  if (!match) return undefined;
  const [hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const seconds = hour * 3600 + minute * 60 + second;
  return minute < 60 && second < 60 && seconds <= DAY_S ? seconds : undefined;
}

/** `07:30`, with seconds only where there are some. */
export function timeOfDay(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}
