/** The clock of the simulator: real time, or a manual clock that tests advance. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` every `ms` milliseconds. @returns stops it */
  every(ms: number, run: () => void): () => void;
  /** Calls `run` once, `ms` milliseconds from now. @returns stops it */
  after(ms: number, run: () => void): () => void;
}

/** A clock that tests advance. */
export interface ManualClock extends Clock {
  /**
   * Advances by `ms` milliseconds: everything that is due runs in order, at its own time. Sockets and promises are served after
   * each step.
   */
  advance(ms: number): Promise<void>;
}

/** Real time. */
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

/** A call that is due at a time of the clock. */
interface Due {
  at: number;
  /** Calls that are due at the same time run in the order of their requests. */
  order: number;
  everyMs: number | undefined;
  run: () => void;
}

/** A clock that stands still until `advance` is called. @param startMs default noon UTC of a June day */
export function createManualClock(startMs = Date.UTC(2026, 5, 15, 12)): ManualClock {
  let now = startMs;
  let orders = 0;
  const scheduled = new Set<Due>();

  function schedule(ms: number, run: () => void, everyMs?: number): () => void {
    const due: Due = { at: now + Math.max(everyMs === undefined ? 0 : 1, ms), order: orders++, everyMs, run };
    scheduled.add(due);
    return () => scheduled.delete(due);
  }

  function next(until: number): Due | undefined {
    let first: Due | undefined;
    for (const due of scheduled) {
      if (due.at > until) continue;
      if (!first || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due;
    }
    return first;
  }

  return {
    now: () => now,
    every: (ms, run) => schedule(ms, run, Math.max(1, ms)),
    after: (ms, run) => schedule(ms, run),
    async advance(ms) {
      const until = now + ms;
      for (let due = next(until); due; due = next(until)) {
        now = due.at;
        if (due.everyMs === undefined) scheduled.delete(due);
        else due.at += due.everyMs;
        due.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
    },
  };
}
