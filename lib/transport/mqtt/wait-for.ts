/** Waiter for a condition: it checks the condition whenever something has changed, and never by time. */
import { raceAbort } from '../timeout';

export interface Waiter {
  /** Something has changed: all conditions are checked. */
  changed(): void;
  /** @throws TransportError TIMEOUT when the signal aborts before the condition holds */
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
