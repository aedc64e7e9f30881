/**
 * Watchdog: calls back when it is not fed in time. Over MQTT nothing else shows that a charger is gone. It has two stages, as
 * hardware watchdogs have: the pretimeout, at which one may look for other messages, and the timeout.
 */

export interface Watchdog {
  /** Starts, as if it had never been fed. */
  start(): void;
  /** A message has come. */
  feed(): void;
  /** Drops the last feed: `isAlive` is false until the next one. */
  reset(): void;
  /** It was fed within the timeout. */
  readonly isAlive: boolean;
  stop(): void;
}

export interface WatchdogEvents {
  /** A good part of the timeout has passed without a feed; called once, until the next feed. */
  pretimeout(): void;
  /** The timeout has passed without a feed; called after each such stretch. */
  timeout(): void;
}

/** Part of the timeout after which the pretimeout comes: a random one, so that a thousand silent chargers do not act at once. */
const PRETIMEOUT_PART = { least: 0.4, most: 0.7, highest: 0.8 };
/** Shortest pretimeout: a heartbeat comes every second, and now and then a little late [capture: V3 60.5]. */
const SHORTEST_PRETIMEOUT_MS = 1500;

export function createWatchdog(timeoutMs: number, events: WatchdogEvents): Watchdog {
  const part = PRETIMEOUT_PART.least + Math.random() * (PRETIMEOUT_PART.most - PRETIMEOUT_PART.least);
  const pretimeoutMs = Math.min(
    Math.max(timeoutMs * part, SHORTEST_PRETIMEOUT_MS),
    timeoutMs * PRETIMEOUT_PART.highest,
  );
  // By `performance.now()`: the time of day may be set back.
  let fedAt = Number.NEGATIVE_INFINITY;
  /** Time of the start, or of the last timeout. */
  let waitsSince = Number.NEGATIVE_INFINITY;
  let pretimeoutAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function check(): void {
    const now = performance.now();
    const waitedMs = now - Math.max(fedAt, waitsSince);
    if (waitedMs >= timeoutMs) {
      waitsSince = now;
      // No second pretimeout before the next feed.
      pretimeoutAt = now;
      arm(timeoutMs);
      events.timeout();
    } else if (pretimeoutAt > fedAt || waitedMs < pretimeoutMs) {
      arm((waitedMs < pretimeoutMs ? pretimeoutMs : timeoutMs) - waitedMs);
    } else {
      pretimeoutAt = now;
      arm(timeoutMs - waitedMs);
      events.pretimeout();
    }
  }

  function arm(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(check, ms);
    timer.unref?.();
  }

  function reset(): void {
    fedAt = Number.NEGATIVE_INFINITY;
  }

  return {
    start() {
      reset();
      waitsSince = performance.now();
      pretimeoutAt = Number.NEGATIVE_INFINITY;
      arm(pretimeoutMs);
    },
    feed() {
      fedAt = performance.now();
    },
    reset,
    get isAlive() {
      return performance.now() - fedAt < timeoutMs;
    },
    stop: () => clearTimeout(timer),
  };
}
