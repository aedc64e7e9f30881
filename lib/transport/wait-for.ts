/** Waiting until something is so, looking whenever something has changed. */
import { raceAbort } from './timeout';

export interface Waiter {
  /** Something has changed. */
  changed(): void;
  /** @throws TransportError TIMEOUT when the signal aborts before it is so */
  waitFor(condition: () => boolean, signal: AbortSignal): Promise<void>;
}

export function createWaiter(): Waiter {
  const checks = new Set<() => void>();
  return {
    changed() {
      for (const check of checks) check();
    },
    waitFor(condition, signal) {
      if (condition()) return Promise.resolve();
      let check = () => {};
      const fulfilled = new Promise<void>((resolve) => {
        check = () => condition() && resolve();
        checks.add(check);
      });
      return raceAbort(signal, fulfilled).finally(() => checks.delete(check));
    },
  };
}
