/** Replies to a write over local HTTP: an object with a reply for each key, or a text for all of them. */
import { hasJson, isTooLong, parseObject, refusal, writeReplyOf } from '../parse-response';
import type { WriteReply } from '../transport';

/** @returns undefined where the answer is not one to a write */
export function writeReplies(
  keys: readonly string[],
  status: number,
  text: string,
): Map<string, WriteReply> | 'too long' | undefined {
  const object = hasJson(status) ? parseObject(text) : undefined;
  if (object)
    return new Map(keys.map((key) => [key, Object.hasOwn(object, key) ? writeReplyOf(key, object[key]!) : 'unknown']));
  if (isTooLong(status, text)) return 'too long';
  // A charger that has nothing to say about any key answers without an object [goecharger/go-eCharger-API-v2#53].
  if (status === 200 && text.trim() === 'null') return new Map(keys.map((key) => [key, writeReplyOf(key, null)]));
  const reply = countedReply(keys.length, text);
  return reply && new Map(keys.map((key) => [key, reply]));
}

/**
 * Firmware 050 and 051 answer with counts, and count a key that they do not know on neither side: `0 succeeded and 0 failed.`
 * [goecharger/go-eCharger-API-v1#65].
 */
function countedReply(keys: number, text: string): WriteReply | undefined {
  const counted = /(\d+) succeeded and (\d+) failed/.exec(text);
  if (!counted) return undefined;
  if (counted[1] === '0') return refusal(text);
  return Number(counted[1]) >= keys && counted[2] === '0' ? { taken: true } : 'unknown';
}
