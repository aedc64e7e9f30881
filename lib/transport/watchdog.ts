/** A watchdog: tells when a charger has fallen silent. Over MQTT nothing else shows that it is gone. */

export interface Watchdog {
  /** Starts anew, as if the charger had never been heard. */
  start(): void;
  /** A sign of life. */
  feed(): void;
  /** Whatever was heard before does not count any more. */
  forget(): void;
  /** It was heard within the time allowed. */
  readonly isAlive: boolean;
  stop(): void;
}

export interface WatchdogEvents {
  /** A good part of the time allowed is over without a sign of life; told once, until there is one again. */
  quiet(): void;
  /** Nothing was heard for the time allowed; told after each such stretch. */
  silent(): void;
}

/** Chosen by chance, so that a thousand chargers that fall silent at once are not looked for at once. */
const QUIET_PART = { least: 0.4, most: 0.7 };
/** A heartbeat comes every second, and now and then a little late. */
const SHORTEST_QUIET_MS = 1500;
const LONGEST_QUIET_PART = 0.8;

export function createWatchdog(silenceMs: number, events: WatchdogEvents): Watchdog {
  const part = QUIET_PART.least + Math.random() * (QUIET_PART.most - QUIET_PART.least);
  const quietMs = Math.min(Math.max(silenceMs * part, SHORTEST_QUIET_MS), silenceMs * LONGEST_QUIET_PART);
  // Not by the time of day, which is set back now and then.
  let lastHeardAt = Number.NEGATIVE_INFINITY;
  /** When it was started, or last found silent. */
  let waitsSince = Number.NEGATIVE_INFINITY;
  let saidQuietAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    const now = performance.now();
    const waitedMs = now - Math.max(lastHeardAt, waitsSince);
    if (waitedMs >= silenceMs) {
      waitsSince = now;
      // What has been looked for already needs no second look before it is heard again.
      saidQuietAt = now;
      arm(silenceMs);
      events.silent();
    } else if (saidQuietAt > lastHeardAt || waitedMs < quietMs) {
      arm((waitedMs < quietMs ? quietMs : silenceMs) - waitedMs);
    } else {
      saidQuietAt = now;
      arm(silenceMs - waitedMs);
      events.quiet();
    }
  }

  function arm(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(look, ms);
    timer.unref?.();
  }

  function forget(): void {
    lastHeardAt = Number.NEGATIVE_INFINITY;
  }

  return {
    start() {
      forget();
      waitsSince = performance.now();
      saidQuietAt = Number.NEGATIVE_INFINITY;
      arm(quietMs);
    },
    feed() {
      lastHeardAt = performance.now();
    },
    forget,
    get isAlive() {
      return performance.now() - lastHeardAt < silenceMs;
    },
    stop: () => clearTimeout(timer),
  };
}
