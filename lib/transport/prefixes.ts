/** The topics of a charger: a prefix and a key. */
import { isKey, rowOf } from '../keys/index';

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

/** What stands behind a prefix. */
export interface Behind {
  key: string;
  /** It has the form of a key. */
  isKey: boolean;
  /** The registry has it. */
  isKnown: boolean;
}

/** More than all chargers together have; anybody can make up topics on a broker. */
const MOST_KEYS = 5000;

/**
 * What was seen behind prefixes: one memory for all chargers, as they have the same keys. Each key is then one and the same
 * string, which maps and sets find without comparing letters.
 */
const seen = new Map<string, Behind>();

/** @returns what stands behind the prefix in a topic that begins with it; undefined for more than one level */
export function behind(prefix: string, topic: string): Behind | undefined {
  const key = topic.slice(prefix.length);
  const known = seen.get(key);
  if (known || key.includes('/')) return known;
  const made = { key, isKey: isKey(key), isKnown: rowOf(key) !== undefined };
  if (seen.size < MOST_KEYS) seen.set(key, made);
  return made;
}

/** Which of the prefixes a topic begins with: of two that do, the longer one stands first. */
export function prefixOf(prefixes: readonly string[], topic: string): string | undefined {
  for (const prefix of prefixes) if (topic.startsWith(prefix)) return prefix;
  return undefined;
}

/** Which of the prefixes a topic belongs to, and its key; undefined where it is none of theirs. */
export function keyIn(prefixes: readonly string[], topic: string): { prefix: string; key: string } | undefined {
  const prefix = prefixOf(prefixes, topic);
  const found = prefix === undefined ? undefined : behind(prefix, topic);
  return found && { prefix: prefix!, key: found.key };
}
