/** Reading a charger: what is known of names, and asking for what is not known well enough. */
import { ChargerError } from '../errors';
import { isName, keyOf, keysOf, redact, valueNamed } from '../keys';
import { raceAbort, withTimeout } from '../transport/timeout';
import { type Keys, type Transport, TransportError } from '../transport/transport';
import type { AvailabilityState } from './availability';
import type { Charger, Known } from './charger.types';
import type { Freshness } from './freshness';
import { createSharedAsk } from './shared-ask';
import type { Subscriptions } from './subscriptions';
import type { ValueStore } from './value-store';

/** More than any charger has, and few enough requests to be over within the time of a message [our choice]. */
const MOST_KEYS_ASKED = 1000;

export interface ReadingContext {
  transport: Transport;
  known: ValueStore;
  freshness: Freshness;
  interest: Pick<Subscriptions, 'everything'>;
  availability: Pick<AvailabilityState, 'current'>;
  /** How old an answer for everything may be and still be the latest. */
  latestMs: number;
  timeoutMs: number;
  closing: AbortSignal;
  /** The charger's name, for errors. */
  name(): string;
  /** An error of the way as one of the charger. */
  failure(cause: unknown): ChargerError;
}

export interface Reading {
  /** What is known of a name now; secrets are masked. */
  view(name: string): Known | undefined;
  read: Charger['read'];
}

export function createReading(context: ReadingContext): Reading {
  const { transport, known, freshness, interest, availability, timeoutMs, closing, failure } = context;
  let everythingAt = Number.NEGATIVE_INFINITY;

  function view(nameOrField: string): Known | undefined {
    const [key, ...others] = keysOf(nameOrField);
    const entry = known.get(key);
    const value = entry && valueNamed(nameOrField, (each) => known.get(each)?.value, entry.length);
    if (!entry || value === undefined) return undefined;
    const keys = [key, ...others.filter((each) => known.get(each))];
    const entries = keys.map((each) => known.get(each)!);
    const time = Math.max(...entries.map((each) => each.time));
    const stale = keys.some((each, at) => freshness.isStale(each, entries[at]!));
    return { value: redact(key, value), time, stale };
  }

  async function read(
    names: readonly string[] | 'all',
    source: 'latest' | 'charger',
    signal: AbortSignal = closing,
  ): Promise<Map<string, Known>> {
    const started = performance.now();
    const keys: Keys = names === 'all' ? 'all' : new Set(names.filter(isName).flatMap(keysOf));
    if (keys !== 'all' && keys.size > MOST_KEYS_ASKED) throw tooMany(context.name(), keys.size);
    const missing = source === 'charger' ? keys : missingOf(keys);
    if (missing === 'all' || missing.size > 0) await ask(missing, signal);
    const result = new Map<string, Known>();
    for (const each of names === 'all' ? known.keys() : names) {
      const entry = view(each);
      // What the charger left out of its answer is not there any more, however well it was known before.
      const answered = source === 'latest' || freshness.isAnswered(known.get(keyOf(each)), started);
      if (entry && answered) result.set(each, entry);
    }
    return result;
  }

  /** What would have to be asked for. While the charger is out of reach, what is known has to do. */
  function missingOf(keys: Keys): Keys {
    const offline = availability.current.state === 'offline';
    if (keys === 'all') {
      const isKnown = interest.everything()
        ? everythingAt > 0 || transport.pushes
        : performance.now() - everythingAt <= context.latestMs;
      return (isKnown || offline) && [...known.keys()].length > 0 ? new Set() : 'all';
    }
    return new Set(
      [...keys].filter((key) => {
        const entry = known.get(key);
        return !entry || (!offline && !freshness.isLatest(key, entry));
      }),
    );
  }

  const sharedAsk = createSharedAsk((keys) =>
    withTimeout(timeoutMs, [closing], (signal) => raceAbort(signal, transport.ask(keys, signal))),
  );

  async function ask(keys: Keys, ending: AbortSignal): Promise<void> {
    const isOver = () => closing.aborted || ending.aborted;
    const redeployed = () => failure(new TransportError('CLOSED', 'the flow was redeployed or stopped'));
    if (isOver()) throw redeployed();
    try {
      // A poll is not ended because one of those who wait for it waits no longer, so it needs no signal of its own.
      if (!transport.pushes) await transport.ask(keys, ending, timeoutMs);
      else await raceAbort(ending, sharedAsk(keys), timeoutMs);
      if (keys === 'all') everythingAt = performance.now();
    } catch (error) {
      throw isOver() ? redeployed() : failure(error);
    }
  }

  return { view, read };
}

function tooMany(name: string, count: number): ChargerError {
  return new ChargerError(
    'INVALID',
    `${name}: asked for ${count} keys at once, and no charger has more than some hundred: name those that you need, or none for everything`,
  );
}
