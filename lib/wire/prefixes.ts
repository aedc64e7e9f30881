/** The topics of a charger: a prefix and a key. */
import { isKey } from '../keys';

/** One level below the prefix: every key, and no /set or /result. */
export const EVERYTHING = '+';

/**
 * The prefixes a charger may use: the one given (with and without its last slash, which people forget), or both spellings
 * chargers use by themselves [vendor's API documents; captured traffic].
 */
export function prefixesOf(serial: string, topicPrefix?: string): string[] {
  const given = topicPrefix?.trim();
  if (given) return given.endsWith('/') ? [given] : [`${given}/`, given];
  return [`go-eCharger/${serial}/`, `/go-eCharger/${serial}/`];
}

/** The topic of a key. A prefix may end in the middle of a level, where MQTT knows no `+`: then the whole level it is. */
export function topicOf(prefix: string, key: string): string {
  return key === EVERYTHING ? prefix.slice(0, prefix.lastIndexOf('/') + 1) + EVERYTHING : prefix + key;
}

/** Where a topic belongs. */
export interface Place {
  prefix: string;
  key: string;
  /** What stands behind the prefix has the form of a key. */
  isKey: boolean;
}

/** More than all chargers together have; anybody can make up topics on a broker. */
const MOST_KEYS = 5000;

/** What stands behind prefixes, and whether it has the form of a key: one memory for all chargers, as they have the same keys. */
const seen = new Map<string, boolean>();

/** Like `keyIn`, and says whether the key has the form of one. */
export function placeIn(prefixes: readonly string[], topic: string): Place | undefined {
  const found = keyIn(prefixes, topic);
  if (!found) return undefined;
  const { prefix, key } = found;
  let can = seen.get(key);
  if (can === undefined) {
    can = isKey(key);
    if (seen.size < MOST_KEYS) seen.set(key, can);
  }
  return { prefix, key, isKey: can };
}

/** Which of the prefixes a topic belongs to, and its key; undefined where it is none of theirs. */
export function keyIn(prefixes: readonly string[], topic: string): { prefix: string; key: string } | undefined {
  for (const prefix of prefixes)
    if (topic.startsWith(prefix) && !topic.includes('/', prefix.length))
      return { prefix, key: topic.slice(prefix.length) };
  return undefined;
}
