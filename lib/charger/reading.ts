/** Reading a charger: a read is answered from the value store, after a question for what is not fresh enough there. */
import { ChargerError } from '../errors';
import { isName, keyOf, keysOf, redact, valueNamed } from '../keys';
import { raceAbort, withTimeout } from '../transport/timeout';
import { type Keys, type Transport, TransportError } from '../transport/transport';
import type { AvailabilityState } from './availability';
import type { Charger, Known } from './charger.types';
import type { Delivery } from './delivery';
import type { Freshness } from './freshness';
import { createSharedRequest } from './shared-request';
import type { Subscriptions } from './subscriptions';
import type { ValueStore } from './value-store';

/** More than any charger has, and few enough requests to end within the timeout of a message [our choice]. */
const MOST_KEYS_ASKED = 1000;

export interface ReadingContext {
  transport: Transport;
  delivery: Delivery;
  store: ValueStore;
  freshness: Freshness;
  subscriptions: Pick<Subscriptions, 'wantsEverything'>;
  availability: Pick<AvailabilityState, 'current'>;
  /** Highest age of a response with everything that is still the latest. */
  latestMs: number;
  timeoutMs: number;
  closing: AbortSignal;
  /** The charger's name, for errors. */
  name(): string;
  /** A `TransportError` as the error of this charger. */
  failure(cause: unknown): ChargerError;
}

export interface Reading {
  /** The stored value of a name; secrets are masked. */
  known(name: string): Known | undefined;
  read: Charger['read'];
}

export function createReading(context: ReadingContext): Reading {
  const { store, freshness, subscriptions, availability } = context;
  const ask = createAsk(context);
  let everythingAt = Number.NEGATIVE_INFINITY;
  const known = (name: string) => knownOf(name, store, freshness);

  async function read(
    names: readonly string[] | 'all',
    source: 'latest' | 'charger',
    signal: AbortSignal = context.closing,
  ): Promise<Map<string, Known>> {
    const started = performance.now();
    const keys: Keys = names === 'all' ? 'all' : new Set(names.filter(isName).flatMap(keysOf));
    if (keys !== 'all' && keys.size > MOST_KEYS_ASKED) throw tooMany(context.name(), keys.size);
    const asked = source === 'charger' ? keys : notLatest(keys);
    if (asked === 'all' || asked.size > 0) await ask(asked, signal);
    if (asked === 'all') everythingAt = performance.now();
    const result = new Map<string, Known>();
    for (const each of names === 'all' ? store.keys() : names) {
      const value = known(each);
      // A key that is left out of the charger's answer has no value, however fresh the stored one is.
      const key = keyOf(each);
      const isFromResponse = source === 'latest' || freshness.isFromResponse(key, store.get(key), started);
      if (value && isFromResponse) result.set(each, value);
    }
    return result;
  }

  /** The keys that have to be asked for. While the charger is offline, stored values have to do. */
  function notLatest(keys: Keys): Keys {
    const offline = availability.current.state === 'offline';
    if (keys === 'all') {
      const isLatest = subscriptions.wantsEverything()
        ? everythingAt > 0 || context.delivery.keepsConnection
        : performance.now() - everythingAt <= context.latestMs;
      return (isLatest || offline) && [...store.keys()].length > 0 ? new Set() : 'all';
    }
    return new Set(
      [...keys].filter((key) => {
        const entry = store.get(key);
        return !entry || (!offline && !freshness.isLatest(key, entry));
      }),
    );
  }

  return { known, read };
}

/** A name's stored value. Some names are made of several keys: such a value is as new and as stale as the worst of them. */
function knownOf(name: string, store: ValueStore, freshness: Freshness): Known | undefined {
  const [key, ...others] = keysOf(name);
  const entry = store.get(key);
  const value = entry && valueNamed(name, (each) => store.get(each)?.value, entry.length);
  if (!entry || value === undefined) return undefined;
  const keys = [key, ...others.filter((each) => store.get(each))];
  const entries = keys.map((each) => store.get(each)!);
  const time = Math.max(...entries.map((each) => each.time));
  const stale = keys.some((each, at) => freshness.isStale(each, entries[at]!));
  return { value: redact(key, value), time, stale };
}

/** @returns asks the charger for keys; throws a ChargerError, CLOSED as soon as nobody waits any more */
function createAsk(context: ReadingContext): (keys: Keys, signal: AbortSignal) => Promise<void> {
  const { transport, delivery, timeoutMs, closing, failure } = context;
  const sharedRequest = createSharedRequest((keys) =>
    withTimeout(timeoutMs, [closing], (signal) => raceAbort(signal, transport.ask(keys, signal))),
  );
  return async (keys, signal) => {
    const isOver = () => closing.aborted || signal.aborted;
    const closed = () => failure(new TransportError('CLOSED', 'the flow was redeployed or stopped'));
    if (isOver()) throw closed();
    try {
      // A poll goes on when one of those who wait for it stops waiting, so it gets no signal of its own.
      if (delivery.canAsk) await transport.ask(keys, signal, timeoutMs);
      else await raceAbort(signal, sharedRequest(keys), timeoutMs);
    } catch (error) {
      throw isOver() ? closed() : failure(error);
    }
  };
}

function tooMany(name: string, count: number): ChargerError {
  return new ChargerError(
    'INVALID',
    `${name}: asked for ${count} keys at once, and no charger has more than some hundred: name those that you need, or none for everything`,
  );
}
