/** Time for the simulated charger: the real one, or one that tests turn. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` every `ms` milliseconds. @returns stops it */
  every(ms: number, run: () => void): () => void;
  /** Calls `run` once, `ms` milliseconds from now. @returns stops it */
  after(ms: number, run: () => void): () => void;
}

export interface ManualClock extends Clock {
  /**
   * Lets `ms` milliseconds pass: everything due runs in order at its own time. Sockets and promises get a turn after each
   * moment at which something ran.
   */
  advance(ms: number): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface Due {
  at: number;
  /** Things due at the same moment run in the order in which they were asked for. */
  order: number;
  everyMs: number | undefined;
  run: () => void;
}

/** A clock that stands still until `advance`. @param startMs default noon UTC of a June day */
export function createManualClock(startMs = Date.UTC(2026, 5, 15, 12)): ManualClock {
  let now = startMs;
  let orders = 0;
  const waiting = new Set<Due>();

  function wait(ms: number, run: () => void, everyMs?: number): () => void {
    const due: Due = { at: now + Math.max(everyMs === undefined ? 0 : 1, ms), order: orders++, everyMs, run };
    waiting.add(due);
    return () => waiting.delete(due);
  }

  function next(until: number): Due | undefined {
    let first: Due | undefined;
    for (const due of waiting) {
      if (due.at > until) continue;
      if (!first || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due;
    }
    return first;
  }

  return {
    now: () => now,
    every: (ms, run) => wait(ms, run, Math.max(1, ms)),
    after: (ms, run) => wait(ms, run),
    async advance(ms) {
      const until = now + ms;
      for (let due = next(until); due; due = next(until)) {
        now = due.at;
        if (due.everyMs === undefined) waiting.delete(due);
        else due.at += due.everyMs;
        due.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
    },
  };
}
