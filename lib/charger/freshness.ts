/**
 * Freshness: whether a stored value may be believed, and for what. `RULES` is the table, question × delivery → rule; all others
 * ask here. A pushed value is valid until the next one comes, a polled one is as old as its answer.
 */
import type { Availability } from './charger.types';
import type { Delivery } from './delivery';
import type { StoredValue } from './value-store';

/** @param sinceMs a moment by `performance.now()`, for the questions that compare with one */
type Answer = (key: string, entry: StoredValue | undefined, sinceMs?: number) => boolean;

/** All but the last question are answered with false for a key without a stored value. */
export interface Freshness {
  /** The value may be old: it is shown as `stale`. */
  isStale: Answer;
  /** A message that wants the latest value gets it without a question to the charger. */
  isLatest: Answer;
  /** The charger has this value now, as far as can be known without a question. */
  isCurrent: Answer;
  /** The value need not be read before it is overwritten. */
  isFreshForWrite: Answer;
  /** The value may be named as the limit of a current that was written: limits change seldom. */
  isUsableAsLimit: Answer;
  /** The value belongs to the answer to what was asked at `sinceMs`. */
  isFromAnswer: Answer;
  /** The value is valid although it was not received again: a pushed value that stays the same is sent once. */
  isStillValid: Answer;
  /** No other value can have come and gone unseen since `sinceMs`. */
  isObservedSince: Answer;
}

export interface FreshnessContext {
  delivery: Pick<Delivery, 'kind'>;
  /** Highest age of a polled value that is still the latest. */
  latestMs: number;
  availability(): Availability['state'];
  /** The value came before the connection was last lost, or while the key was not subscribed. */
  isOutdated(entry: StoredValue): boolean;
  /** The charger leaves the key out of its answers. */
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

type Rule = (context: FreshnessContext, key: string, entry: StoredValue, sinceMs: number) => boolean;

const ageMs = (entry: StoredValue) => performance.now() - entry.at;
const isOld: Rule = (context, key, entry) => context.isOutdated(entry) || context.isLeftOut(key);

const isStale: Rule = (context, key, entry) => {
  const state = context.availability();
  return isOld(context, key, entry, 0) || state === 'offline' || !(entry.live || state === 'online');
};
const isPushedNow: Rule = (context, key, entry) =>
  !isOld(context, key, entry, 0) && context.availability() === 'online' && context.isKeptUpToDate(key);
const isPolledNow: Rule = (context, key, entry) => !isOld(context, key, entry, 0) && ageMs(entry) <= context.latestMs;

type Question = Exclude<keyof Freshness, 'isObservedSince'>;

const RULES: Readonly<Record<Question, Readonly<Record<Delivery['kind'], Rule>>>> = {
  isStale: { pushed: isStale, polled: isStale },
  isLatest: {
    // Until the charger itself has sent something, what a broker has kept may be of yesterday.
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
  isFromAnswer: {
    // A value that was sent before and has not changed is not sent again.
    pushed: () => true,
    polled: (_context, _key, entry, sinceMs) => entry.at >= sinceMs,
  },
  isStillValid: { pushed: isPushedNow, polled: () => false },
};

const OBSERVED_RULES: Readonly<
  Record<Delivery['kind'], (context: FreshnessContext, ...of: Parameters<Answer>) => boolean>
> = {
  pushed: (context, key, entry) => entry !== undefined && isPushedNow(context, key, entry, 0),
  polled: (_context, _key, entry, sinceMs = 0) => performance.now() - Math.max(sinceMs, entry?.at ?? 0) <= OBSERVED_MS,
};

export function createFreshness(context: FreshnessContext): Freshness {
  const { kind } = context.delivery;
  const answer = (question: Question): Answer => {
    const rule = RULES[question][kind];
    return (key, entry, sinceMs = 0) => entry !== undefined && rule(context, key, entry, sinceMs);
  };
  return {
    isStale: answer('isStale'),
    isLatest: answer('isLatest'),
    isCurrent: answer('isCurrent'),
    isFreshForWrite: answer('isFreshForWrite'),
    isUsableAsLimit: answer('isUsableAsLimit'),
    isFromAnswer: answer('isFromAnswer'),
    isStillValid: answer('isStillValid'),
    isObservedSince: (key, entry, sinceMs) => OBSERVED_RULES[kind](context, key, entry, sinceMs),
  };
}
