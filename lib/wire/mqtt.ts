/**
 * A charger on an MQTT broker: one topic a key, retained, sent on change; `/set` to write, `/result` for the answer
 * [vendor's API documents].
 */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { useBroker } from './broker';
import type { BrokerOptions } from './broker-access';
import { createConditions } from './conditions';
import { createHearing, LAST_WILL } from './hearing';
import { givenUpAt, within } from './patience';
import { EVERYTHING, keyIn, prefixesOf, topicOf } from './prefixes';
import { createResults } from './results';
import { type Answer, type Wire, WireError, type WireListener } from './wire';

export interface MqttOptions extends BrokerOptions {
  serial: string;
  /** The whole prefix; empty finds it out. */
  topicPrefix?: string;
  /** Silence after which a charger counts as offline. */
  silenceMs: number;
}

/** Sent every second by a living charger; one firmware lost `utc`, so there are two until the first has been heard. */
const HEARTBEAT = ['rbt', 'utc'];
/** What an answer to a write has behind the key's topic. */
const RESULT = '/result';
/** Retained values come right behind the subscription; what has not come by then is not there. */
const RETAINED_WAIT_MS = 1200;
/** Everything is a few hundred messages, and a busy broker takes its time: it is all there when no more comes. */
const QUIET_MS = 250;
/** Chargers answer a write within some hundred milliseconds; after this, reading back has to tell. */
const RESULT_WAIT_MS = 2000;

export function createMqttWire(options: MqttOptions, listener: WireListener): Wire {
  const candidates = prefixesOf(options.serial, options.topicPrefix);
  let wanted: ReadonlySet<string> = new Set();
  let everything = false;
  /** Keys that somebody asks for just now, and how many ask. */
  const passing = new Map<string, number>();
  let subscribed = new Set<string>();
  let closed = false;
  let brokerError: WireError | undefined;
  let broker: ReturnType<typeof useBroker> | undefined;
  /** Topics of answers that the broker has granted. */
  const answering = new Set<string>();
  const results = createResults();
  const conditions = createConditions();
  const arrivals = new Set<(key: string) => void>();

  const hearing = createHearing({
    candidates,
    heartbeat: HEARTBEAT[0]!,
    silenceMs: options.silenceMs,
    listener,
    isWanted: (key) => everything || wanted.has(key) || passing.has(key) || passing.has(EVERYTHING),
    subscribe,
    changed: conditions.changed,
    arrived(keys) {
      if (arrivals.size > 0) for (const key of keys) for (const tell of arrivals) tell(key);
    },
  });
  const isFound = () => hearing.heardOn !== undefined || hearing.seenOn !== undefined;
  const prefixes = () => (hearing.heardOn === undefined ? candidates : [hearing.heardOn]);

  function open() {
    broker ??= useBroker(options, {
      connected() {
        brokerError = undefined;
        hearing.start();
        conditions.changed();
      },
      disconnected(error) {
        brokerError = error;
        answering.clear();
        hearing.stop();
        listener.down(error);
        conditions.changed();
      },
    });
    return broker;
  }

  /** Brings the subscriptions in line with what is wanted. @param again has everything that is retained sent once more */
  function subscribe(again = false): void {
    if (closed) return;
    const link = open();
    const heartbeat = hearing.heartbeat === undefined ? HEARTBEAT : [hearing.heartbeat];
    const keys = [...(everything ? [EVERYTHING] : [...wanted, ...heartbeat, LAST_WILL]), ...passing.keys()];
    const topics = new Set(prefixes().flatMap((prefix) => keys.map((key) => topicOf(prefix, key))));
    for (const topic of subscribed) {
      if (topics.has(topic)) continue;
      link.unsubscribe(topic, received);
      hearing.left(topic);
    }
    for (const topic of topics) if (again || !subscribed.has(topic)) link.subscribe(topic, received);
    subscribed = topics;
  }

  function received(topic: string, payload: Buffer, retained: boolean): void {
    if (!closed) hearing.received(topic, payload, retained);
  }

  function onResult(topic: string, payload: Buffer, retained: boolean): void {
    if (retained || closed) return;
    const found = keyIn(candidates, topic.slice(0, -RESULT.length));
    if (!found) return;
    if (found.prefix === hearing.heardOn) hearing.heard(found.prefix);
    results.arrived(found.key, payload.toString());
  }

  /** Resolves when each of the keys has been answered. */
  function answersTo(keys: readonly string[], answers: Map<string, Answer>): Promise<void> {
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

  async function listenForAnswer(topic: string): Promise<void> {
    const link = open();
    await link.subscribe(topic, onResult);
    if (link.connected) answering.add(topic);
  }

  /** Waits until there is a connection, or it is known that there is none. */
  async function connection(signal: AbortSignal): Promise<ReturnType<typeof useBroker>> {
    if (closed) throw new WireError('CLOSED', 'the connection was closed');
    const link = open();
    if (subscribed.size === 0) subscribe();
    if (link.connected) return link;
    await conditions
      .until(() => link.connected || brokerError !== undefined, signal)
      .catch(() => {
        throw new WireError('TIMEOUT', 'there was no connection to the broker in time');
      });
    if (!link.connected) throw brokerError ?? connectionLost();
    return link;
  }

  return {
    tells: true,
    open: () => subscribe(),

    want(keys, all) {
      wanted = keys;
      everything = all;
      subscribe();
    },

    /** There is no asking over MQTT: the broker is made to send what it keeps, and what does not come is not there. */
    async ask(keys, signal) {
      const link = await connection(signal);
      const asked = keys === 'all' ? [EVERYTHING] : [...keys];
      for (const key of asked) passing.set(key, (passing.get(key) ?? 0) + 1);
      const missing = new Set(asked);
      let collect = (_key: string) => {};
      try {
        const all = new Promise<void>((resolve) => {
          collect = (key) => {
            missing.delete(key);
            if (missing.size === 0) resolve();
          };
          arrivals.add(collect);
        });
        const before = subscribed;
        subscribe();
        // What was subscribed before needs to be asked for again to have its retained value sent again.
        for (const prefix of prefixes()) {
          for (const topic of asked.map((key) => topicOf(prefix, key)))
            if (before.has(topic)) link.subscribe(topic, received);
        }
        await within(RETAINED_WAIT_MS, [signal], async (enough) => {
          await givenUpAt(enough, all).catch(() => {});
          // A charger that lives is heard within a second. Before, nobody knows whether what is kept is still so.
          await conditions.until(() => hearing.isAlive, enough).catch(() => {});
        });
        // As long as a busy broker goes on sending, what is missing may be on its way.
        const isIncomplete = () => keys === 'all' || missing.size > 0;
        // In a process that was busy, late timers come before what has arrived meanwhile, which has to be read first.
        await turn();
        while (isIncomplete() && performance.now() - hearing.lastKeptAt < QUIET_MS && !signal.aborted) {
          await delay(QUIET_MS, undefined, { signal }).catch(() => {});
          await turn();
        }
        // No key can be called missing before anything at all was heard: a wrong serial number would look the same.
        const isClear = () => missing.size === 0 || isFound();
        await within(RETAINED_WAIT_MS, [signal], (sign) => conditions.until(isClear, sign)).catch(() => {});
        if (missing.size > 0 && !link.connected) throw brokerError ?? connectionLost();
        if (!isFound()) throw hearing.silence();
      } finally {
        arrivals.delete(collect);
        for (const key of asked) {
          const left = (passing.get(key) ?? 1) - 1;
          if (left > 0) passing.set(key, left);
          else passing.delete(key);
        }
        subscribe();
      }
    },

    async send(values, signal) {
      const link = await connection(signal);
      // Writing needs the one prefix the charger listens on; retained values are good enough when it has not spoken yet.
      const hasSpoken = () => hearing.heardOn !== undefined;
      if (candidates.length > 1 && !hasSpoken()) {
        await within(RETAINED_WAIT_MS, [signal], (enough) => conditions.until(hasSpoken, enough)).catch(() => {});
      }
      const prefix = hearing.heardOn ?? hearing.seenOn ?? (candidates.length === 1 ? candidates[0] : undefined);
      if (prefix === undefined) throw hearing.silence();
      const keys = [...values.keys()];
      const topics = keys.map((key) => topicOf(prefix, key) + RESULT);
      const answers = new Map<string, Answer>(keys.map((key) => [key, 'unknown']));
      try {
        // What was written once is written again: the way for its answer stays open, and the next write need not wait.
        const fresh = topics.filter((topic) => !answering.has(topic));
        const granted = fresh.length > 0 ? givenUpAt(signal, Promise.all(fresh.map(listenForAnswer))) : undefined;
        await granted?.catch(() => {});
        // What was given up meanwhile is not sent any more.
        if (signal.aborted) throw new WireError('TIMEOUT', 'there was no time left to send it');
        const all = answersTo(keys, answers);
        for (const [key, json] of values) link.publish(`${topicOf(prefix, key)}/set`, json);
        await givenUpAt(signal, all, RESULT_WAIT_MS).catch(() => {});
      } finally {
        results.giveUp(keys);
      }
      return answers;
    },

    forget() {},
    async close() {
      closed = true;
      hearing.close();
      await broker?.release();
    },
  };
}

function connectionLost(): WireError {
  return new WireError('OFFLINE', 'there is no connection to the broker');
}
