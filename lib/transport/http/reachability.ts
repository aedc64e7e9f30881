/**
 * Reachability of a polled charger: online with each answer, offline after two failures in a row. An offline charger is searched
 * for at short intervals with a short timeout.
 */
import { TransportError, type TransportListener } from '../transport';

/** Pause before the second attempt after the first failure: chargers stumble while they charge [owners' reports]. */
const SECOND_ATTEMPT_MS = 700;
/** Intervals of the search for an offline charger, so that it is found within five seconds [our choice]. */
const SEARCH_INTERVALS_MS = [1000, 2000, 3000];
/** Pause between two search requests at least [our choice]. */
const SEARCH_PAUSE_MS = 500;
/** Timeout of a search request: longer than a charger keeps a request waiting while another client holds its lock [owners' reports]. */
const SEARCH_TIMEOUT_MS = 3300;
/** Every tenth search request has the usual timeout: the charger may have become slow for good [our choice]. */
const USUAL_TIMEOUT_EVERY = 10;

export interface Reachability {
  /** The last request failed. */
  readonly isFailing: boolean;
  /** Timeout of the next request; undefined for the usual one. */
  readonly timeoutMs: number | undefined;
  /** A request was answered. */
  succeeded(): void;
  /** A request failed. @returns true where the charger counts as offline */
  failed(cause: unknown): boolean;
  /** The time of the next attempt. @param startedMs when the failed poll began */
  nextAttempt(startedMs: number, error: unknown): number;
}

/** @param intervalMs between two polls */
export function createReachability(intervalMs: number, listener: Pick<TransportListener, 'up' | 'down'>): Reachability {
  let failures = 0;
  let isOnline = false;

  return {
    get isFailing() {
      return failures > 0;
    },

    // A charger that is back never answers what it was asked before, so a search request is given up early.
    get timeoutMs() {
      const isSearch = failures > 0 && !isOnline && failures % USUAL_TIMEOUT_EVERY !== 0;
      return isSearch ? SEARCH_TIMEOUT_MS : undefined;
    },

    succeeded() {
      failures = 0;
      isOnline = true;
      listener.up();
    },

    failed(cause) {
      const error = cause instanceof TransportError ? cause : new TransportError('PROTOCOL', String(cause), { cause });
      failures += 1;
      if (isOnline && failures < 2 && error.retryAfterMs === undefined) return false;
      isOnline = false;
      listener.down(error);
      return true;
    },

    nextAttempt(startedMs, error) {
      const retryAfterMs = error instanceof TransportError ? error.retryAfterMs : undefined;
      if (retryAfterMs !== undefined) return performance.now() + Math.max(retryAfterMs, intervalMs);
      if (isOnline) return performance.now() + SECOND_ATTEMPT_MS;
      // Even intervals, however long each request takes to fail.
      return Math.max(startedMs + searchIntervalMs(failures), performance.now() + SEARCH_PAUSE_MS);
    },
  };
}

/** With a random part, so that many chargers are not searched for in one moment. */
function searchIntervalMs(failures: number): number {
  const intervalMs = SEARCH_INTERVALS_MS[Math.min(failures, SEARCH_INTERVALS_MS.length) - 1] ?? SEARCH_INTERVALS_MS[0]!;
  return intervalMs * (0.8 + Math.random() * 0.4);
}
