/** Answers of a charger to what was written to it over MQTT: they come below the key's topic, and are not retained. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from './broker';
import { createPendingReplies } from './pending-replies';
import { keyIn } from './prefixes';
import type { Presence } from './presence';
import { raceAbort } from './timeout';
import { TransportError, type WriteReply } from './transport';

export interface MqttReplies {
  /**
   * Writes and waits for the answers, but not for long: chargers older than 051.5 give none.
   * @param topics of each key
   * @throws TransportError
   */
  write(
    values: ReadonlyMap<string, string>,
    topicOf: (key: string) => string,
    signal: AbortSignal,
  ): Promise<Map<string, WriteReply>>;
  /** The connection has ended, and with it all subscriptions. */
  forget(): void;
}

/** What an answer has behind the key's topic. */
const RESULT = '/result';
/** On a broker that sets *retain* on everything, an answer that was really retained comes right behind the subscription. */
const BURST_MS = 150;
/** Chargers answer within some hundred milliseconds; after this, reading back has to tell. */
const WAIT_MS = 2000;

export function createMqttReplies(
  broker: () => Broker,
  candidates: readonly string[],
  presence: Presence,
): MqttReplies {
  const results = createPendingReplies();
  /** Topics that the broker has granted. */
  const granted = new Set<string>();

  function received(topic: string, payload: Buffer, kept: boolean): void {
    const found = kept ? undefined : keyIn(candidates, topic.slice(0, -RESULT.length));
    if (!found) return;
    // An answer is as good a sign of life as a value.
    if (found.prefix === (presence.heardOn ?? presence.seenOn)) presence.heard(found.prefix);
    results.arrived(found.key, payload.toString());
  }

  async function listen(topic: string): Promise<void> {
    const link = broker();
    await link.subscribe(topic, received);
    if (!link.connected) return;
    if (link.flagsEverything) {
      await delay(BURST_MS);
      link.keptHasCome(topic);
    }
    granted.add(topic);
  }

  /** Resolves when each of the keys has been answered. */
  function answersTo(keys: readonly string[], answers: Map<string, WriteReply>): Promise<void> {
    let left = keys.length;
    return new Promise((resolve) => {
      for (const key of keys)
        results.next(key, (answer) => {
          answers.set(key, answer);
          left -= 1;
          if (left === 0) resolve();
        });
    });
  }

  return {
    async write(values, topicOf, signal) {
      const keys = [...values.keys()];
      const answers = new Map<string, WriteReply>(keys.map((key) => [key, 'unknown']));
      try {
        // What was written once is written again: the way for its answer stays open, and the next write need not wait.
        const fresh = keys.map((key) => topicOf(key) + RESULT).filter((topic) => !granted.has(topic));
        if (fresh.length > 0) await raceAbort(signal, Promise.all(fresh.map(listen))).catch(() => {});
        // What was given up meanwhile is not sent any more.
        if (signal.aborted) throw new TransportError('TIMEOUT', 'there was no time left to send it');
        const all = answersTo(keys, answers);
        for (const [key, json] of values) broker().publish(`${topicOf(key)}/set`, json);
        await raceAbort(signal, all, WAIT_MS).catch(() => {});
      } finally {
        results.giveUp(keys);
      }
      return answers;
    },
    forget: () => granted.clear(),
  };
}
