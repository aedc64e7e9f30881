/**
 * Kind watch: the kind of device that publishes below the prefix of a charger. A go-e Controller publishes the same heartbeat,
 * and takes what is written to it; an old charger publishes one topic, `status` [syssi/homeassistant-goecharger-mqtt#22, #117].
 */
import { isObject, type Json } from '../../json';
import { decode } from '../../keys/index';
import { isV1Status, KIND_KEYS, kindOf, TELLING_KEYS } from '../device-kind';
import { failureBy } from '../failure-causes';
import type { TransportError } from '../transport';

/** The one topic of API v1 with all its values, every five seconds. API v2 has no such key. */
export const V1_STATUS = 'status';

/** Time for the retained keys that show the kind; a device without them is taken for a charger then [our choice]. */
const KIND_WAIT_MS = 1200;

export interface KindWatch {
  /** Keys to subscribe to, until the kind is known. */
  readonly keys: readonly string[];
  /** Takes a message of the device. @returns true where its kind has become known, or is another than it seemed */
  received(key: string, payload: Buffer, retained: boolean): boolean;
  /** It is a charger. */
  readonly isCharger: boolean;
  /** The error for a device of another kind. */
  readonly error: TransportError | undefined;
  /** True for a charger, and after a while for a device of unknown kind. The first call starts that time. */
  isUsable(): boolean;
  /** Another device may come in its place. */
  reset(): void;
}

export function createKindWatch(): KindWatch {
  const KEYS = [...KIND_KEYS, V1_STATUS];
  const values = new Map<string, Json>();
  let isCharger = false;
  let error: TransportError | undefined;
  let askedAt: number | undefined;

  function kindNow(): ReturnType<typeof kindOf> {
    const kind = kindOf(values);
    const status = values.get(V1_STATUS);
    return kind === 'unknown' && isObject(status) && isV1Status(status) ? 'api-v1' : kind;
  }

  return {
    get keys() {
      return isCharger ? [] : KEYS;
    },
    get isCharger() {
      return isCharger;
    },
    get error() {
      return error;
    },
    received(key, payload, retained) {
      if (isCharger || (key !== V1_STATUS && !TELLING_KEYS.has(key))) return false;
      // A retained status may be from before the charger was updated.
      if (key === V1_STATUS && retained) return false;
      try {
        values.set(key, decode(payload.toString()));
      } catch {
        return false;
      }
      const before = error?.reason;
      const kind = kindNow();
      isCharger = kind === 'charger';
      error = kind === 'controller' ? failureBy('controller') : kind === 'api-v1' ? failureBy('apiV1') : undefined;
      return isCharger || error?.reason !== before;
    },
    isUsable() {
      askedAt ??= performance.now();
      return isCharger || (error === undefined && performance.now() - askedAt >= KIND_WAIT_MS);
    },
    reset() {
      values.clear();
      isCharger = false;
      error = undefined;
      askedAt = undefined;
    },
  };
}
