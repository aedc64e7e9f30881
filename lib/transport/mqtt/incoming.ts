/**
 * Incoming messages of a charger on a broker: which of them feed its presence, and which are values for the listener, delivered
 * in batches.
 */
import type { Json } from '../../json';
import { decode } from '../../keys/index';
import type { TransportListener } from '../transport';
import { createBatch } from './batch';
import { type KindWatch, V1_STATUS } from './kind-watch';
import { parseKey, parseTopic, prefixOf, WILDCARD } from './prefixes';
import type { Presence } from './presence';

/** Key for which newer firmware leaves `false` as its last will [vendor's API documents]. */
export const LAST_WILL = 'mcc';

export interface Incoming {
  /** A message of the broker. @param retained true for what the broker had retained */
  received(topic: string, payload: Buffer, retained: boolean): void;
  /** The topic is not subscribed to any more. */
  unsubscribed(topic: string): void;
  /** Messages may be missed from now on, so retained values may be newer than what was received. */
  reset(): void;
  close(): void;
  /** Time of the last retained message, by `performance.now()`. */
  readonly lastRetainedAt: number;
}

export interface IncomingContext {
  /** The prefixes the charger may use. */
  prefixes: readonly string[];
  presence: Presence;
  kind: KindWatch;
  listener: TransportListener;
  isWanted(key: string): boolean;
  /** The kind of the device has become known. */
  kindChanged(): void;
  /** The values of these keys are known to the listener. */
  delivered(keys: Iterable<string>): void;
}

export function createIncoming(context: IncomingContext): Incoming {
  const { prefixes, presence, kind, listener } = context;
  let lastRetainedAt = Number.NEGATIVE_INFINITY;
  /** Keys received live under the present subscription: what the broker retains of them can only be older. */
  const liveKeys = new Set<string>();
  /** Prefix of the live values in the present batch: only the first one is passed on to presence, as that is cheaper. */
  let prefixInBatch: string | undefined;

  const batch = createBatch((values, live) => {
    prefixInBatch = undefined;
    listener.values(values, live);
    context.delivered(values.keys());
  });

  /** Adds a value to the batch, except a retained one that is older than a live one. */
  function addValue(key: string, payload: Buffer, prefix: string, retained: boolean): void {
    if (!retained) liveKeys.add(key);
    else if (liveKeys.has(key)) {
      context.delivered([key]);
      return;
    }
    let value: Json;
    try {
      value = decode(payload.toString());
    } catch {
      return;
    }
    batch.add(key, value, !retained);
    if (!retained) prefixInBatch = prefix;
  }

  return {
    received(topic, payload, retained) {
      const prefix = prefixOf(prefixes, topic);
      const found = prefix === undefined ? undefined : parseKey(prefix, topic);
      if (prefix === undefined || !found?.isKey || payload.length === 0) return;
      const { key, isKnown } = found;
      const isWill = key === LAST_WILL && payload.toString() === 'false';
      if (retained) {
        lastRetainedAt = performance.now();
        presence.retainedReceived(prefix);
      } else if (
        !isWill &&
        isOfCharger(key, prefix, isKnown) &&
        (prefix !== prefixInBatch || presence.isSearchingHeartbeat)
      ) {
        presence.received(prefix, key);
      }
      // Values below the other prefix are from before an update, older than anything else.
      const used = presence.prefix;
      if (prefix !== used && !(used === undefined && key === V1_STATUS)) return;
      // A retained will may be from long ago: a charger that is alive disproves it.
      if (isWill && !(retained && presence.isAlive)) presence.willReceived();
      if (!kind.isCharger && kind.received(key, payload, retained)) context.kindChanged();
      if (kind.error === undefined && context.isWanted(key)) addValue(key, payload, prefix, retained);
    },

    unsubscribed(topic) {
      if (topic.endsWith(WILDCARD)) liveKeys.clear();
      const found = parseTopic(presence.livePrefix === undefined ? prefixes : [presence.livePrefix], topic);
      if (found) liveKeys.delete(found.key);
    },

    reset() {
      prefixInBatch = undefined;
      liveKeys.clear();
    },

    close: batch.stop,

    get lastRetainedAt() {
      return lastRetainedAt;
    },
  };
}

/** True for a message that shows presence. Others may use topics beside those of a charger whose prefix is no level of its own. */
function isOfCharger(key: string, prefix: string, isKnown: boolean): boolean {
  return key !== V1_STATUS && (isKnown || prefix.endsWith('/'));
}
