/** Values that arrive one by one, taken together where they arrive in the same moment. */
import type { Json } from '../json';

export interface Batch {
  add(key: string, value: Json, live: boolean): void;
  stop(): void;
}

export function createBatch(deliver: (values: ReadonlyMap<string, Json>, live: boolean) => void): Batch {
  /** A new one each moment: one that is kept grows old, and what old objects hold is dear to collect. */
  let values: Map<string, Json> | undefined;
  let areLive = false;
  let flushing: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    const gathered = values;
    values = undefined;
    if (gathered) deliver(gathered, areLive);
  }

  return {
    add(key, value, live) {
      // A second value of the same key in one moment is a change of its own.
      if (values?.has(key) || areLive !== live) flush();
      values ??= new Map();
      values.set(key, value);
      areLive = live;
      flushing ??= setImmediate(flush);
    },
    stop() {
      clearImmediate(flushing);
      values = undefined;
    },
  };
}
