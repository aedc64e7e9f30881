/** Tells when a charger has fallen silent: over MQTT nothing else shows that it is gone. */

export interface SilenceWatch {
  /** Starts anew, as if the charger had never been heard. */
  start(): void;
  /** A sign of life. */
  heard(): void;
  /** Whatever was heard before does not count any more. */
  forget(): void;
  /** It was heard within the time allowed. */
  readonly isAlive: boolean;
  stop(): void;
}

/** @param silent told after each stretch of `silenceMs` in which nothing was heard */
export function createSilenceWatch(silenceMs: number, silent: () => void): SilenceWatch {
  // Not by the time of day, which is set back now and then.
  let lastHeardAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const quietMs = () => performance.now() - lastHeardAt;

  function look(inMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const quiet = quietMs();
      look(quiet < silenceMs ? silenceMs - quiet : silenceMs);
      if (quiet >= silenceMs) silent();
    }, inMs);
    timer.unref?.();
  }

  function forget(): void {
    lastHeardAt = Number.NEGATIVE_INFINITY;
  }

  return {
    start() {
      forget();
      look(silenceMs);
    },
    heard() {
      lastHeardAt = performance.now();
    },
    forget,
    get isAlive() {
      return quietMs() < silenceMs;
    },
    stop: () => clearTimeout(timer),
  };
}
