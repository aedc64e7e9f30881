/** Pairs a charger's answers over MQTT with the writes they are for: an answer names no request, only its key. */
import { answerOf, refusal } from './parse-response';
import type { WriteReply } from './transport';

export interface PendingReplies {
  /** @param take is given the next answer that comes for the key */
  next(key: string, take: (answer: WriteReply) => void): void;
  arrived(key: string, text: string): void;
  /** Nobody waits for these keys any more. */
  giveUp(keys: Iterable<string>): void;
}

export function createPendingReplies(): PendingReplies {
  const waiting = new Map<string, ((answer: WriteReply) => void)[]>();
  return {
    next(key, take) {
      const queue = waiting.get(key);
      if (queue) queue.push(take);
      else waiting.set(key, [take]);
    },
    arrived(key, text) {
      waiting.get(key)?.shift()?.(answerIn(key, text));
    },
    giveUp(keys) {
      for (const key of keys) waiting.delete(key);
    },
  };
}

function answerIn(key: string, text: string): WriteReply {
  const plain = text.trim().replace(/^"(.*)"$/, '$1');
  if (plain === 'success' || plain === 'true') return { taken: true };
  return plain === 'null' ? answerOf(key, null) : refusal(plain);
}
