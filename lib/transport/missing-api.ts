/**
 * Why a device answers 404 where API v2 should be: its API is switched off, it has died, the charger is too old for it, or the
 * device is no charger. One more request tells, which is made when it is first met and then less and less often.
 */

import { isV1Shape, isV1Status } from './device-kind';
import { type CauseName, failureBy } from './failure-causes';
import type { HttpClient } from './http-client';
import { excerpt, parseObject } from './parse-response';
import type { TransportError } from './transport';

/** The device's HTTP server says so for a path that it does not have [goecharger/go-eCharger-API-v1#64, goecharger/go-eCharger-API-v2#287]. */
const NO_SUCH_PATH = /this uri does not exist|nothing matches the given uri/i;
/** What API v1 answers everything at. */
const V1_PATH = '/status';
/** From one look at API v1 to the next; doubled each time [our choice]. */
const LOOK_EVERY_MS = { least: 60_000, most: 3_600_000 };
/** For so long an API that answered is known to have been there, also by those who ask after a deploy or for a test. */
const REMEMBERED_MS = 3_600_000;

/** When an API last answered at each address, by a clock that nobody sets. */
const answeredAt = new Map<string, number>();

export interface MissingApi {
  /** The API has answered. */
  answered(): void;
  /** It has done so of late: what is at the address is a charger. */
  readonly hasAnswered: boolean;
  /** The error for an answer 404. @throws nothing */
  why(text: string, signal: AbortSignal): Promise<TransportError>;
}

export function createMissingApi(client: HttpClient, address: string): MissingApi {
  let lookAt = Number.NEGATIVE_INFINITY;
  let waitMs = LOOK_EVERY_MS.least;
  let found: CauseName | undefined;

  /** What API v1 says, which newer chargers may have switched on beside API v2. */
  async function look(signal: AbortSignal): Promise<CauseName | undefined> {
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
    return performance.now() - before < REMEMBERED_MS;
  };

  return {
    get hasAnswered() {
      return hasAnswered();
    },

    answered() {
      answeredAt.set(address, performance.now());
      lookAt = Number.NEGATIVE_INFINITY;
    },

    async why(text, signal) {
      const isOfCharger = NO_SUCH_PATH.test(text);
      const says = `HTTP 404 with ${text.trim() === '' ? 'an empty answer' : `“${excerpt(text)}”`}`;
      if (/^\s*</.test(text) && !isOfCharger) return failureBy('otherDevice', { says, maybeSent: true });
      if (hasAnswered()) return failureBy('apiDied', isOfCharger ? {} : { code: 'PROTOCOL', says });
      const now = performance.now();
      if (now >= lookAt) {
        waitMs = lookAt > 0 ? Math.min(waitMs * 2, LOOK_EVERY_MS.most) : LOOK_EVERY_MS.least;
        lookAt = now + waitMs;
        found = await look(signal);
      }
      if (found) return failureBy(found);
      return isOfCharger ? failureBy('apiOff') : failureBy('notFound', { says, maybeSent: true });
    },
  };
}
