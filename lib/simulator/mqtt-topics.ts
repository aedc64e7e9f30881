/** What the charger publishes and where it listens: one topic a key; or with API v1 one document, every five seconds. */
import { statusOfV1 } from './api-v1';
import type { Device } from './device';
import { seen } from './visible-values';

export interface Publication {
  /** Behind the prefix. */
  topic: string;
  payload: string;
  retain: boolean;
}

export interface Topics {
  /** The topics for writes, behind the prefix. */
  readonly writes: string;
  /** Everything there is to tell, at connect. */
  all(): Publication[];
  /** What follows from these keys having changed. */
  changed(keys: Iterable<string>): Publication[];
}

const V1_EVERY_MS = 5000;

export function topicsOf(device: Device): Topics {
  return device.model.api === 'v1' ? topicsOfV1(device) : topicsOfV2(device);
}

function topicsOfV2(device: Device): Topics {
  function changed(keys: Iterable<string>): Publication[] {
    const publications: Publication[] = [];
    for (const key of keys) {
      const value = seen(device, key, device.masks);
      if (value !== undefined && !device.unpublished.has(key))
        publications.push({ topic: key, payload: JSON.stringify(value), retain: true });
    }
    return publications;
  }
  return {
    writes: '+/set',
    all: () => changed(new Set([...device.values.keys(), ...device.masks.keys()])),
    changed,
  };
}

/** Not retained: nobody has shown that it is [our choice]. */
function topicsOfV1(device: Device): Topics {
  let toldMs = Number.NEGATIVE_INFINITY;
  function all(): Publication[] {
    toldMs = device.nowMs;
    return [{ topic: 'status', payload: JSON.stringify(statusOfV1(device)), retain: false }];
  }
  return {
    writes: 'cmd/req',
    all,
    changed: () => (device.nowMs - toldMs >= V1_EVERY_MS ? all() : []),
  };
}
