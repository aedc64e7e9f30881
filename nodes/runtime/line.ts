/** Those who wait for turns that they share with others. Who goes, or has nothing to do when it is served, takes none. */
import type { Turns } from './turns';

export interface Line {
  /** At its end; who stands in it already keeps its place. @param serve returns whether it took the turn */
  join(serve: () => boolean): void;
  leave(serve: () => boolean): void;
  has(serve: () => boolean): boolean;
}

export function createLine(turns: Turns): Line {
  const waiting = new Set<() => boolean>();
  let timer: NodeJS.Timeout | undefined;

  function next(): void {
    timer = undefined;
    for (const serve of waiting) {
      const waitMs = turns.waitMs();
      if (waitMs > 0) {
        timer ??= setTimeout(next, waitMs);
        return;
      }
      waiting.delete(serve);
      if (serve()) turns.take();
    }
  }

  return {
    join(serve) {
      waiting.add(serve);
      if (timer === undefined) next();
    },
    leave(serve) {
      waiting.delete(serve);
      if (waiting.size > 0) return;
      clearTimeout(timer);
      timer = undefined;
    },
    has: (serve) => waiting.has(serve),
  };
}
