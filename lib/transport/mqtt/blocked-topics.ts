/**
 * Blocked topics: groups that make the broker end the connection are not subscribed to, except for one attempt after a backoff,
 * as an access list may be corrected.
 */

/** Backoff before a blocked group is tried again: it doubles from the first to the longest [our choice]. */
const BACKOFF_MS = { first: 30_000, longest: 900_000 };

export interface BlockedTopics {
  has(group: string): boolean;
  /** The groups that are blocked now. */
  groups(): Iterable<string>;
  block(group: string): void;
  close(): void;
}

/** @param retry the group is not blocked any more: subscribe to it once more */
export function createBlockedTopics(retry: (group: string) => void): BlockedTopics {
  const timers = new Map<string, NodeJS.Timeout>();
  const lastBackoffMs = new Map<string, number>();
  return {
    has: (group) => timers.has(group),
    groups: () => timers.keys(),
    block(group) {
      const backoffMs = Math.min((lastBackoffMs.get(group) ?? BACKOFF_MS.first / 2) * 2, BACKOFF_MS.longest);
      lastBackoffMs.set(group, backoffMs);
      const unblock = () => {
        timers.delete(group);
        retry(group);
      };
      timers.set(group, setTimeout(unblock, backoffMs).unref());
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
