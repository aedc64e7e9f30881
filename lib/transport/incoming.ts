/** Messages of a charger on a broker: which are signs of life, and which are values that somebody wants, taken together. */
import type { Json } from '../json';
import { decode } from '../keys/index';
import { createBatch } from './batch';
import { type KindWatch, V1_STATUS } from './kind-watch';
import { behind, EVERYTHING, keyIn, prefixOf } from './prefixes';
import type { Presence } from './presence';
import type { TransportListener } from './transport';

/** Newer firmware leaves `false` here as its last will [vendor's API documents]. */
export const LAST_WILL = 'mcc';

export interface Incoming {
  /** @param kept true for what the broker had retained */
  received(topic: string, payload: Buffer, kept: boolean): void;
  /** The topic is not listened to any more. */
  unsubscribed(topic: string): void;
  /** All that was heard is from before: what the broker has retained may be newer. */
  forget(): void;
  close(): void;
  /** When a broker last sent something that it had retained, by `performance.now()`. */
  readonly lastKeptAt: number;
}

export interface IncomingContext {
  candidates: readonly string[];
  presence: Presence;
  kind: KindWatch;
  listener: TransportListener;
  isWanted(key: string): boolean;
  /** The kind of the device has become known. */
  kindChanged(): void;
  /** Values of these keys have come. */
  arrived(keys: Iterable<string>): void;
}

export function createIncoming(context: IncomingContext): Incoming {
  const { candidates, presence, kind, listener } = context;
  let lastKeptAt = Number.NEGATIVE_INFINITY;
  /** Keys heard live under the present subscription: what the broker has retained of them can only be older. */
  const heardLive = new Set<string>();
  /** The prefix that was heard in the present moment: all that is gathered with it is one sign of life. */
  let heardNow: string | undefined;

  const gathering = createBatch((values, live) => {
    heardNow = undefined;
    listener.values(values, live);
    context.arrived(values.keys());
  });

  /** True for the will that a charger leaves; not for one from long ago, which a living charger outvotes. */
  function tellsLeft(key: string, payload: Buffer, kept: boolean): boolean {
    return key === LAST_WILL && payload.toString() === 'false' && !(kept && presence.isAlive);
  }

  function take(key: string, payload: Buffer, prefix: string, kept: boolean): void {
    if (!kept) heardLive.add(key);
    else if (heardLive.has(key)) {
      context.arrived([key]);
      return;
    }
    let value: Json;
    try {
      value = decode(payload.toString());
    } catch {
      return;
    }
    gathering.add(key, value, !kept);
    if (!kept) heardNow = prefix;
  }

  return {
    received(topic, payload, kept) {
      const prefix = prefixOf(candidates, topic);
      const found = prefix === undefined ? undefined : behind(prefix, topic);
      if (prefix === undefined || !found?.isKey || payload.length === 0) return;
      const { key, isKnown } = found;
      const isWill = key === LAST_WILL && payload.toString() === 'false';
      if (kept) {
        lastKeptAt = performance.now();
        presence.kept(prefix);
      } else if (!isWill && isLife(key, prefix, isKnown) && (prefix !== heardNow || presence.isLearning)) {
        presence.heard(prefix, key);
      }
      // What lies retained below the spelling that the charger has left is older than anything else.
      const used = presence.heardOn ?? presence.seenOn;
      if (prefix !== used && !(used === undefined && key === V1_STATUS)) return;
      if (tellsLeft(key, payload, kept)) presence.left();
      if (!kind.isCharger && kind.take(key, payload, kept)) context.kindChanged();
      if (kind.wrong === undefined && context.isWanted(key)) take(key, payload, prefix, kept);
    },

    unsubscribed(topic) {
      if (topic.endsWith(EVERYTHING)) heardLive.clear();
      const found = keyIn(presence.heardOn === undefined ? candidates : [presence.heardOn], topic);
      if (found) heardLive.delete(found.key);
    },

    forget() {
      heardNow = undefined;
      heardLive.clear();
    },

    close: gathering.stop,

    get lastKeptAt() {
      return lastKeptAt;
    },
  };
}

/** Others may use topics beside those of a charger whose prefix has no level of its own. */
function isLife(key: string, prefix: string, isKnown: boolean): boolean {
  return key !== V1_STATUS && (isKnown || prefix.endsWith('/'));
}
