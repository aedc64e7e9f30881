/**
 * Values that arrive one by one, taken together where they arrive in the same moment: with one read from the network. mqtt.js
 * hands over all packets of a read before any microtask runs, so the moment ends without a turn of the event loop.
 */
import type { Json } from '../json';

export interface Gathering {
  add(key: string, value: Json, live: boolean): void;
  stop(): void;
}

export function gather(deliver: (values: ReadonlyMap<string, Json>, live: boolean) => void): Gathering {
  let values = new Map<string, Json>();
  let areLive = false;
  let ends = false;

  function flush(): void {
    if (values.size === 0) return;
    const gathered = values;
    values = new Map();
    deliver(gathered, areLive);
  }

  function end(): void {
    ends = false;
    flush();
  }

  return {
    add(key, value, live) {
      // A second value of the same key in one moment is a change of its own.
      if (areLive !== live || values.has(key)) flush();
      values.set(key, value);
      areLive = live;
      if (ends) return;
      ends = true;
      queueMicrotask(end);
    },
    stop: () => values.clear(),
  };
}
