/**
 * Freshness: the rules that say if a stored value may be believed, and for what. `RULES` is the table, question × delivery → rule;
 * all others ask here. A pushed value is valid until the next one comes, a polled one is as old as its response.
 */
import type { Availability } from './charger.types';
import type { Delivery } from './delivery';
import type { StoredValue } from './value-store';

/** @param sinceMs a moment by `performance.now()`, for the questions that compare with one */
type FreshnessCheck = (key: string, entry: StoredValue | undefined, sinceMs?: number) => boolean;

/** The questions about a stored value. All but the last are false for a key without one. */
export interface Freshness {
  /** The value may be old: it is shown as `stale`. */
  isStale: FreshnessCheck;
  /** A message that wants the latest value gets it without a request to the charger. */
  isLatest: FreshnessCheck;
  /** The charger has this value now, as far as can be known without a request. */
  isCurrent: FreshnessCheck;
  /** The value need not be read before it is overwritten. */
  isFreshForWrite: FreshnessCheck;
  /** The value may be named as the limit of a current that was written: limits change seldom. */
  isUsableAsLimit: FreshnessCheck;
  /** The value belongs to the response to a request that was made at `sinceMs`. */
  isFromResponse: FreshnessCheck;
  /** The value is valid although it was not received again: a pushed value that stays the same is sent once. */
  isStillValid: FreshnessCheck;
  /** No other value can have come and gone unseen since `sinceMs`. */
  isObservedSince: FreshnessCheck;
}

export interface FreshnessContext {
  delivery: Pick<Delivery, 'kind'>;
  /** Highest age of a polled value that is still the latest. */
  latestMs: number;
  availability(): Availability['state'];
  /** The value came before the connection was last lost, or while the key was not subscribed. */
  isOutdated(entry: StoredValue): boolean;
  /** The charger leaves the key out of its responses. */
  isLeftOut(key: string): boolean;
  /** The key has a subscription. */
  isSubscribed(key: string): boolean;
  /** The transport keeps the key up to date: it has a subscription, or a flow has written it. */
  isKeptUpToDate(key: string): boolean;
}

/** Highest age of a polled value that may be named as a limit; the cable may be another one after that [our choice]. */
const USABLE_AS_LIMIT_MS = 60_000;
/** Highest age of a polled value that is not read again before a write [our choice]. */
const FRESH_FOR_WRITE_MS = 1000;
/** Longest time between two polls in which a value cannot have come and gone unseen [our choice]. */
const OBSERVED_MS = 2500;

type FreshnessRule = (context: FreshnessContext, key: string, entry: StoredValue, sinceMs: number) => boolean;

const ageMs = (entry: StoredValue) => performance.now() - entry.at;
const isOld: FreshnessRule = (context, key, entry) => context.isOutdated(entry) || context.isLeftOut(key);

const isStale: FreshnessRule = (context, key, entry) => {
  const state = context.availability();
  return isOld(context, key, entry, 0) || state === 'offline' || !(entry.live || state === 'online');
};
const isPushedNow: FreshnessRule = (context, key, entry) =>
  !isOld(context, key, entry, 0) && context.availability() === 'online' && context.isKeptUpToDate(key);
const isPolledNow: FreshnessRule = (context, key, entry) =>
  !isOld(context, key, entry, 0) && ageMs(entry) <= context.latestMs;

type Question = Exclude<keyof Freshness, 'isObservedSince'>;

const RULES: Readonly<Record<Question, Readonly<Record<Delivery['kind'], FreshnessRule>>>> = {
  isStale: { pushed: isStale, polled: isStale },
  isLatest: {
    // Until the charger itself has sent something, what a broker has kept may be old.
    pushed: (context, key, entry) =>
      context.isSubscribed(key) && (entry.live || context.availability() !== 'connecting'),
    polled: isPolledNow,
  },
  isCurrent: { pushed: isPushedNow, polled: isPolledNow },
  isFreshForWrite: {
    pushed: isPushedNow,
    polled: (context, key, entry) => isPolledNow(context, key, entry, 0) && ageMs(entry) <= FRESH_FOR_WRITE_MS,
  },
  isUsableAsLimit: {
    pushed: (context, key, entry) => !isOld(context, key, entry, 0),
    polled: (context, key, entry) => !isOld(context, key, entry, 0) && ageMs(entry) <= USABLE_AS_LIMIT_MS,
  },
  isFromResponse: {
    // A value that was sent before and has not changed is not sent again.
    pushed: () => true,
    polled: (_context, _key, entry, sinceMs) => entry.at >= sinceMs,
  },
  isStillValid: { pushed: isPushedNow, polled: () => false },
};

const OBSERVED_RULES: Readonly<
  Record<Delivery['kind'], (context: FreshnessContext, ...of: Parameters<FreshnessCheck>) => boolean>
> = {
  pushed: (context, key, entry) => entry !== undefined && isPushedNow(context, key, entry, 0),
  polled: (_context, _key, entry, sinceMs = 0) => performance.now() - Math.max(sinceMs, entry?.at ?? 0) <= OBSERVED_MS,
};

export function createFreshness(context: FreshnessContext): Freshness {
  const { kind } = context.delivery;
  const check = (question: Question): FreshnessCheck => {
    const rule = RULES[question][kind];
    return (key, entry, sinceMs = 0) => entry !== undefined && rule(context, key, entry, sinceMs);
  };
  return {
    isStale: check('isStale'),
    isLatest: check('isLatest'),
    isCurrent: check('isCurrent'),
    isFreshForWrite: check('isFreshForWrite'),
    isUsableAsLimit: check('isUsableAsLimit'),
    isFromResponse: check('isFromResponse'),
    isStillValid: check('isStillValid'),
    isObservedSince: (key, entry, sinceMs) => OBSERVED_RULES[kind](context, key, entry, sinceMs),
  };
}
