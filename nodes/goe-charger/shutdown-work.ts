/** What nodes that close still have to do at their charger. Node-RED closes all at the same time. */

/** A charger that is there answers in a fraction of this, and nobody likes to wait for a deploy. */
const LONGEST_MS = 3000;

export interface LastWork {
  add(work: Promise<void>): void;
  /** Resolves when all is done, or has taken too long. */
  over(): Promise<void>;
}

export function createLastWork(): LastWork {
  const open = new Set<Promise<void>>();
  return {
    add(work) {
      const each = work.catch(() => {}).finally(() => open.delete(each));
      open.add(each);
    },
    async over() {
      if (open.size === 0) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LONGEST_MS);
      });
      await Promise.race([Promise.all(open), late]);
      clearTimeout(timer);
    },
  };
}
