/** Reader: counts values, and measures the latency of those that carry the time they were sent at. */
import { nowUs } from './clock';
import { TIMED } from './traffic';

export interface Reader {
  take(key: string, value: unknown): void;
  delivered(): number;
  /** The newest value of each key. */
  latest(): Record<string, unknown>;
  /** The latencies since the last call, in microseconds. */
  latenessUs(): number[];
}

/** @param timed note the times as well */
export function createReader(timed = false): Reader {
  const latest = new Map<string, unknown>();
  let count = 0;
  let lateness: number[] = [];
  return {
    take(key, value) {
      count += 1;
      latest.set(key, value);
      if (timed && key === TIMED) lateness.push(nowUs() - (value as number));
    },
    delivered: () => count,
    latest: () => Object.fromEntries(latest),
    latenessUs() {
      const noted = lateness;
      lateness = [];
      return noted;
    },
  };
}
