/**
 * Freshness: whether what is known of a key may be believed, and for what. All who ask that ask here. The answers differ
 * between chargers that tell by themselves (MQTT: a value stands until the next one comes) and those that are asked (HTTP and
 * cloud: a value is as old as its answer).
 */
import type { Availability } from './charger.types';
import type { StoredValue } from './value-store';

export interface Freshness {
  /** The value may be old: it is shown as `stale`. */
  isStale(key: string, entry: StoredValue): boolean;
  /** A message that wants the latest value gets it without asking the charger. */
  isLatest(key: string, entry: StoredValue): boolean;
  /** It is as the charger has it now, as far as can be known without asking. */
  isCurrent(key: string, entry: StoredValue): boolean;
  /** It needs no look before it is overwritten. */
  isFresh(key: string, entry: StoredValue): boolean;
  /** It changes so seldom that it may be told beside another value: what bounds a current. */
  holds(key: string, entry: StoredValue): boolean;
  /** It came with the answer to what was asked at `askedAt`, or has been told since or before and stands. */
  isAnswered(entry: StoredValue | undefined, askedAt: number): boolean;
  /** It stands without being told again: a value that stays the same is told once, where values arrive by themselves. */
  stands(key: string, entry: StoredValue): boolean;
}

export interface FreshnessContext {
  /** Values arrive by themselves. */
  pushed: boolean;
  /** How old an answer may be and still be the latest. */
  latestMs: number;
  availability(): Availability['state'];
  /** It came from an earlier stretch of being online, or nobody listened to it meanwhile. */
  isOutdated(entry: StoredValue): boolean;
  /** The charger leaves it out of its answers. */
  isLeftOut(key: string): boolean;
  /** Somebody wants it, so that it is kept up to date. */
  isWanted(key: string): boolean;
  /** It is listened to: wanted, or written by a flow. */
  isListenedTo(key: string): boolean;
}

/** A cable may be another one by then. */
const HOLDS_MS = 60_000;
/** What was read this recently needs no look before it is overwritten. */
const FRESH_MS = 1000;

type Rules = Pick<Freshness, 'isLatest' | 'isCurrent' | 'isFresh' | 'isAnswered' | 'stands'>;

export function createFreshness(context: FreshnessContext): Freshness {
  const isOld = (key: string, entry: StoredValue) => context.isOutdated(entry) || context.isLeftOut(key);
  const ageMs = (entry: StoredValue) => performance.now() - entry.at;
  return {
    ...(context.pushed ? pushedRules(context, isOld) : polledRules(context, isOld, ageMs)),
    isStale(key, entry) {
      const state = context.availability();
      return isOld(key, entry) || state === 'offline' || !(entry.live || state === 'online');
    },
    holds: (key, entry) => !isOld(key, entry) && (context.pushed || ageMs(entry) <= HOLDS_MS),
  };
}

function pushedRules(context: FreshnessContext, isOld: Freshness['isStale']): Rules {
  const isCurrent: Rules['isCurrent'] = (key, entry) =>
    !isOld(key, entry) && context.availability() === 'online' && context.isListenedTo(key);
  return {
    // Before the charger is heard, what a broker has kept may be of yesterday.
    isLatest: (key, entry) => context.isWanted(key) && (entry.live || context.availability() !== 'connecting'),
    isCurrent,
    isFresh: isCurrent,
    // What was told before need not come anew to be so still.
    isAnswered: (entry) => entry !== undefined,
    stands: isCurrent,
  };
}

function polledRules(
  { latestMs }: FreshnessContext,
  isOld: Freshness['isStale'],
  ageMs: (entry: StoredValue) => number,
): Rules {
  const isCurrent: Rules['isCurrent'] = (key, entry) => !isOld(key, entry) && ageMs(entry) <= latestMs;
  return {
    isLatest: isCurrent,
    isCurrent,
    isFresh: (key, entry) => isCurrent(key, entry) && ageMs(entry) <= FRESH_MS,
    isAnswered: (entry, askedAt) => entry !== undefined && entry.at >= askedAt,
    stands: () => false,
  };
}
