/** Subject that is a bare client: it requests a charger's status, one request after the other or at an even pace. */
import { timeEach } from './cycles';
import type { Subject } from './subject.types';
import { TEN_KEYS } from './traffic';

/** The path of the n-th cycle: a read of ten keys, or a write. */
export function pathOf(n: number, writes: boolean): string {
  return writes ? `/api/set?amp=${6 + (n % 26)}` : `/api/status?filter=${TEN_KEYS.join()}`;
}

/**
 * @param ask gives the body for a path
 * @param writes writes in place of reads
 */
export function clientSubject(
  ask: (path: string) => Promise<string>,
  writes: boolean,
  stop: () => void | Promise<void>,
): Subject {
  let done = 0;

  async function one(n: number): Promise<void> {
    JSON.parse(await ask(pathOf(n, writes)));
    done += 1;
  }

  return {
    delivered: () => done,
    acts: {
      cycles: (count: number) => timeEach(count, one),
      /** Evenly, whatever the answers take. */
      async paced({ count, everyMs }: { count: number; everyMs: number }) {
        const started = performance.now();
        const under: Promise<void>[] = [];
        for (let n = 0; n < count; n += 1) {
          under.push(one(n));
          await new Promise((resolve) => setTimeout(resolve, started + (n + 1) * everyMs - performance.now()));
        }
        await Promise.all(under);
      },
    },
    stop,
  };
}
