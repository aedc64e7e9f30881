/** Work done one piece after the other: what a piece costs, and how long it takes. */
import { spreadOf } from './figures';
import { type RunningSubject, startSubject } from './subject';

export interface Cycles {
  /** Microseconds of the process for one. */
  cpuUs: number;
  /** Microseconds until it is done, the median. */
  medianUs: number;
}

/**
 * Starts a subject, warms it up, and measures a number of cycles.
 * @param first cycles of the warm-up
 */
export async function cyclesOf(file: string, options: object, count: number, first?: number): Promise<Cycles> {
  const subject = await startSubject(file, options);
  try {
    return await cyclesIn(subject, count, first);
  } finally {
    await subject.stop();
  }
}

export async function cyclesIn(subject: RunningSubject, count: number, first = Math.ceil(count / 2)): Promise<Cycles> {
  await subject.act('cycles', first);
  const before = await subject.mark();
  const times = await subject.act<number[]>('cycles', count);
  const after = await subject.mark();
  return { cpuUs: (after.cpuUs - before.cpuUs) / count, medianUs: spreadOf(times).median };
}

/** The cycles of a subject that is not a flow. @returns microseconds of each */
export async function timeEach(count: number, one: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 1; n <= count; n += 1) {
    const started = performance.now();
    await one(n);
    times.push((performance.now() - started) * 1000);
  }
  return times;
}
