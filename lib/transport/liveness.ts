/**
 * Live or retained: whether a message was sent just now, or was kept by the broker. The flag *retain* says so, except that some
 * brokers and bridges set it on every message they forward (MQTT 5 calls it "retain as published"). Then a broker sends more
 * than it was asked for: each subscription brings what is retained once, so another message, or another value, is a live one.
 */

/** What may come, and has come, of one topic on one connection. */
export interface TopicRecord {
  /** How often the broker may yet send what it has retained, because it was asked to. */
  due: number;
  /** How often the whole level had been asked for when that was last added to `due`. */
  levelAsks: number;
  /** The payload that came last with the flag; undefined where one without the flag came behind it. */
  last: number | undefined;
}

export function newRecord(): TopicRecord {
  return { due: 0, levelAsks: 0, last: undefined };
}

/** The broker is asked for the topic, or once more: it sends its retained value again, and that is no sign of life. */
export function asked(record: TopicRecord): void {
  record.due += 1;
}

/**
 * Takes a message into the record.
 * @param levelAsks how often the broker was asked for the whole level of the topic on this connection
 * @returns true when its sender has just sent it
 */
export function isLive(record: TopicRecord, payload: Buffer, retain: boolean, levelAsks = 0): boolean {
  if (!retain) {
    record.last = undefined;
    return true;
  }
  record.due += levelAsks - record.levelAsks;
  record.levelAsks = levelAsks;
  const wasDue = record.due > 0;
  if (wasDue) record.due -= 1;
  const now = fingerprint(payload);
  const isAnother = record.last !== undefined && record.last !== now;
  record.last = now;
  return !wasDue || isAnother;
}

/** Far smaller than the payload; of two that share one by chance, the second only counts as the first. (FNV-1a) */
function fingerprint(payload: Buffer): number {
  let hash = 0x811c9dc5;
  for (const byte of payload) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
