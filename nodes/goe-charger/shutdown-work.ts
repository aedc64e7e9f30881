/**
 * Shutdown work: writes of nodes that close, which their charger waits for before it closes too. Node-RED closes all nodes at
 * the same time.
 */

/** Longest wait for the work of closing nodes: a charger that is there answers sooner, and a deploy must not take long [our choice]. */
const TIMEOUT_MS = 3000;

export interface ShutdownWork {
  add(work: Promise<void>): void;
  /** Resolves when all is done, or has taken too long. */
  finished(): Promise<void>;
}

export function createShutdownWork(): ShutdownWork {
  const open = new Set<Promise<void>>();
  return {
    add(work) {
      const each = work.catch(() => {}).finally(() => open.delete(each));
      open.add(each);
    },
    async finished() {
      if (open.size === 0) return;
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, TIMEOUT_MS);
      });
      await Promise.race([Promise.all(open), timeout]);
      clearTimeout(timer);
    },
  };
}
