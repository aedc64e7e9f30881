/** Values that arrive one by one, taken together where they arrive in the same moment. */
import type { Json } from '../json';

export interface Gathering {
  add(key: string, value: Json, live: boolean): void;
  stop(): void;
}

export function gather(deliver: (values: ReadonlyMap<string, Json>, live: boolean) => void): Gathering {
  let values = new Map<string, Json>();
  let areLive = false;
  let flushing: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    if (values.size === 0) return;
    const gathered = values;
    values = new Map();
    deliver(gathered, areLive);
  }

  return {
    add(key, value, live) {
      // A second value of the same key in one moment is a change of its own.
      if (values.has(key) || areLive !== live) flush();
      values.set(key, value);
      areLive = live;
      flushing ??= setImmediate(flush);
    },
    stop() {
      clearImmediate(flushing);
      values.clear();
    },
  };
}
