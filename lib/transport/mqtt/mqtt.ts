/**
 * MQTT transport: a charger on a broker, with one topic a key, retained and sent on change [vendor's API documents]. This file
 * puts its parts together: a value comes in by `incoming.ts`, is read by `mqtt-read.ts` and written by `mqtt-write.ts`.
 */

import type { Transport, TransportListener } from '../transport';
import type { BrokerOptions } from './broker-options';
import { createIncoming } from './incoming';
import { createKindWatch } from './kind-watch';
import { createMqttConnection } from './mqtt-connection';
import { createMqttReader } from './mqtt-read';
import { createMqttReplies } from './mqtt-replies';
import { createMqttTopics } from './mqtt-topics';
import { createMqttWriter } from './mqtt-write';
import { prefixesOf } from './prefixes';
import { createPresence } from './presence';
import { createWaiter } from './wait-for';

export interface MqttOptions extends BrokerOptions {
  serial: string;
  /** The whole prefix; empty for one of the two that chargers use by default. */
  topicPrefix?: string;
  /** Time without a live message after which the charger counts as offline. */
  offlineAfterMs: number;
}

export function createMqttTransport(options: MqttOptions, listener: TransportListener): Transport {
  const prefixes = prefixesOf(options.serial, options.topicPrefix);
  /** Waits for changes of connection, presence and kind. */
  const waiter = createWaiter();
  const kind = createKindWatch();

  const connection = createMqttConnection(
    options,
    {
      connected() {
        incoming.reset();
        presence.connected();
      },
      disconnected(error) {
        replies.reset();
        presence.disconnected();
        listener.down(error);
      },
      refused: (topics, disconnects) => presence.topicsRefused(topics, disconnects),
    },
    waiter,
  );

  const presence = createPresence({
    prefixes,
    offlineAfterMs: options.offlineAfterMs,
    listener: { up: listener.up, down: (error) => listener.down(kind.error ?? error) },
    isUsable: kind.isUsable,
    updateTopics: (resubscribe) => connection.isClosed || topics.update(resubscribe),
    retryTopics: (refused) => topics.forget(refused),
    lost() {
      incoming.reset();
      // Another device may come in its place.
      if (kind.isCharger) kind.reset();
    },
    changed: waiter.changed,
  });

  const incoming = createIncoming({
    prefixes,
    presence,
    kind,
    listener,
    isWanted: (key) => topics.isWanted(key),
    kindChanged() {
      if (kind.error) {
        listener.down(kind.error);
        reader.end();
      }
      if (kind.isCharger && presence.isAlive) listener.up();
      topics.update(false);
      waiter.changed();
    },
    delivered: (keys) => reader.delivered(keys),
  });

  const topics = createMqttTopics({
    broker: connection.broker,
    prefixes,
    presence,
    kind,
    received(topic, payload, retained) {
      if (!connection.isClosed) incoming.received(topic, payload, retained);
    },
    unsubscribed: incoming.unsubscribed,
  });

  const reader = createMqttReader({ connection, topics, presence, kind, incoming, waiter });
  const replies = createMqttReplies(connection.broker, prefixes, presence);
  const writer = createMqttWriter({ connection, prefixes, presence, kind, replies, waiter });
  const start = () => connection.isClosed || topics.start();

  return {
    pushes: true,
    open: start,
    want: (keys, everything) => connection.isClosed || topics.want(keys, everything),
    async ask(keys, signal) {
      start();
      return reader.read(keys, signal);
    },
    async send(values, signal) {
      start();
      return writer.write(values, signal);
    },
    forget() {},
    async close() {
      presence.close();
      incoming.close();
      await connection.close();
    },
  };
}
