/**
 * Presence of a charger on a broker: which prefix it uses, and whether it lives. There is no last will that one could rely on,
 * so silence is the only sign of a lost charger; retained values outlive a dead one. Any topic of its own that is live is a sign
 * of life: one firmware stopped sending `utc`, others may stop the next [syssi/homeassistant-goecharger-mqtt#226]. A heartbeat
 * is the cheapest one, so that is listened to; only where it is silent, the charger's whole level.
 */
import { EVERYTHING, topicOf } from './prefixes';
import { TransportError, type TransportListener } from './transport';
import { createWatchdog } from './watchdog';

export interface Presence {
  /** The charger itself has spoken below this prefix. @param key what it has sent, where it is the value of a key */
  heard(prefix: string, key?: string): void;
  /** The broker has retained something below this prefix. */
  kept(prefix: string): void;
  /** The broker says that its connection has ended. */
  left(): void;
  /** The broker does not let us listen to these topics. `ended`: it ends the connection instead. */
  refused(topics: readonly string[], ended: boolean): void;
  /** There is a connection; whoever is heard by it has not been heard yet. */
  start(): void;
  /** There is none any more, so silence means nothing. */
  stop(): void;
  close(): void;
  /** Keys to listen to below this prefix, to know that it lives. */
  signs(prefix: string): readonly string[];
  /** The key that comes every second is not known yet, so each live message counts. */
  readonly isLearning: boolean;
  /** The prefix that the charger itself was heard on, and the one of a retained value, which is only a hint. */
  readonly heardOn: string | undefined;
  readonly seenOn: string | undefined;
  readonly isAlive: boolean;
  /** The broker lets us listen to the whole level. */
  hasLevel(prefix: string): boolean;
  /** Why these topics bring nothing, where the broker refuses all of them. */
  refusalOf(topics: readonly string[]): TransportError | undefined;
  /** What it means that nothing is heard. */
  silence(): TransportError;
}

export interface PresenceContext {
  /** The prefixes the charger may use. */
  candidates: readonly string[];
  silenceMs: number;
  listener: Pick<TransportListener, 'up' | 'down'>;
  /** It is a charger, and not something else that lives there. */
  mayBeUsed(): boolean;
  /** Brings the subscriptions in line. @param again what is retained has to be sent once more */
  subscribe(again: boolean): void;
  /** Topics that were refused are to be asked for once more. */
  askRefused(topics: Iterable<string>): void;
  /** It was lost, so all that is known may be old. */
  lost(): void;
  /** Something of `heardOn`, `seenOn` and `isAlive` has changed. */
  changed(): void;
}

/** Sent every second by nearly all; listened to until a heartbeat is found. */
const HEARTBEATS = ['rbt', 'utc', 'fhz'];
/** Sent by itself; where a prefix has no level of its own, or the broker does not grant a whole level. */
const FURTHER = ['loc', 'nrg', 'rssi', 'tma', 'lccfi', 'wh'];
/** A key other than the usual heartbeat is one when it has come so often, not further apart than this. */
const REGULAR = { times: 3, apartMs: 3000, leastMs: 300 };
/** Keys that are counted at once; anybody can make up topics. */
const MOST_COUNTED = 500;

export function createPresence(context: PresenceContext): Presence {
  const { candidates, listener } = context;
  let heardOn: string | undefined;
  let seenOn: string | undefined;
  let everHeard = false;
  /** The key that comes every second. */
  let heartbeat: string | undefined;
  /** The heartbeats are silent, and everything else is listened to. */
  let isWide = false;
  const counts = new Map<string, { times: number; at: number }>();
  /** Something may have been missed, so that all has to be sent once more. */
  let missed = false;
  /** What the broker refuses; true where it ends the connection instead. */
  const refusedTopics = new Map<string, boolean>();
  let refusal: TransportError | undefined;

  const watchdog = createWatchdog(context.silenceMs, {
    quiet() {
      listenTo(undefined, true);
    },
    silent() {
      listener.down(silence());
      // An updated charger may come back under the other spelling.
      heardOn = undefined;
      lose();
      if (refusedTopics.size > 0) context.askRefused(refusedTopics.keys());
      refusedTopics.clear();
      listenTo(undefined, true);
    },
  });

  function listenTo(key: string | undefined, wide: boolean): void {
    heartbeat = key;
    isWide = wide;
    counts.clear();
    context.subscribe(false);
  }

  function lose(): void {
    missed = true;
    context.lost();
  }

  /** Looks for the key that comes every second. */
  function learn(key: string): void {
    const now = performance.now();
    const before = counts.get(key);
    if (before && now - before.at < REGULAR.leastMs) return;
    const times = before && now - before.at <= REGULAR.apartMs ? before.times + 1 : 1;
    if (key === HEARTBEATS[0] || times >= REGULAR.times) listenTo(key, false);
    else if (before || counts.size < MOST_COUNTED) counts.set(key, { times, at: now });
  }

  const hasLevel = (prefix: string) => !refusedTopics.has(topicOf(prefix, EVERYTHING));

  function refusalOf(topics: readonly string[]): TransportError | undefined {
    if (!topics.every((topic) => refusedTopics.has(topic))) return undefined;
    const what = topics.some((topic) => refusedTopics.get(topic))
      ? 'the broker ends the connection when it is asked for'
      : 'the broker does not let this user listen to';
    const remedy = `allow the user at the broker to read and write below ${candidates.join(' or ')}, or check the topic prefix`;
    return new TransportError('AUTH', `${what} ${topics.join(' and ')}; ${remedy}`, { reason: 'brokerTopics' });
  }

  function silence(): TransportError {
    if (refusal) return refusal;
    const seconds = context.silenceMs / 1000;
    if (everHeard)
      return new TransportError(
        'OFFLINE',
        `nothing was heard of it on the broker for ${seconds} s; check its power and network`,
      );
    const where = candidates.map((prefix) => `${prefix}…`).join(' or ');
    const hint = seenOn
      ? 'only old, retained values are there'
      : 'check serial number and topic prefix, that MQTT is on in the go-e app, and that the broker lets this user read there';
    return new TransportError(
      'OFFLINE',
      `nothing was heard on ${where}; ${hint}`,
      seenOn ? {} : { reason: 'nothingHeard' },
    );
  }

  return {
    heard(prefix, key) {
      const isNews = !watchdog.isAlive || heardOn !== prefix;
      watchdog.feed();
      everHeard = true;
      refusal = undefined;
      if (heardOn !== prefix || missed) {
        const again = missed || (seenOn !== undefined && seenOn !== prefix);
        heardOn = prefix;
        seenOn = prefix;
        missed = false;
        context.subscribe(again);
      }
      if (heartbeat === undefined && key !== undefined) learn(key);
      if (context.mayBeUsed()) listener.up();
      if (isNews) context.changed();
    },

    kept(prefix) {
      if (seenOn !== undefined) return;
      seenOn = prefix;
      context.changed();
    },

    left() {
      watchdog.forget();
      lose();
      heartbeat = undefined;
      listener.down(
        new TransportError('OFFLINE', 'the broker says that its connection ended; check its power and network'),
      );
    },

    refused(topics, ended) {
      for (const topic of topics) refusedTopics.set(topic, ended);
      const shutOut = refusalOf(candidates.map((prefix) => topicOf(prefix, HEARTBEATS[0]!)));
      if (shutOut && !watchdog.isAlive) {
        refusal = shutOut;
        listener.down(refusal);
        context.changed();
      } else if (topics.some((topic) => topic.endsWith(EVERYTHING))) context.subscribe(false);
    },

    start() {
      refusedTopics.clear();
      refusal = undefined;
      watchdog.start();
    },

    stop() {
      watchdog.stop();
      listenTo(undefined, false);
    },

    close: watchdog.stop,

    signs(prefix) {
      if (heartbeat !== undefined) return [heartbeat];
      if (!isWide) return HEARTBEATS;
      return [...HEARTBEATS, ...(prefix.endsWith('/') && hasLevel(prefix) ? [EVERYTHING] : FURTHER)];
    },
    hasLevel,
    refusalOf,

    get isLearning() {
      return heartbeat === undefined;
    },
    get heardOn() {
      return heardOn;
    },
    get seenOn() {
      return seenOn;
    },
    get isAlive() {
      return watchdog.isAlive;
    },
    silence,
  };
}
