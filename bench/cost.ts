/** CPU time of a subject for one MQTT message. */
import type { Bench } from './bench.types';
import { type RunningSubject, startSubject } from './subject';
import { KEYS } from './traffic';

export interface CostOptions {
  /** Values of one round that reach the reader. */
  perRound: number;
  /** Rounds of all keys in one burst; a hundred make 2,500 messages. */
  rounds?: number;
  /** Bursts, each begun when the one before has been read. */
  bursts: number;
  keys?: readonly string[];
}

/** @returns microseconds of the process for one MQTT message */
export async function costOf(bench: Bench, file: string, options: object, cost: CostOptions): Promise<number> {
  const { perRound, rounds = 100, bursts, keys = KEYS } = cost;
  const subject = await startSubject(file, { broker: bench.broker, ...options });
  try {
    const delivered = await warmUp(bench, subject, rounds, keys);
    const before = await subject.mark();
    await bench.load.call('bursts', { count: bursts, rounds, keys });
    await subject.until(delivered + bursts * rounds * perRound);
    const after = await subject.mark();
    return (after.cpuUs - before.cpuUs) / (bursts * rounds * keys.length);
  } finally {
    await subject.stop();
  }
}

/** Warm-up: all code is compiled. @returns the number of values delivered */
async function warmUp(
  { load }: Bench,
  subject: RunningSubject,
  rounds: number,
  keys: readonly string[],
): Promise<number> {
  await load.call('bursts', { count: 40, rounds, keys, restMs: 25 });
  return settled(subject);
}

/** Waits until nothing more comes. */
export async function settled(subject: RunningSubject): Promise<number> {
  for (let last = -1; ; ) {
    const { delivered } = await subject.mark();
    if (delivered === last) return delivered;
    last = delivered;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
