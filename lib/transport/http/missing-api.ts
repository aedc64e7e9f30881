/**
 * Missing API v2: why a device answers 404. Its API is switched off or has died, the charger is too old for it, or the device is not a
 * charger. One more request, to API v1, shows which; it is made when the device is first met and then less and less often.
 */
import { isV1Shape, isV1Status } from '../device-kind';
import { type CauseName, failureBy } from '../failure-causes';
import { excerpt, parseObject } from '../parse-response';
import type { TransportError } from '../transport';
import type { HttpClient } from './http-client';

/** Text of the device's HTTP server for a path that it does not have [goecharger/go-eCharger-API-v1#64, goecharger/go-eCharger-API-v2#287]. */
const NO_SUCH_PATH = /this uri does not exist|nothing matches the given uri/i;
/** The path of API v1. */
const V1_PATH = '/status';
/** Time between two requests to API v1; doubled each time [our choice]. */
const V1_INTERVAL_MS = { least: 60_000, most: 3_600_000 };
/** Time for which an API that answered is remembered, also by the next charger at the address after a deploy [our choice]. */
const API_REMEMBERED_MS = 3_600_000;

/** Time of the last answer of each address, by `performance.now()`. */
const answeredAt = new Map<string, number>();

export interface MissingApi {
  /** API v2 has answered. */
  answered(): void;
  /** It has answered within the last hour: a charger is at the address. */
  readonly hasAnswered: boolean;
  /** The error for an answer 404. @throws nothing */
  failure(text: string, signal: AbortSignal): Promise<TransportError>;
}

export function createMissingApi(client: HttpClient, address: string): MissingApi {
  let nextV1At = Number.NEGATIVE_INFINITY;
  let intervalMs = V1_INTERVAL_MS.least;
  let v1Cause: CauseName | undefined;

  /** The cause by the answer of API v1, which newer chargers may have switched on beside API v2. */
  async function askV1(signal: AbortSignal): Promise<CauseName | undefined> {
    try {
      const { status, text } = await client.get(V1_PATH, signal);
      const object = status === 200 ? parseObject(text) : undefined;
      if (!object || !isV1Shape(object)) return undefined;
      return isV1Status(object) ? 'apiV1' : 'apiOff';
    } catch {
      return undefined;
    }
  }

  const hasAnswered = () => {
    const before = answeredAt.get(address) ?? Number.NEGATIVE_INFINITY;
    return performance.now() - before < API_REMEMBERED_MS;
  };

  return {
    get hasAnswered() {
      return hasAnswered();
    },

    answered() {
      answeredAt.set(address, performance.now());
      nextV1At = Number.NEGATIVE_INFINITY;
    },

    async failure(text, signal) {
      const isOfCharger = NO_SUCH_PATH.test(text);
      const says = `HTTP 404 with ${text.trim() === '' ? 'an empty answer' : `“${excerpt(text)}”`}`;
      if (/^\s*</.test(text) && !isOfCharger) return failureBy('otherDevice', { says, maybeSent: true });
      if (hasAnswered()) return failureBy('apiDied', isOfCharger ? {} : { code: 'PROTOCOL', says });
      const now = performance.now();
      if (now >= nextV1At) {
        intervalMs = nextV1At > 0 ? Math.min(intervalMs * 2, V1_INTERVAL_MS.most) : V1_INTERVAL_MS.least;
        nextV1At = now + intervalMs;
        v1Cause = await askV1(signal);
      }
      if (v1Cause) return failureBy(v1Cause);
      return isOfCharger ? failureBy('apiOff') : failureBy('notFound', { says, maybeSent: true });
    },
  };
}
