/**
 * A charger on an MQTT broker: one topic a key, retained, sent on change; `/set` to write, `/result` for the answer
 * [vendor's API documents].
 */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { type Broker, useBroker } from './broker';
import type { BrokerOptions } from './broker-options';
import { createIncoming } from './incoming';
import { createKindWatch } from './kind-watch';
import { createMqttReplies } from './mqtt-replies';
import { createMqttTopics } from './mqtt-topics';
import { EVERYTHING, prefixesOf, topicOf } from './prefixes';
import { createPresence } from './presence';
import { raceAbort, withTimeout } from './timeout';
import { type Transport, TransportError, type TransportListener } from './transport';
import { createWaiter } from './wait-for';

export interface MqttOptions extends BrokerOptions {
  serial: string;
  /** The whole prefix; empty finds it out. */
  topicPrefix?: string;
  /** Silence after which a charger counts as offline. */
  silenceMs: number;
}

/** Retained values come right behind the subscription; what has not come by then is not there. */
const RETAINED_WAIT_MS = 1200;
/** Everything is a few hundred messages, and a busy broker takes its time: it is all there when no more comes. */
const QUIET_MS = 250;

export function createMqttTransport(options: MqttOptions, listener: TransportListener): Transport {
  const candidates = prefixesOf(options.serial, options.topicPrefix);
  let closed = false;
  let brokerError: TransportError | undefined;
  let broker: Broker | undefined;
  const conditions = createWaiter();
  /** Those who wait for values; without a key: there will be none. */
  const arrivals = new Set<(key?: string) => void>();

  const kind = createKindWatch();
  const presence = createPresence({
    candidates,
    silenceMs: options.silenceMs,
    listener: { up: listener.up, down: (error) => listener.down(kind.wrong ?? error) },
    mayBeUsed: kind.mayBeUsed,
    subscribe: (again) => closed || topics.settle(again),
    askRefused: (refused) => topics.forget(refused),
    lost() {
      incoming.forget();
      // Another device may come in its place.
      if (kind.isCharger) kind.forget();
    },
    changed: conditions.changed,
  });
  const incoming = createIncoming({
    candidates,
    presence,
    kind,
    listener,
    isWanted: (key) => topics.isWanted(key),
    kindChanged() {
      if (kind.wrong) {
        listener.down(kind.wrong);
        for (const tell of arrivals) tell();
      }
      if (kind.isCharger && presence.isAlive) listener.up();
      topics.settle(false);
      conditions.changed();
    },
    arrived(keys) {
      if (arrivals.size > 0) for (const key of keys) for (const tell of arrivals) tell(key);
    },
  });
  const isFound = () => presence.heardOn !== undefined || presence.seenOn !== undefined;
  const topics = createMqttTopics({
    broker: open,
    prefixes: () => (presence.heardOn === undefined ? candidates : [presence.heardOn]),
    presence,
    kind,
    received(topic, payload, kept) {
      if (!closed) incoming.received(topic, payload, kept);
    },
    unsubscribed: incoming.unsubscribed,
  });
  const answers = createMqttReplies(open, candidates, presence);

  function open(): Broker {
    broker ??= useBroker(options, {
      connected() {
        brokerError = undefined;
        incoming.forget();
        presence.start();
        conditions.changed();
      },
      disconnected(error) {
        brokerError = error;
        answers.forget();
        presence.stop();
        listener.down(error);
        conditions.changed();
      },
      refused: presence.refused,
    });
    return broker;
  }

  /** Waits until there is a connection, or it is known that there is none. */
  async function connection(signal: AbortSignal): Promise<Broker> {
    if (closed) throw new TransportError('CLOSED', 'the connection was closed');
    const link = open();
    if (topics.isEmpty) topics.settle(false);
    if (link.connected) return link;
    await conditions
      .waitFor(() => link.connected || brokerError !== undefined, signal)
      .catch(() => {
        throw new TransportError('TIMEOUT', 'there was no connection to the broker in time');
      });
    if (!link.connected) throw brokerError ?? connectionLost();
    return link;
  }

  return {
    pushes: true,
    open: () => closed || topics.settle(false),

    want: (keys, all) => closed || topics.want(keys, all),

    /** There is no asking over MQTT: the broker is made to send what it keeps, and what does not come is not there. */
    async ask(keys, signal) {
      const link = await connection(signal);
      if (kind.wrong) throw kind.wrong;
      const asked = keys === 'all' ? [EVERYTHING] : [...keys];
      const missing = new Set(asked);
      let collect = (_key?: string) => {};
      let stop = () => {};
      try {
        const all = new Promise<void>((resolve) => {
          collect = (key) => {
            if (key !== undefined) missing.delete(key);
            if (key === undefined || missing.size === 0) resolve();
          };
          arrivals.add(collect);
        });
        stop = topics.askFor(asked);
        await withTimeout(RETAINED_WAIT_MS, [signal], async (enough) => {
          await raceAbort(enough, all).catch(() => {});
          // A charger that lives is heard within a second. Before, nobody knows whether what is kept is still so.
          await conditions.waitFor(() => presence.isAlive || kind.wrong !== undefined, enough).catch(() => {});
        });
        // As long as a busy broker goes on sending, what is missing may be on its way.
        const isIncomplete = () => keys === 'all' || missing.size > 0;
        // In a process that was busy, late timers come before what has arrived meanwhile, which has to be read first.
        await turn();
        while (isIncomplete() && performance.now() - incoming.lastKeptAt < QUIET_MS && !signal.aborted) {
          await delay(QUIET_MS, undefined, { signal }).catch(() => {});
          await turn();
        }
        // No key can be called missing before anything at all was heard: a wrong serial number would look the same.
        const isClear = () => missing.size === 0 || isFound() || kind.wrong !== undefined;
        await withTimeout(RETAINED_WAIT_MS, [signal], (sign) => conditions.waitFor(isClear, sign)).catch(() => {});
        if (missing.size > 0 && !link.connected) throw brokerError ?? connectionLost();
        if (kind.wrong) throw kind.wrong;
        if (!isFound()) throw presence.silence();
        const refused = missing.size === asked.length && presence.refusalOf(topics.of(missing));
        if (refused) throw refused;
      } finally {
        arrivals.delete(collect);
        if (!closed) stop();
      }
    },

    async send(values, signal) {
      await connection(signal);
      // Writing needs the one prefix the charger listens on; retained values are good enough when it has not spoken yet.
      const hasSpoken = () => presence.heardOn !== undefined;
      if (candidates.length > 1 && !hasSpoken()) {
        await withTimeout(RETAINED_WAIT_MS, [signal], (enough) => conditions.waitFor(hasSpoken, enough)).catch(
          () => {},
        );
      }
      const prefix = presence.heardOn ?? presence.seenOn ?? (candidates.length === 1 ? candidates[0] : undefined);
      // Nothing is written to what is no charger; what is retained tells it within a moment.
      const isClear = () => kind.mayBeUsed() || kind.wrong !== undefined;
      await withTimeout(RETAINED_WAIT_MS, [signal], (enough) => conditions.waitFor(isClear, enough)).catch(() => {});
      if (kind.wrong) throw kind.wrong;
      if (prefix === undefined) throw presence.silence();
      if (signal.aborted && !presence.isAlive) throw new TransportError('TIMEOUT', presence.silence().message);
      return answers.write(values, (key) => topicOf(prefix, key), signal);
    },

    forget() {},
    async close() {
      closed = true;
      presence.close();
      incoming.close();
      await broker?.release();
    },
  };
}

function connectionLost(): TransportError {
  return new TransportError('OFFLINE', 'there is no connection to the broker');
}
