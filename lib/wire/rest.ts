/**
 * Rests that the cloud asks for: it is left alone after 429 (asked too often), 403 (charger away) and 401 (wrong token), longer
 * each time. 0.3.0 asked a cloud that answered so about 22 times a minute [tried against 0.3.0].
 */
import { type CauseName, failureBy } from './causes';
import type { WireError } from './wire';

/** The first rest; doubled each time in a row [our choice]. A wrong token does not become a right one. */
const RESTS: Readonly<Record<number, { cause: CauseName; firstMs: number; mostMs: number }>> = {
  401: { cause: 'cloudToken', firstMs: 60_000, mostMs: 900_000 },
  403: { cause: 'cloudOff', firstMs: 2000, mostMs: 60_000 },
  429: { cause: 'cloudTooOften', firstMs: 5000, mostMs: 600_000 },
};
/** What `Retry-After` may ask for. */
const RETRY_AFTER_MS = { least: 1000, most: 3_600_000 };
/** A timer may be a little early. */
const EARLY_MS = 50;

export interface Rest {
  /** @throws WireError with the reason and the time of the next attempt, as long as the rest lasts */
  unlessResting(): void;
  /** An answer came. @returns why it means a rest */
  began(status: number, retryAfter: string | undefined): WireError | undefined;
  over(): void;
}

export function createRest(): Rest {
  let status = 0;
  let times = 0;
  let until = Number.NEGATIVE_INFINITY;
  /** The same, as a person reads it. */
  let clock = '';

  const why = (cause: CauseName) =>
    failureBy(cause, { says: `asked again at ${clock}`, retryAfterMs: Math.max(until - performance.now(), 0) });

  return {
    unlessResting() {
      const rest = RESTS[status];
      if (rest && performance.now() < until - EARLY_MS) throw why(rest.cause);
    },

    began(code, retryAfter) {
      const rest = RESTS[code];
      if (!rest) return undefined;
      times = code === status ? times + 1 : 1;
      status = code;
      const grownMs = Math.min(rest.firstMs * 2 ** (times - 1), rest.mostMs);
      const restMs = Math.max(grownMs, retryAfterMs(retryAfter));
      until = performance.now() + restMs;
      clock = new Date(Date.now() + restMs).toTimeString().slice(0, 8);
      return why(rest.cause);
    },

    over() {
      status = 0;
    },
  };
}

/** Seconds, or a date [RFC 9110]; nothing where it is neither. */
function retryAfterMs(text: string | undefined): number {
  if (text === undefined) return 0;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, RETRY_AFTER_MS.least), RETRY_AFTER_MS.most);
}
