/**
 * Status reader of the local API: asks for some keys by the filter `?filter=`, which has two spellings and a limited length. Keys that
 * a model does not have are left out of its answer.
 */
import type { Json } from '../../json';
import { SERIAL_KEY } from '../device-kind';
import { failureBy } from '../failure-causes';
import { portions } from '../parse-response';
import { TransportError } from '../transport';

/** Length of a query at the most: the device's HTTP server takes near 512 characters for the whole address [goecharger/go-eCharger-API-v2#303]. */
export const MAX_QUERY = 380;
/** Older devices run out of memory on an array of more than ten [vendor's API documents]; the serial number is one of them. */
const MAX_ARRAY_FILTER = 9;

/** `a,b` since firmware 051.4; `["a","b"]` before, which newer firmware answers with `{}` [vendor's API documents]. */
type Spelling = 'comma' | 'array';

/** The query is longer than the charger takes. */
export interface QueryTooLong {
  tooLong: TransportError;
}

export type StatusValues = Map<string, Json>;

export interface StatusReader {
  /**
   * @returns the values; where there are none, another answer has shown that the charger answers
   * @throws TransportError
   */
  read(keys: readonly string[], signal: AbortSignal): Promise<StatusValues>;
  /** The keys that fit into one request each. */
  portions(keys: readonly string[]): string[][];
  /** The charger may have another firmware. */
  forget(): void;
}

/** @param get one request for the keys; throws TransportError */
export function createStatusReader(
  get: (filter: string, keys: readonly string[], signal: AbortSignal) => Promise<StatusValues | QueryTooLong>,
  withSerial: (keys: readonly string[]) => readonly string[],
): StatusReader {
  let spelling: Spelling | undefined;
  /** Characters of a query that this charger takes. */
  let maxQuery = MAX_QUERY;
  /** A key this charger was found to have. */
  let knownKey = SERIAL_KEY;

  const portionsOf = (keys: readonly string[]) =>
    portions(keys, maxQuery, spelling === 'array' ? MAX_ARRAY_FILTER : undefined);

  function getSpelt(as: Spelling, keys: readonly string[], signal: AbortSignal): Promise<StatusValues | QueryTooLong> {
    const asked = withSerial(keys);
    return get(as === 'comma' ? asked.join(',') : encodeURIComponent(JSON.stringify(asked)), asked, signal);
  }

  /** One request in the known spelling, or in both to find it out. */
  async function getPortion(keys: readonly string[], signal: AbortSignal): Promise<StatusValues | QueryTooLong> {
    if (spelling) return getSpelt(spelling, keys, signal);
    let refused: unknown;
    const values = await getSpelt('comma', keys, signal).catch((error: unknown) => {
      if (!mayBeSpelling(error)) throw error;
      refused = error;
      return new Map<string, Json>();
    });
    if ('tooLong' in values) return values;
    if (values.size > 0) {
      spelling = 'comma';
      return values;
    }
    const older = await getSpelt('array', keys.slice(0, MAX_ARRAY_FILTER), signal).catch((error: unknown) => {
      throw refused ?? error;
    });
    if ('tooLong' in older) return older;
    if (older.size > 0) {
      spelling = 'array';
      const others = keys.slice(MAX_ARRAY_FILTER);
      return others.length > 0 ? new Map([...older, ...(await getAll(others, signal))]) : older;
    }
    if (refused) throw refused;
    return values;
  }

  /** In as many requests as it takes. Shorter ones after one that was too long: some chargers take 256 characters only [our choice]. */
  async function getAll(keys: readonly string[], signal: AbortSignal): Promise<StatusValues> {
    const found = new Map<string, Json>();
    const left = keys.length > 0 ? portionsOf(keys) : [[]];
    for (let part = left.shift(); part; part = left.shift()) {
      const values = await getPortion(part, signal);
      if (!('tooLong' in values)) for (const [key, value] of values) found.set(key, value);
      else if (part.length <= 1) {
        maxQuery = MAX_QUERY;
        throw values.tooLong;
      } else {
        maxQuery = Math.ceil(part.join().length / 2);
        left.unshift(...portionsOf(part));
      }
    }
    return found;
  }

  /**
   * An answer without any of the keys: the charger has none of them, or the answer is broken, or the spelling has changed with an
   * update. Keys that it is known to have show which.
   */
  async function confirmEmpty(keys: readonly string[], signal: AbortSignal): Promise<StatusValues> {
    const before = spelling;
    spelling = undefined;
    const known = [...new Set([SERIAL_KEY, knownKey, ...keys])].slice(0, MAX_ARRAY_FILTER);
    if ((await getAll(known, signal)).size === 0) throw failureBy('answerEmpty');
    return spelling === before ? new Map() : getAll(keys, signal);
  }

  return {
    async read(keys, signal) {
      let found = await getAll(keys, signal);
      if (found.size === 0) found = await confirmEmpty(keys, signal);
      for (const [key, value] of found) if (value !== null) knownKey = key;
      return found;
    },
    portions: portionsOf,
    forget() {
      spelling = undefined;
      maxQuery = MAX_QUERY;
    },
  };
}

/** False where another spelling of the filter would change nothing. */
function mayBeSpelling(error: unknown): boolean {
  if (!(error instanceof TransportError) || error.code !== 'PROTOCOL') return false;
  return !['controller', 'apiV1', 'brokenAnswer'].includes(error.reason ?? '');
}
