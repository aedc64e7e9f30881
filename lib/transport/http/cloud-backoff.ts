/**
 * Backoff of the cloud: after 429 (asked too often), 403 (charger away) and 401 (wrong token) no request is sent for a while,
 * longer each time. 0.3.0 sent about 22 requests a minute to a cloud that answered so [tried against 0.3.0].
 */
import { type CauseName, failureBy } from '../failure-causes';
import type { TransportError } from '../transport';

/** The last part of the path: `status` reads, `set` writes. */
export type CloudEndpoint = 'status' | 'set';

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;

/** First and longest pause after an HTTP status; doubled each time until another answer comes. A wrong token stays wrong. [our choice] */
const PAUSES: Readonly<Record<number, { cause: CauseName; firstMs: number; mostMs: number }>> = {
  401: { cause: 'cloudToken', firstMs: 60_000, mostMs: 900_000 },
  403: { cause: 'cloudOff', firstMs: 2000, mostMs: 60_000 },
  [TOO_MANY_REQUESTS]: { cause: 'cloudTooOften', firstMs: 5000, mostMs: 600_000 },
};
/** Pause after 503: only as long as the cloud itself says in `Retry-After` [RFC 9110]. */
const UNAVAILABLE_PAUSE = { cause: 'cloudBusy', firstMs: 0, mostMs: 0 } as const;
/** Bounds of a pause that `Retry-After` asks for [our choice]. */
const RETRY_AFTER_MS = { least: 1000, most: 3_600_000 };
/** Slack before the end of a pause, because a timer may be a little early [Node.js]. */
const EARLY_MS = 50;

export interface CloudBackoff {
  /** @throws TransportError with the reason and the time of the next attempt, during a pause */
  throwIfPaused(endpoint: CloudEndpoint): void;
  /** An answer came. @returns the error of the request, where a pause begins with it */
  pauseAfter(endpoint: CloudEndpoint, status: number, retryAfter: string | undefined): TransportError | undefined;
}

interface Pause {
  cause: CauseName;
  untilMs: number;
  /** The end as time of day, for the error. */
  endsAt: string;
}

export function createCloudBackoff(): CloudBackoff {
  const pauses = new Map<CloudEndpoint, Pause>();
  /** Number of responses with each status that pauses, since the last one that does not. */
  const counts = { status: new Map<number, number>(), set: new Map<number, number>() };

  const errorOf = ({ cause, untilMs, endsAt }: Pause) =>
    failureBy(cause, { says: `asked again at ${endsAt}`, retryAfterMs: Math.max(untilMs - performance.now(), 0) });

  return {
    throwIfPaused(endpoint) {
      const pause = pauses.get(endpoint);
      if (pause && performance.now() < pause.untilMs - EARLY_MS) throw errorOf(pause);
    },

    pauseAfter(endpoint, status, retryAfter) {
      const retryMs = retryAfterMs(retryAfter);
      const rule = status === UNAVAILABLE && retryMs > 0 ? UNAVAILABLE_PAUSE : PAUSES[status];
      if (!rule) {
        // An error of the cloud's own servers says nothing about token, charger or rate.
        if (status < 500) counts[endpoint].clear();
        return undefined;
      }
      const before = counts[endpoint].get(status) ?? 0;
      counts[endpoint].set(status, before + 1);
      const lengthMs = Math.max(Math.min(rule.firstMs * 2 ** before, rule.mostMs), retryMs);
      const endsAt = new Date(Date.now() + lengthMs).toTimeString().slice(0, 8);
      const pause = { cause: rule.cause, untilMs: performance.now() + lengthMs, endsAt };
      // A token may be allowed to read and not to write.
      const isForWritesOnly = endpoint === 'set' && (status === 401 || status === 403);
      for (const each of isForWritesOnly ? (['set'] as const) : (['status', 'set'] as const))
        if (each === endpoint || (pauses.get(each)?.untilMs ?? 0) < pause.untilMs) pauses.set(each, pause);
      return errorOf(pause);
    },
  };
}

/** `Retry-After` in milliseconds: seconds or a date [RFC 9110]; 0 where it is neither. */
function retryAfterMs(text: string | undefined): number {
  if (text === undefined) return 0;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, RETRY_AFTER_MS.least), RETRY_AFTER_MS.most);
}
