/** Pending replies over MQTT, by key and in order: a reply names no request, only its key [vendor's API documents]. */
import { refusal, writeReplyOf } from '../parse-response';
import type { WriteReply } from '../transport';

export interface PendingReplies {
  /** @param resolve gets the next reply for the key */
  add(key: string, resolve: (reply: WriteReply) => void): void;
  received(key: string, text: string): void;
  /** Drops what is pending for these keys. */
  delete(keys: Iterable<string>): void;
}

export function createPendingReplies(): PendingReplies {
  const pending = new Map<string, ((reply: WriteReply) => void)[]>();
  return {
    add(key, resolve) {
      const queue = pending.get(key);
      if (queue) queue.push(resolve);
      else pending.set(key, [resolve]);
    },
    received(key, text) {
      pending.get(key)?.shift()?.(parseReply(key, text));
    },
    delete(keys) {
      for (const key of keys) pending.delete(key);
    },
  };
}

/** Reads the payload of a reply: `success`, or why the value was refused. */
function parseReply(key: string, text: string): WriteReply {
  const plain = text.trim().replace(/^"(.*)"$/, '$1');
  if (plain === 'success' || plain === 'true') return { taken: true };
  return plain === 'null' ? writeReplyOf(key, null) : refusal(plain);
}
