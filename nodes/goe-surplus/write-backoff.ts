/**
 * Backoff of failed writes, by key: a value that the charger does not take is tried again later and later, and holds up no other
 * key. Another value for the same key is tried at once, but not any number of times.
 */

/** Wait after the first failed write of a value; it doubles with each further one [our choice]. */
const FIRST_RETRY_MS = 10_000;
/** Longest wait between two tries of a value [our choice]. */
const LONGEST_RETRY_MS = 300_000;
/** After this many failures in a row another value has to wait too. */
const FREE_TRIES = 3;

export interface WriteBackoff {
  isHeldBack(key: string, value: unknown, nowMs: number): boolean;
  failed(key: string, value: unknown, nowMs: number): void;
  succeeded(key: string): void;
}

export function createWriteBackoff(): WriteBackoff {
  const failures = new Map<string, { value: unknown; count: number; atMs: number; retryAtMs: number }>();
  return {
    isHeldBack(key, value, nowMs) {
      const last = failures.get(key);
      if (!last) return false;
      if (last.value === value) return nowMs < last.retryAtMs;
      return last.count >= FREE_TRIES && nowMs < last.atMs + FIRST_RETRY_MS;
    },
    failed(key, value, nowMs) {
      const count = (failures.get(key)?.count ?? 0) + 1;
      const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (count - 1), LONGEST_RETRY_MS);
      failures.set(key, { value, count, atMs: nowMs, retryAtMs: nowMs + waitMs });
    },
    succeeded(key) {
      failures.delete(key);
    },
  };
}
