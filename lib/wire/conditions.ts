/** Waiting until something is so, looking whenever something has changed. */
import { givenUpAt } from './patience';

export interface Conditions {
  /** Something has changed. */
  changed(): void;
  /** @throws WireError TIMEOUT when the signal aborts before it is so */
  until(condition: () => boolean, signal: AbortSignal): Promise<void>;
}

export function createConditions(): Conditions {
  const checks = new Set<() => void>();
  return {
    changed() {
      for (const check of checks) check();
    },
    until(condition, signal) {
      if (condition()) return Promise.resolve();
      let check = () => {};
      const fulfilled = new Promise<void>((resolve) => {
        check = () => condition() && resolve();
        checks.add(check);
      });
      return givenUpAt(signal, fulfilled).finally(() => checks.delete(check));
    },
  };
}
