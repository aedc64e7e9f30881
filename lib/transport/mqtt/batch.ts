/** Batch of values: MQTT brings them one by one, and those of one turn of the event loop are delivered together. */
import type { Json } from '../../json';

export interface Batch {
  /** @param live false for what a broker had retained: a batch is live or retained, never both */
  add(key: string, value: Json, live: boolean): void;
  /** Drops what is not delivered yet. */
  stop(): void;
}

export function createBatch(deliver: (values: ReadonlyMap<string, Json>, live: boolean) => void): Batch {
  /** A new map for each batch: what a long-lived map holds is costly to collect as garbage [measured]. */
  let values: Map<string, Json> | undefined;
  let areLive = false;
  let flushing: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    const batch = values;
    values = undefined;
    if (batch) deliver(batch, areLive);
  }

  return {
    add(key, value, live) {
      // A second value of the same key is a change of its own, so it begins the next batch.
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
