/**
 * Rests that the cloud asks for: it is left alone after 429 (asked too often), 403 (charger away) and 401 (wrong token), longer
 * each time. 0.3.0 asked a cloud that answered so about 22 times a minute [tried against 0.3.0].
 */
import { type CauseName, failureBy } from './failure-causes';
import type { TransportError } from './transport';

/** What is asked for: reading, or writing. */
export type Asked = 'status' | 'set';

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;

/** The first rest; doubled each time until an answer comes [our choice]. A wrong token does not become a right one. */
const RESTS: Readonly<Record<number, { cause: CauseName; firstMs: number; mostMs: number }>> = {
  401: { cause: 'cloudToken', firstMs: 60_000, mostMs: 900_000 },
  403: { cause: 'cloudOff', firstMs: 2000, mostMs: 60_000 },
  [TOO_MANY_REQUESTS]: { cause: 'cloudTooOften', firstMs: 5000, mostMs: 600_000 },
};
/** Out of order for as long as it says itself. */
const OUT_OF_ORDER = { cause: 'cloudBusy', firstMs: 0, mostMs: 0 } as const;
/** What `Retry-After` may ask for. */
const RETRY_AFTER_MS = { least: 1000, most: 3_600_000 };
/** A timer may be a little early. */
const EARLY_MS = 50;

export interface CloudBackoff {
  /** @throws TransportError with the reason and the time of the next attempt, as long as the rest lasts */
  unlessResting(asked: Asked): void;
  /** An answer came. @returns why it means a rest */
  began(asked: Asked, status: number, retryAfter: string | undefined): TransportError | undefined;
}

interface Resting {
  cause: CauseName;
  until: number;
  /** The same, as a person reads it. */
  clock: string;
}

export function createCloudBackoff(): CloudBackoff {
  const resting = new Map<Asked, Resting>();
  /** How often each status came since the last answer. */
  const times = { status: new Map<number, number>(), set: new Map<number, number>() };

  const why = ({ cause, until, clock }: Resting) =>
    failureBy(cause, { says: `asked again at ${clock}`, retryAfterMs: Math.max(until - performance.now(), 0) });

  return {
    unlessResting(asked) {
      const rest = resting.get(asked);
      if (rest && performance.now() < rest.until - EARLY_MS) throw why(rest);
    },

    began(asked, status, retryAfter) {
      const askedForMs = retryAfterMs(retryAfter);
      const rest = status === UNAVAILABLE && askedForMs > 0 ? OUT_OF_ORDER : RESTS[status];
      if (!rest) {
        // What its own servers say of themselves is no answer.
        if (status < 500) times[asked].clear();
        return undefined;
      }
      const before = times[asked].get(status) ?? 0;
      times[asked].set(status, before + 1);
      const restMs = Math.max(Math.min(rest.firstMs * 2 ** before, rest.mostMs), askedForMs);
      const clock = new Date(Date.now() + restMs).toTimeString().slice(0, 8);
      const next = { cause: rest.cause, until: performance.now() + restMs, clock };
      // Who may not write may read all the same.
      const isOfSet = asked === 'set' && (status === 401 || status === 403);
      for (const each of isOfSet ? (['set'] as const) : (['status', 'set'] as const))
        if (each === asked || (resting.get(each)?.until ?? 0) < next.until) resting.set(each, next);
      return why(next);
    },
  };
}

/** Seconds, or a date [RFC 9110]; nothing where it is neither. */
function retryAfterMs(text: string | undefined): number {
  if (text === undefined) return 0;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, RETRY_AFTER_MS.least), RETRY_AFTER_MS.most);
}
