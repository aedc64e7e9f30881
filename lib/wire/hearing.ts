/**
 * What is heard of a charger on a broker: which prefix it uses, what it says and what the broker has kept, and whether it
 * lives. There is no last will that one could rely on, so silence is the only sign of a lost charger, and retained values
 * outlive a dead one.
 */
import type { Json } from '../json';
import { decode } from '../keys';
import { gather } from './gather';
import { behind, EVERYTHING, keyIn, prefixOf } from './prefixes';
import { createSilenceWatch } from './silence';
import { WireError, type WireListener } from './wire';

/** Newer firmware leaves `false` here as its last will [vendor's API documents]. */
export const LAST_WILL = 'mcc';

export interface Hearing {
  received(topic: string, payload: Buffer, retained: boolean): void;
  /** The charger itself has spoken below this prefix. */
  heard(prefix: string): void;
  /** The topic is not listened to any more. */
  left(topic: string): void;
  /** There is a connection; whoever is heard by it has not been heard yet. */
  start(): void;
  /** There is none any more, so silence means nothing. */
  stop(): void;
  close(): void;
  /** The prefix that the charger itself was heard on, and the one of a retained value, which is only a hint. */
  readonly heardOn: string | undefined;
  readonly seenOn: string | undefined;
  readonly isAlive: boolean;
  /** When a broker last sent something that it had kept, by `performance.now()`. */
  readonly lastKeptAt: number;
  /** The key that comes every second, where it has been heard since the last silence: no other sign of life is needed. */
  readonly heartbeat: string | undefined;
  /** What it means that nothing is heard. */
  silence(): WireError;
}

export interface HearingContext {
  /** The prefixes the charger may use. */
  candidates: readonly string[];
  /** A key that chargers send every second, all but some. */
  heartbeat: string;
  silenceMs: number;
  listener: WireListener;
  isWanted(key: string): boolean;
  /** @param again what is kept has to be sent once more */
  subscribe(again: boolean): void;
  /** Something of `heardOn`, `seenOn` and `isAlive` has changed. */
  changed(): void;
  /** Values of these keys have come. */
  arrived(keys: Iterable<string>): void;
}

export function createHearing(context: HearingContext): Hearing {
  const { candidates, listener } = context;
  let heardOn: string | undefined;
  let seenOn: string | undefined;
  let everHeard = false;
  let beats = false;
  /** Something may have been missed, so that all has to be sent once more. */
  let missed = false;
  let lastKeptAt = Number.NEGATIVE_INFINITY;
  /** Keys heard live under the present subscription: what the broker has kept of them can only be older. */
  const heardLive = new Set<string>();
  /** The prefix that was heard in the present moment: all that is gathered with it is one sign of life. */
  let heardNow: string | undefined;

  const gathering = gather((values, live) => {
    heardNow = undefined;
    listener.values(values, live);
    context.arrived(values.keys());
  });

  const silenceWatch = createSilenceWatch(context.silenceMs, () => {
    listener.down(silence());
    // An updated charger may come back under the other spelling.
    heardOn = undefined;
    missAll();
    context.subscribe(false);
  });

  function missAll(): void {
    missed = true;
    heardNow = undefined;
    beats = false;
    heardLive.clear();
  }

  function silence(): WireError {
    const seconds = context.silenceMs / 1000;
    if (everHeard)
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

  function heard(prefix: string): void {
    const isNews = !silenceWatch.isAlive || heardOn !== prefix;
    silenceWatch.heard();
    everHeard = true;
    if (heardOn !== prefix || missed) {
      const again = missed || (seenOn !== undefined && seenOn !== prefix);
      heardNow = undefined;
      heardOn = prefix;
      seenOn = prefix;
      missed = false;
      context.subscribe(again);
    }
    listener.up();
    if (isNews) context.changed();
  }

  function kept(prefix: string): void {
    lastKeptAt = performance.now();
    if (seenOn !== undefined) return;
    seenOn = prefix;
    context.changed();
  }

  return {
    received(topic, payload, retained) {
      const prefix = prefixOf(candidates, topic);
      const found = prefix === undefined ? undefined : behind(prefix, topic);
      if (prefix === undefined || !found) return;
      const { key, isKey: canBeKey } = found;
      const isWill = key === LAST_WILL && payload.toString() === 'false';
      if (retained) kept(prefix);
      else if (!isWill && prefix !== heardNow) heard(prefix);
      // What lies retained below the spelling that the charger has left is older than anything else.
      if (prefix !== (heardOn ?? seenOn)) return;
      if (isWill && !(retained && silenceWatch.isAlive)) {
        silenceWatch.forget();
        missAll();
        listener.down(
          new WireError('OFFLINE', 'the broker says that its connection ended; check its power and network'),
        );
      }
      if (payload.length === 0 || !canBeKey || !context.isWanted(key)) return;
      if (!retained) {
        heardLive.add(key);
        if (!beats && key === context.heartbeat) {
          beats = true;
          context.subscribe(false);
        }
      } else if (heardLive.has(key)) {
        context.arrived([key]);
        return;
      }
      let value: Json;
      try {
        value = decode(payload.toString());
      } catch {
        return;
      }
      gathering.add(key, value, !retained);
      if (!retained) heardNow = prefix;
    },
    heard,
    left(topic) {
      if (topic.endsWith(EVERYTHING)) heardLive.clear();
      const found = keyIn(heardOn === undefined ? candidates : [heardOn], topic);
      if (found) heardLive.delete(found.key);
    },
    start() {
      heardLive.clear();
      if (beats) {
        beats = false;
        context.subscribe(false);
      }
      silenceWatch.start();
    },
    stop: silenceWatch.stop,
    close() {
      silenceWatch.stop();
      gathering.stop();
    },
    get heardOn() {
      return heardOn;
    },
    get seenOn() {
      return seenOn;
    },
    get heartbeat() {
      return beats ? context.heartbeat : undefined;
    },
    get isAlive() {
      return silenceWatch.isAlive;
    },
    get lastKeptAt() {
      return lastKeptAt;
    },
    silence,
  };
}
