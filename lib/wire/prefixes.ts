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

/** Where a topic belongs. */
export interface Place {
  prefix: string;
  key: string;
  /** What stands behind the prefix has the form of a key. */
  isKey: boolean;
}

/** More than any charger has; anybody can make up topics on a broker. */
const MOST_PLACES = 2000;

/** Like `keyIn`, for topics that come again and again: each is taken apart once. */
export function createPlaces(
  prefixes: readonly string[],
  isKey: (text: string) => boolean,
): (topic: string) => Place | undefined {
  const places = new Map<string, Place>();
  return (topic) => {
    const place = places.get(topic);
    if (place) return place;
    const found = keyIn(prefixes, topic);
    if (!found) return undefined;
    const fresh = { ...found, isKey: isKey(found.key) };
    if (places.size < MOST_PLACES) places.set(topic, fresh);
    return fresh;
  };
}

/** Which of the prefixes a topic belongs to, and its key; undefined where it is none of theirs. */
export function keyIn(prefixes: readonly string[], topic: string): { prefix: string; key: string } | undefined {
  const prefix = prefixes.find((each) => topic.startsWith(each) && !topic.includes('/', each.length));
  return prefix === undefined ? undefined : { prefix, key: topic.slice(prefix.length) };
}
