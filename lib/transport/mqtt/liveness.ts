/**
 * Liveness of a message: sent just now, or retained by the broker. The flag *retain* says so, except that some brokers and
 * bridges set it on every message they forward (MQTT 5 calls it "retain as published"). Then a broker sends more than was
 * subscribed to: each subscription brings the retained value once, so another message, or another value, is a live one.
 */

/** State of one topic on one connection: which retained messages may come, and what came last. */
export interface TopicRecord {
  /** Retained messages that the broker may still send, because the topic was subscribed to. */
  retainedDue: number;
  /** Subscriptions to the topic's wildcard that are counted in `retainedDue` already. */
  wildcardSubscribes: number;
  /** Fingerprint of the last payload with the flag; undefined where one without the flag came after it. */
  lastRetained: number | undefined;
}

export function newTopicRecord(): TopicRecord {
  return { retainedDue: 0, wildcardSubscribes: 0, lastRetained: undefined };
}

/** Records a SUBSCRIBE for the topic, also a repeated one: the broker sends its retained value, which is no sign of presence. */
export function subscribeSent(record: TopicRecord): void {
  record.retainedDue += 1;
}

/**
 * Records a message.
 * @param wildcardSubscribes subscriptions to the topic's wildcard on this connection so far
 * @returns true when its sender has just sent it
 */
export function isLive(record: TopicRecord, payload: Buffer, retain: boolean, wildcardSubscribes = 0): boolean {
  if (!retain) {
    record.lastRetained = undefined;
    return true;
  }
  record.retainedDue += wildcardSubscribes - record.wildcardSubscribes;
  record.wildcardSubscribes = wildcardSubscribes;
  const wasDue = record.retainedDue > 0;
  if (wasDue) record.retainedDue -= 1;
  const now = fingerprint(payload);
  const isAnother = record.lastRetained !== undefined && record.lastRetained !== now;
  record.lastRetained = now;
  return !wasDue || isAnother;
}

/** Hash of a payload (FNV-1a), which needs far less memory; where two share one by chance, the second counts as the first. */
function fingerprint(payload: Buffer): number {
  let hash = 0x811c9dc5;
  for (const byte of payload) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
