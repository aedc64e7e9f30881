/** The MQTT topics of a charger: one for each key; with API v1 one document, every five seconds. */
import { statusOfV1 } from './api-v1';
import type { Device } from './device';
import { visibleValue } from './visible-values';

/** A message to publish. */
export interface Publication {
  /** The part after the prefix. */
  topic: string;
  payload: string;
  retain: boolean;
}

/** The topics of a device: its publications, and the filter of its writes. */
export interface Topics {
  /** The topic filter of writes, without the prefix. */
  readonly writes: string;
  /** All values, for a new connection. */
  all(): Publication[];
  /** The publications for these keys that changed. */
  changed(keys: Iterable<string>): Publication[];
}

/** The interval at which a charger with API v1 publishes its document [goecharger/go-eCharger-API-v1]. */
const V1_EVERY_MS = 5000;

/** The topics of this device, by its API. */
export function topicsOf(device: Device): Topics {
  return device.model.api === 'v1' ? topicsOfV1(device) : topicsOfV2(device);
}

function topicsOfV2(device: Device): Topics {
  function changed(keys: Iterable<string>): Publication[] {
    const publications: Publication[] = [];
    for (const key of keys) {
      const value = visibleValue(device, key, device.overrides);
      if (value !== undefined && !device.unpublished.has(key))
        publications.push({ topic: key, payload: JSON.stringify(value), retain: true });
    }
    return publications;
  }
  return {
    writes: '+/set',
    all: () => changed(new Set([...device.values.keys(), ...device.overrides.keys()])),
    changed,
  };
}

/** Not retained: no owner has shown a retained document [our choice]. */
function topicsOfV1(device: Device): Topics {
  let publishedMs = Number.NEGATIVE_INFINITY;
  function all(): Publication[] {
    publishedMs = device.nowMs;
    return [{ topic: 'status', payload: JSON.stringify(statusOfV1(device)), retain: false }];
  }
  return {
    writes: 'cmd/req',
    all,
    changed: () => (device.nowMs - publishedMs >= V1_EVERY_MS ? all() : []),
  };
}
