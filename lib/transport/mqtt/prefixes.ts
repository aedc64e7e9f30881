/** Topics of a charger: a prefix and a key. */
import { isKey, rowOf } from '../../keys/index';

/** MQTT's wildcard for one level: below a prefix it means every key, and no /set or /result. */
export const WILDCARD = '+';

/**
 * The prefixes a charger may use: the configured one (with and without its last slash, which people forget), or both that
 * chargers use by default, with and without a slash in front [vendor's API documents; capture: V3 60.5].
 */
export function prefixesOf(serial: string, topicPrefix?: string): string[] {
  const configured = topicPrefix?.trim();
  if (configured) return configured.endsWith('/') ? [configured] : [`${configured}/`, configured];
  return [`go-eCharger/${serial}/`, `/go-eCharger/${serial}/`];
}

/** The topic of a key. A prefix may end in the middle of a level, where MQTT has no wildcard: then it is for the whole level. */
export function topicOf(prefix: string, key: string): string {
  return key === WILDCARD ? prefix.slice(0, prefix.lastIndexOf('/') + 1) + WILDCARD : prefix + key;
}

/** The part of a topic behind the prefix. */
export interface TopicKey {
  key: string;
  /** It has the form of a key. */
  isKey: boolean;
  /** The registry has it. */
  isKnown: boolean;
}

/** More than all chargers together have; anybody can make up topics on a broker. */
const MOST_PARSED_KEYS = 5000;

/**
 * Cache of parsed keys, one for all chargers, as they have the same keys. Each key is then one and the same string, which maps
 * and sets find without comparing letters.
 */
const parsed = new Map<string, TopicKey>();

/** Parses a topic that begins with the prefix. @returns undefined for more than one level behind it */
export function parseKey(prefix: string, topic: string): TopicKey | undefined {
  const key = topic.slice(prefix.length);
  const known = parsed.get(key);
  if (known || key.includes('/')) return known;
  const topicKey = { key, isKey: isKey(key), isKnown: rowOf(key) !== undefined };
  if (parsed.size < MOST_PARSED_KEYS) parsed.set(key, topicKey);
  return topicKey;
}

/** The prefix that a topic begins with: of two that match, the longer one stands first in the list. */
export function prefixOf(prefixes: readonly string[], topic: string): string | undefined {
  for (const prefix of prefixes) if (topic.startsWith(prefix)) return prefix;
  return undefined;
}

/** Parses a topic below any of the prefixes; undefined where it is below none of them. */
export function parseTopic(prefixes: readonly string[], topic: string): { prefix: string; key: string } | undefined {
  const prefix = prefixOf(prefixes, topic);
  const found = prefix === undefined ? undefined : parseKey(prefix, topic);
  return found && { prefix: prefix!, key: found.key };
}
