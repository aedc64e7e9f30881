/**
 * Reading over MQTT, which has no request for a value: a subscription makes the broker send what it retains, and a key that does
 * not come is absent.
 */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { raceAbort, withTimeout } from '../timeout';
import type { Keys } from '../transport';
import type { Incoming } from './incoming';
import type { KindWatch } from './kind-watch';
import type { MqttConnection } from './mqtt-connection';
import { type MqttTopics, RETAINED_WAIT_MS } from './mqtt-topics';
import { WILDCARD } from './prefixes';
import type { Presence } from './presence';
import type { Waiter } from './wait-for';

export interface MqttReader {
  /** Reads these keys; their values go to the listener. @throws TransportError */
  read(keys: Keys, signal: AbortSignal): Promise<void>;
  /** Values of these keys went to the listener. */
  delivered(keys: Iterable<string>): void;
  /** No more values will come. */
  end(): void;
}

export interface MqttReaderContext {
  connection: MqttConnection;
  topics: MqttTopics;
  presence: Presence;
  kind: KindWatch;
  incoming: Incoming;
  waiter: Waiter;
}

/** Pause without a retained message after which all have come: all keys are a few hundred messages, and a broker may be busy [our choice]. */
const ALL_RETAINED_AFTER_MS = 250;

/** A read under way: the keys that have not come, and what ends the wait for them. */
interface PendingRead {
  readonly missing: Set<string>;
  readonly ended: Promise<void>;
  end(): void;
}

export function createMqttReader(context: MqttReaderContext): MqttReader {
  const { connection, topics, presence, kind, incoming, waiter } = context;
  const pending = new Set<PendingRead>();

  /** First step: all values have come, or their time is over, and the charger is alive, which makes its retained values valid. */
  async function firstValues({ ended }: PendingRead, signal: AbortSignal): Promise<void> {
    await withTimeout(RETAINED_WAIT_MS, [signal], async (over) => {
      await raceAbort(over, ended).catch(() => {});
      await waiter.waitFor(() => presence.isAlive || kind.error !== undefined, over).catch(() => {});
    });
  }

  /** Second step: while a busy broker goes on sending, a missing key may still come. */
  async function lateValues(isComplete: () => boolean, signal: AbortSignal): Promise<void> {
    // After a busy turn of the event loop, timers run before the messages that have arrived meanwhile are read [Node.js].
    await nextTurn();
    while (!isComplete() && performance.now() - incoming.lastRetainedAt < ALL_RETAINED_AFTER_MS && !signal.aborted) {
      await delay(ALL_RETAINED_AFTER_MS, undefined, { signal }).catch(() => {});
      await nextTurn();
    }
  }

  /** Third step: a key may be called absent once any message has come; a wrong serial number would look the same. */
  async function anyMessage({ missing }: PendingRead, signal: AbortSignal): Promise<void> {
    const isCertain = () => missing.size === 0 || presence.prefix !== undefined || kind.error !== undefined;
    await withTimeout(RETAINED_WAIT_MS, [signal], (over) => waiter.waitFor(isCertain, over)).catch(() => {});
  }

  return {
    async read(keys, signal) {
      const broker = await connection.ready(signal);
      if (kind.error) throw kind.error;
      const asked = keys === 'all' ? [WILDCARD] : [...keys];
      const read = createPendingRead(asked);
      const { missing } = read;
      let unsubscribe = () => {};
      pending.add(read);
      try {
        unsubscribe = topics.read(asked);
        await firstValues(read, signal);
        await lateValues(() => keys !== 'all' && missing.size === 0, signal);
        await anyMessage(read, signal);
        if (missing.size > 0 && !broker.connected) throw connection.error();
        if (kind.error) throw kind.error;
        if (presence.prefix === undefined) throw presence.absence();
        const refusal = missing.size === asked.length && presence.refusalOf(topics.topicsOf(missing));
        if (refusal) throw refusal;
      } finally {
        pending.delete(read);
        if (!connection.isClosed) unsubscribe();
      }
    },

    delivered(keys) {
      if (pending.size === 0) return;
      for (const key of keys)
        for (const read of pending) {
          read.missing.delete(key);
          if (read.missing.size === 0) read.end();
        }
    },

    end() {
      for (const read of pending) read.end();
    },
  };
}

function createPendingRead(keys: readonly string[]): PendingRead {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { missing: new Set(keys), ended, end };
}
