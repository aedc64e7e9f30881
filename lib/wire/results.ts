/** Pairs a charger's answers over MQTT with the writes they are for: an answer names no request, only its key. */
import { answerOf, refusal } from './answers';
import type { Answer } from './wire';

export interface Results {
  /** @param take is given the next answer that comes for the key */
  next(key: string, take: (answer: Answer) => void): void;
  arrived(key: string, text: string): void;
  /** Nobody waits for these keys any more. */
  giveUp(keys: Iterable<string>): void;
}

export function createResults(): Results {
  const waiting = new Map<string, ((answer: Answer) => void)[]>();
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

function answerIn(key: string, text: string): Answer {
  const plain = text.trim().replace(/^"(.*)"$/, '$1');
  if (plain === 'success' || plain === 'true') return { taken: true };
  return plain === 'null' ? answerOf(key, null) : refusal(plain);
}
