/**
 * Presence of a charger on a broker: which prefix it uses, and whether it is there. There is no last will that one could rely
 * on, and retained values outlive a dead charger, so a watchdog fed by live messages decides. Every live message of the charger
 * feeds it [syssi/homeassistant-goecharger-mqtt#226].
 */

import { TransportError, type TransportListener } from '../transport';
import { createHeartbeatSearch, HEARTBEATS } from './heartbeat';
import { topicOf } from './prefixes';
import { createRefusedTopics } from './refused-topics';
import { createWatchdog } from './watchdog';

export interface Presence {
  /** A live message below this prefix. @param key its key, where it is the value of one */
  received(prefix: string, key?: string): void;
  /** A retained message below this prefix. */
  retainedReceived(prefix: string): void;
  /** The charger's last will: its connection to the broker has ended. */
  willReceived(): void;
  /** The broker does not grant these topics. `disconnects`: it ends the connection instead of refusing them. */
  topicsRefused(topics: readonly string[], disconnects: boolean): void;
  /** There is a new connection, on which nothing was received yet. */
  connected(): void;
  /** There is no connection: that no message comes shows nothing about the charger. */
  disconnected(): void;
  close(): void;
  /** Keys to subscribe to below this prefix, for live messages. */
  keys(prefix: string): readonly string[];
  /** The heartbeat is not known yet, so each live message has to be passed on. */
  readonly isSearchingHeartbeat: boolean;
  /** Prefix of the last live message; undefined again after a timeout, as an updated charger may return with the other one. */
  readonly livePrefix: string | undefined;
  /** The most likely prefix: of the last live message, or of the first retained one. */
  readonly prefix: string | undefined;
  readonly isAlive: boolean;
  /** Everything below the prefix may be subscribed to at once. */
  hasWildcard(prefix: string): boolean;
  /** The error where the broker refuses all of these topics. */
  refusalOf(topics: readonly string[]): TransportError | undefined;
  /** The error for a charger that is not there. */
  absence(): TransportError;
}

export interface PresenceContext {
  /** The prefixes the charger may use. */
  prefixes: readonly string[];
  /** Time without a live message after which the charger counts as offline. */
  offlineAfterMs: number;
  listener: Pick<TransportListener, 'up' | 'down'>;
  /** The device is a charger, or may be taken for one. */
  isUsable(): boolean;
  /** Brings the subscriptions in line. @param resubscribe the broker has to send its retained values once more */
  updateTopics(resubscribe: boolean): void;
  /** These topics were refused and are to be subscribed to once more. */
  retryTopics(topics: Iterable<string>): void;
  /** The charger was lost, so that all its values may be old. */
  lost(): void;
  /** `livePrefix`, `prefix` or `isAlive` has changed. */
  changed(): void;
}

export function createPresence(context: PresenceContext): Presence {
  const { prefixes, listener } = context;
  let livePrefix: string | undefined;
  let likelyPrefix: string | undefined;
  let wasEverAlive = false;
  /** Messages may have been missed, so that all values have to be sent once more. */
  let hasMissed = false;
  const heartbeat = createHeartbeatSearch();
  const refused = createRefusedTopics(prefixes);
  /** The broker refuses the heartbeats of all prefixes: no message can be expected. */
  let refusal: TransportError | undefined;

  const watchdog = createWatchdog(context.offlineAfterMs, {
    pretimeout() {
      searchHeartbeat(true);
    },
    timeout() {
      listener.down(absence());
      livePrefix = undefined;
      lose();
      const topics = refused.topics();
      if (topics.length > 0) context.retryTopics(topics);
      refused.clear();
      searchHeartbeat(true);
    },
  });

  function searchHeartbeat(wide: boolean): void {
    heartbeat.start(wide);
    context.updateTopics(false);
  }

  function lose(): void {
    hasMissed = true;
    context.lost();
  }

  /** Takes a prefix for the charger's own, and reads all values again where they may be of another prefix or old. */
  function confirmPrefix(prefix: string): void {
    const resubscribe = hasMissed || (likelyPrefix !== undefined && likelyPrefix !== prefix);
    livePrefix = prefix;
    likelyPrefix = prefix;
    hasMissed = false;
    context.updateTopics(resubscribe);
  }

  const absence = () => refusal ?? absenceError(context, wasEverAlive, likelyPrefix !== undefined);

  return {
    received(prefix, key) {
      const isChange = !watchdog.isAlive || livePrefix !== prefix;
      watchdog.feed();
      wasEverAlive = true;
      refusal = undefined;
      if (livePrefix !== prefix || hasMissed) confirmPrefix(prefix);
      if (heartbeat.key === undefined && key !== undefined && heartbeat.received(key)) context.updateTopics(false);
      if (context.isUsable()) listener.up();
      if (isChange) context.changed();
    },

    retainedReceived(prefix) {
      if (likelyPrefix !== undefined) return;
      likelyPrefix = prefix;
      context.changed();
    },

    willReceived() {
      watchdog.reset();
      lose();
      heartbeat.forget();
      listener.down(
        new TransportError('OFFLINE', 'the broker says that its connection ended; check its power and network'),
      );
    },

    topicsRefused(topics, disconnects) {
      refused.add(topics, disconnects);
      const allRefused = refused.errorFor(prefixes.map((prefix) => topicOf(prefix, HEARTBEATS[0])));
      if (allRefused && !watchdog.isAlive) {
        refusal = allRefused;
        listener.down(refusal);
        context.changed();
      } else if (topics.some((topic) => topic.endsWith('+'))) context.updateTopics(false);
    },

    connected() {
      refused.clear();
      refusal = undefined;
      watchdog.start();
    },

    disconnected() {
      watchdog.stop();
      searchHeartbeat(false);
    },

    close: watchdog.stop,

    keys: (prefix) => heartbeat.keys(prefix.endsWith('/') && refused.hasWildcard(prefix)),
    hasWildcard: refused.hasWildcard,
    refusalOf: refused.errorFor,

    get isSearchingHeartbeat() {
      return heartbeat.key === undefined;
    },
    get livePrefix() {
      return livePrefix;
    },
    get prefix() {
      return likelyPrefix;
    },
    get isAlive() {
      return watchdog.isAlive;
    },
    absence,
  };
}

/** The error for a charger that is not there, with what to check. */
function absenceError(
  { prefixes, offlineAfterMs }: PresenceContext,
  wasEverAlive: boolean,
  hasRetained: boolean,
): TransportError {
  if (wasEverAlive) {
    const seconds = offlineAfterMs / 1000;
    const message = `it has sent nothing to the broker for ${seconds} s; check its power and network`;
    return new TransportError('OFFLINE', message);
  }
  const nothing = `no message arrived on ${prefixes.map((prefix) => `${prefix}…`).join(' or ')}`;
  if (hasRetained) return new TransportError('OFFLINE', `${nothing}; only old, retained values are there`);
  const remedy =
    'check serial number and topic prefix, that MQTT is on in the go-e app, and that the broker lets this user read there';
  return new TransportError('OFFLINE', `${nothing}; ${remedy}`, { reason: 'nothingHeard' });
}
