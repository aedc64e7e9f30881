/** The topics of a charger: a prefix and a key. */

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

/** Which of the prefixes a topic belongs to, and its key; undefined where it is none of theirs. */
export function keyIn(prefixes: readonly string[], topic: string): { prefix: string; key: string } | undefined {
  const prefix = prefixes.find((each) => topic.startsWith(each) && !topic.includes('/', each.length));
  return prefix === undefined ? undefined : { prefix, key: topic.slice(prefix.length) };
}
