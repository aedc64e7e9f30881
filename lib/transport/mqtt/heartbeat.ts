/**
 * Heartbeat of a charger: the key that it publishes every second, the cheapest sign of its presence. Nearly all publish `rbt`;
 * one firmware stopped sending `utc`, others may stop the next [syssi/homeassistant-goecharger-mqtt#226]. So the usual ones are
 * subscribed to first, then everything below the prefix, until a key is found that comes regularly.
 */
import { WILDCARD } from './prefixes';

/** Keys that come every second from nearly all chargers [capture: V3 60.5]. */
export const HEARTBEATS = ['rbt', 'utc', 'fhz'] as const;
/** Keys that change often [capture: V3 60.5]; used where the wildcard cannot be subscribed to, and by a probe. */
export const FREQUENT_KEYS = ['loc', 'nrg', 'rssi', 'tma', 'lccfi', 'wh'];
/** Rule for another key than the usual heartbeats: it has come this often, with no longer and no shorter gap than these [our choice]. */
const REGULAR = { times: 3, longestGapMs: 3000, shortestGapMs: 300 };
/** Anybody can make up topics on a broker. */
const MOST_COUNTED = 500;

export interface HeartbeatSearch {
  /** The heartbeat, once it is found. */
  readonly key: string | undefined;
  /** Counts a live message. @returns true when its key is now known as the heartbeat */
  received(key: string): boolean;
  /** Starts the search. @param wide not only among the usual heartbeats */
  start(wide: boolean): void;
  /** Drops the heartbeat: it has to be found again. */
  forget(): void;
  /** Keys to subscribe to for it. @param hasWildcard the wildcard can be subscribed to */
  keys(hasWildcard: boolean): readonly string[];
}

export function createHeartbeatSearch(): HeartbeatSearch {
  let found: string | undefined;
  let isWide = false;
  /** Keys that came with no longer gap than allowed: how often, and when last. */
  const counts = new Map<string, { times: number; at: number }>();

  return {
    get key() {
      return found;
    },
    received(key) {
      const now = performance.now();
      const before = counts.get(key);
      if (before && now - before.at < REGULAR.shortestGapMs) return false;
      const times = before && now - before.at <= REGULAR.longestGapMs ? before.times + 1 : 1;
      if (key === HEARTBEATS[0] || times >= REGULAR.times) {
        found = key;
        isWide = false;
        counts.clear();
        return true;
      }
      if (before || counts.size < MOST_COUNTED) counts.set(key, { times, at: now });
      return false;
    },
    start(wide) {
      found = undefined;
      isWide = wide;
      counts.clear();
    },
    forget() {
      found = undefined;
    },
    keys(hasWildcard) {
      if (found !== undefined) return [found];
      if (!isWide) return HEARTBEATS;
      return [...HEARTBEATS, ...(hasWildcard ? [WILDCARD] : FREQUENT_KEYS)];
    },
  };
}
