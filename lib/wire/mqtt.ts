/**
 * A charger on an MQTT broker: one topic a key, retained, sent on change; `/set` to write, `/result` for the answer
 * [vendor's API documents]. There is no last will, so silence is the only sign of a lost charger, and retained values
 * outlive a dead one.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../json';
import { decode, isKey } from '../keys';
import { excerpt } from './answers';
import { type BrokerOptions, useBroker } from './broker';
import { givenUpAt } from './patience';
import { timeLimit } from './time-limit';
import { type Answer, type Wire, WireError, type WireListener } from './wire';

export interface MqttOptions extends BrokerOptions {
  serial: string;
  /** The whole prefix; empty finds it out. */
  topicPrefix?: string;
  /** Silence after which a charger counts as offline. */
  silenceMs: number;
}

/** Sent every second by a living charger; one firmware lost `utc`, so there are two. */
const HEARTBEAT = ['rbt', 'utc'];
/** Newer firmware leaves `false` here as its last will [vendor's API documents]. */
const LAST_WILL = 'mcc';
/** One level below the prefix: every key, and no /set or /result. */
const EVERYTHING = '+';
/** Retained values come right behind the subscription; what has not come by then is not there. */
const RETAINED_WAIT_MS = 1200;
/** Everything is a few hundred messages, and a busy broker takes its time: it is all there when no more comes. */
const QUIET_MS = 250;
/** Chargers answer a write within some hundred milliseconds; after this, reading back has to tell. */
const RESULT_WAIT_MS = 2000;

export function createMqttWire(options: MqttOptions, listener: WireListener): Wire {
  const candidates = prefixesOf(options.serial, options.topicPrefix);
  /** The prefix that the charger itself was heard on; a retained value is only a hint. */
  let heardOn: string | undefined;
  let seenOn: string | undefined;
  let wanted: ReadonlySet<string> = new Set();
  let everything = false;
  const passing = new Map<string, number>();
  let subscribed = new Set<string>();
  let batch = new Map<string, Json>();
  let batchLive = false;
  let flushing: NodeJS.Immediate | undefined;
  let lastHeardAt = 0;
  let lastKeptAt = 0;
  /** Keys heard live under the present subscription: what the broker has kept of them can only be older. */
  const heardLive = new Set<string>();
  let watchdog: NodeJS.Timeout | undefined;
  let closed = false;
  let brokerError: WireError | undefined;
  let broker: ReturnType<typeof useBroker> | undefined;
  const results = new Map<string, ((text: string) => void)[]>();
  const arrivals = new Set<(key: string) => void>();
  const readiness = new Set<() => void>();

  function open() {
    broker ??= useBroker(options, {
      connected() {
        brokerError = undefined;
        // Whoever listens now has not been heard since the connection was lost.
        lastHeardAt = 0;
        heardLive.clear();
        watch(options.silenceMs);
        for (const ready of readiness) ready();
      },
      disconnected(error) {
        brokerError = error;
        clearTimeout(watchdog);
        listener.down(error);
        for (const ready of readiness) ready();
      },
    });
    return broker;
  }

  function watch(inMs: number): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      const quietMs = Date.now() - lastHeardAt;
      if (lastHeardAt > 0 && quietMs < options.silenceMs) return watch(options.silenceMs - quietMs);
      listener.down(silence());
      // An updated charger may come back under the other spelling.
      heardOn = undefined;
      subscribe();
      watch(options.silenceMs);
    }, inMs);
    watchdog.unref?.();
  }

  function silence(): WireError {
    const seconds = options.silenceMs / 1000;
    if (heardOn)
      return new WireError(
        'OFFLINE',
        `nothing was heard of it on the broker for ${seconds} s; check its power and network`,
      );
    const where = candidates.map((prefix) => `${prefix}…`).join(' or ');
    const hint = seenOn
      ? 'only old, retained values are there'
      : 'check serial number and topic prefix, and that MQTT is on in the go-e app';
    return new WireError('OFFLINE', `nothing was heard on ${where}; ${hint}`, seenOn ? {} : { reason: 'nothingHeard' });
  }

  /** Brings the subscriptions in line with what is wanted. */
  function subscribe(): void {
    if (closed) return;
    const link = open();
    const topics = new Set<string>();
    const keys = everything ? [EVERYTHING] : new Set([...wanted, ...passing.keys(), ...HEARTBEAT, LAST_WILL]);
    for (const prefix of heardOn === undefined ? candidates : [heardOn])
      for (const key of keys) topics.add(prefix + key);
    for (const topic of subscribed) {
      if (topics.has(topic)) continue;
      link.unsubscribe(topic, received);
      if (topic.endsWith(EVERYTHING)) heardLive.clear();
      else if (heardOn === undefined || topic.startsWith(heardOn))
        heardLive.delete(topic.slice(topic.lastIndexOf('/') + 1));
    }
    for (const topic of topics) if (!subscribed.has(topic)) link.subscribe(topic, received);
    subscribed = topics;
  }

  function received(topic: string, payload: Buffer, retained: boolean): void {
    const prefix = candidates.find((each) => topic.startsWith(each) && !topic.includes('/', each.length));
    if (prefix === undefined) return;
    const key = topic.slice(prefix.length);
    if (key === LAST_WILL && payload.toString() === 'false') {
      lastHeardAt = 0;
      listener.down(new WireError('OFFLINE', 'the broker says that its connection ended; check its power and network'));
    } else if (!retained) heard(prefix);
    else seenOn ??= prefix;
    // A retained value below the spelling that the charger has left is older than anything heard since.
    if (heardOn !== undefined && prefix !== heardOn) return;
    if (payload.length === 0 || !isKey(key)) return;
    if (!everything && !wanted.has(key) && !passing.has(key) && !passing.has(EVERYTHING)) return;
    if (retained) {
      lastKeptAt = Date.now();
      if (heardLive.has(key)) {
        arrived(key);
        return;
      }
    } else heardLive.add(key);
    let value: Json;
    try {
      value = decode(payload.toString());
    } catch {
      return;
    }
    // A second value of the same key in one moment is a change of its own.
    if (batch.has(key) || (batch.size > 0 && batchLive === retained)) flush();
    batch.set(key, value);
    batchLive = !retained;
    flushing ??= setImmediate(flush);
  }

  function heard(prefix: string): void {
    const first = lastHeardAt === 0 || heardOn !== prefix;
    lastHeardAt = Date.now();
    if (heardOn !== prefix) {
      heardOn = prefix;
      subscribe();
    }
    listener.up();
    if (first) for (const ready of readiness) ready();
  }

  function flush(): void {
    if (flushing) clearImmediate(flushing);
    flushing = undefined;
    if (batch.size === 0 || closed) return;
    const values = batch;
    batch = new Map();
    listener.values(values, batchLive);
    for (const key of values.keys()) arrived(key);
  }

  function arrived(key: string): void {
    for (const tell of arrivals) tell(key);
  }

  /** Waits until there is a connection, or it is known that there is none. */
  async function connection(signal: AbortSignal): Promise<ReturnType<typeof useBroker>> {
    const link = open();
    subscribe();
    await until(() => link.connected || brokerError !== undefined, signal);
    if (!link.connected) throw brokerError ?? connectionLost();
    return link;
  }

  function until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    if (condition()) return Promise.resolve();
    let check = () => {};
    const fulfilled = new Promise<void>((resolve) => {
      check = () => condition() && resolve();
      readiness.add(check);
    });
    return givenUpAt(signal, fulfilled).finally(() => readiness.delete(check));
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
      const stop = new AbortController();
      try {
        const all = new Promise<void>((resolve) => {
          const collect = (key: string) => {
            missing.delete(key);
            if (missing.size === 0) resolve();
          };
          arrivals.add(collect);
          stop.signal.addEventListener('abort', () => arrivals.delete(collect));
        });
        const before = new Set(subscribed);
        subscribe();
        const prefixes = heardOn === undefined ? candidates : [heardOn];
        // What was subscribed before needs to be asked for again to have its retained value sent again.
        for (const prefix of prefixes)
          for (const key of asked) if (before.has(prefix + key)) link.subscribe(prefix + key, received);
        const enough = AbortSignal.any([signal, timeLimit(RETAINED_WAIT_MS)]);
        await givenUpAt(enough, all).catch(() => {});
        // A charger that lives is heard within a second. Before, nobody knows whether what the broker has kept is still so.
        await until(() => lastHeardAt > 0, enough).catch(() => {});
        while (keys === 'all' && Date.now() - lastKeptAt < QUIET_MS && !signal.aborted) await delay(QUIET_MS);
        // No key can be called missing before anything at all was heard: a wrong serial number would look the same.
        const sign = AbortSignal.any([signal, timeLimit(RETAINED_WAIT_MS)]);
        await until(() => missing.size === 0 || heardOn !== undefined || seenOn !== undefined, sign).catch(() => {});
        if (missing.size > 0 && !link.connected) throw brokerError ?? connectionLost();
        if (heardOn === undefined && seenOn === undefined) throw silence();
      } finally {
        stop.abort();
        for (const key of asked) {
          const left = (passing.get(key) ?? 1) - 1;
          if (left > 0) passing.set(key, left);
          else passing.delete(key);
        }
        if (!closed) subscribe();
      }
    },

    async send(values, signal) {
      const link = await connection(signal);
      // Writing needs the one prefix the charger listens on; retained values are good enough when it has not spoken yet.
      const wait = AbortSignal.any([signal, timeLimit(RETAINED_WAIT_MS)]);
      if (candidates.length > 1) await until(() => heardOn !== undefined, wait).catch(() => {});
      const prefix = heardOn ?? seenOn ?? (candidates.length === 1 ? candidates[0] : undefined);
      if (prefix === undefined) throw silence();
      const answers = new Map<string, Answer>();
      const waiting: Promise<void>[] = [];
      await Promise.all([...values.keys()].map((key) => link.subscribe(`${prefix}${key}/result`, onResult)));
      for (const [key, json] of values) {
        waiting.push(
          new Promise((resolve) => {
            const queue = results.get(key) ?? [];
            results.set(key, queue);
            queue.push((text) => {
              answers.set(key, resultOf(text));
              resolve();
            });
          }),
        );
        link.publish(`${prefix}${key}/set`, json);
      }
      const enough = AbortSignal.any([signal, timeLimit(RESULT_WAIT_MS)]);
      await givenUpAt(enough, Promise.all(waiting)).catch(() => {});
      for (const key of values.keys()) {
        results.delete(key);
        link.unsubscribe(`${prefix}${key}/result`, onResult);
      }
      return new Map([...values.keys()].map((key) => [key, answers.get(key) ?? 'unknown']));
    },

    forget() {},
    async close() {
      closed = true;
      clearTimeout(watchdog);
      if (flushing) clearImmediate(flushing);
      await broker?.release();
    },
  };

  function onResult(topic: string, payload: Buffer, retained: boolean): void {
    if (retained) return;
    const [key = ''] = topic.split('/').slice(-2);
    if (heardOn !== undefined && topic.startsWith(heardOn)) heard(heardOn);
    results.get(key)?.shift()?.(payload.toString());
  }
}

function connectionLost(): WireError {
  return new WireError('OFFLINE', 'there is no connection to the broker');
}

function resultOf(text: string): Answer {
  const plain = text.trim().replace(/^"(.*)"$/, '$1');
  return plain === 'success' || plain === 'true' ? { taken: true } : { refused: excerpt(plain) || 'it gave no reason' };
}

/**
 * The prefixes a charger may use: the one given (with and without its last slash, which people forget), or both spellings
 * chargers use by themselves [vendor's API documents; captured traffic].
 */
export function prefixesOf(serial: string, topicPrefix?: string): string[] {
  const given = topicPrefix?.trim();
  if (given) return given.endsWith('/') ? [given] : [`${given}/`, given];
  return [`go-eCharger/${serial}/`, `/go-eCharger/${serial}/`];
}
