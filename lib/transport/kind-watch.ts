/**
 * Watches what kind of device speaks below the prefix of a charger: a go-e Controller publishes the same heartbeat, and takes
 * what is written to it; an old charger publishes one topic, `status` [syssi/homeassistant-goecharger-mqtt#22, #117].
 */
import type { Json } from '../json';
import { decode } from '../keys/index';
import { failureBy } from './causes';
import { isV1Status, KIND_KEYS, kindOf, TELLING_KEYS } from './device-kind';
import type { TransportError } from './transport';

/** API v1 has all its values in the one topic of this name, every five seconds. API v2 has no such key. */
export const V1_STATUS = 'status';

/** What is retained comes right behind the subscription; a device whose keys do not tell by then is taken for a charger. */
const UNKNOWN_MS = 1200;

export interface KindWatch {
  /** Keys to listen to, until the kind is known. */
  readonly keys: readonly string[];
  /** @returns true where the kind has become known, or is another than it seemed */
  take(key: string, payload: Buffer, kept: boolean): boolean;
  /** It is a charger. */
  readonly isCharger: boolean;
  /** What it is instead. */
  readonly wrong: TransportError | undefined;
  /** It has spoken, and may be used: a charger, or nothing has told otherwise for a while. */
  mayBeUsed(): boolean;
  /** Somebody else may come. */
  forget(): void;
}

export function createKindWatch(): KindWatch {
  const KEYS = [...KIND_KEYS, V1_STATUS];
  const known = new Map<string, Json>();
  let isCharger = false;
  let wrong: TransportError | undefined;
  let spokeAt: number | undefined;

  function kindNow(): ReturnType<typeof kindOf> {
    const kind = kindOf(known);
    const status = known.get(V1_STATUS);
    return kind === 'unknown' && isObject(status) && isV1Status(status) ? 'api-v1' : kind;
  }

  return {
    get keys() {
      return isCharger ? [] : KEYS;
    },
    get isCharger() {
      return isCharger;
    },
    get wrong() {
      return wrong;
    },
    take(key, payload, kept) {
      if (isCharger || (key !== V1_STATUS && !TELLING_KEYS.has(key))) return false;
      // A status that is retained may be from before the charger was updated.
      if (key === V1_STATUS && kept) return false;
      try {
        known.set(key, decode(payload.toString()));
      } catch {
        return false;
      }
      const before = wrong?.reason;
      const kind = kindNow();
      isCharger = kind === 'charger';
      wrong = kind === 'controller' ? failureBy('controller') : kind === 'api-v1' ? failureBy('apiV1') : undefined;
      return isCharger || wrong?.reason !== before;
    },
    mayBeUsed() {
      spokeAt ??= performance.now();
      return isCharger || (wrong === undefined && performance.now() - spokeAt >= UNKNOWN_MS);
    },
    forget() {
      known.clear();
      isCharger = false;
      wrong = undefined;
      spokeAt = undefined;
    },
  };
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
