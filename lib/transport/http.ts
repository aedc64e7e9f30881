/**
 * The local HTTP API, as chargers really speak it [vendor's API documents, owners' reports]: answers with status 400 and
 * 500 carry JSON that counts, the filter has two spellings, and keys a model does not have are left out, null or an error.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../json';
import { failureBy } from './failure-causes';
import { createHttpClient, type HttpAnswer } from './http-client';
import { createMissingApi } from './missing-api';
import {
  excerpt,
  isTooLong,
  notAnObject,
  parseObject,
  portions,
  refusal,
  valuesOf,
  writeReplyOf,
} from './parse-response';
import type { PolledApi } from './polled-api';
import { encodeForQuery, sendInPortions } from './set-query';
import { type Keys, TransportError, type WriteReply } from './transport';

/** A key that every charger has. */
const SERIAL = 'sse';
/** The limit of the device's HTTP server is near 512 characters for the whole address [goecharger/go-eCharger-API-v2#303]. */
const MAX_QUERY = 380;
/**
 * One value of 233 characters passes and one of 277 does not [goecharger/go-eCharger-API-v2#39, #303]: a buffer of 256 with
 * the zero at its end is likely [our choice].
 */
const LONGEST_VALUE = 255;
/** Older devices run out of memory on an array of more than ten [vendor's API documents]; the serial number is one of them. */
const MAX_ARRAY_FILTER = 9;
const LOCK_RETRY_MS = 700;

/** `a,b` since firmware 051.4; `["a","b"]` before, which newer firmware answers with `{}`. */
type Dialect = 'unknown' | 'comma' | 'array';

/** The question is longer than the charger takes. */
interface TooLong {
  tooLong: TransportError;
}

export function createHttpApi(baseUrl: string, timeoutMs: number): PolledApi {
  const client = createHttpClient(baseUrl, timeoutMs);
  const missing = createMissingApi(client, baseUrl);
  let dialect: Dialect = 'unknown';
  /** Characters of a question that this charger takes. */
  let longest = MAX_QUERY;
  /** A key this charger was found to have; asked along when nothing comes, to tell a missing key from a broken answer. */
  let witness = SERIAL;

  /** Waits while another client of the device holds its lock, but not for ever. */
  async function request(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    const busy = () => failureBy('locked');
    const end = performance.now() + timeoutMs;
    for (;;) {
      const answer = await client.get(path, signal);
      if (answer.status !== 500 || !answer.text.includes('api lock')) return answer;
      if (performance.now() + LOCK_RETRY_MS > end) throw busy();
      await delay(LOCK_RETRY_MS, undefined, { signal }).catch(() => {
        throw busy();
      });
    }
  }

  async function status(query: string, asked: Keys, signal: AbortSignal): Promise<Map<string, Json> | TooLong> {
    const { status: code, text } = await request(`/api/status${query}`, signal);
    if (code === 200 || code === 400 || code === 500) {
      const object = parseObject(text);
      if (object) {
        transport.examine?.(object);
        if (code === 200) missing.answered();
        return valuesOf(object, asked);
      }
    }
    if (isTooLong(code, text)) return { tooLong: failureOf(code, text, missing.hasAnswered) };
    throw await failure(code, text, signal);
  }

  async function failure(code: number, text: string, signal: AbortSignal): Promise<TransportError> {
    return code === 404 ? missing.why(text, signal) : failureOf(code, text, missing.hasAnswered);
  }

  /** Who answers is asked in each request. */
  const askedFor = (keys: readonly string[]) => (transport.examine ? [...new Set([...keys, SERIAL])] : keys);

  function comma(keys: readonly string[], signal: AbortSignal) {
    const asked = askedFor(keys);
    return status(`?filter=${asked.join(',')}`, new Set(asked), signal);
  }

  function array(keys: readonly string[], signal: AbortSignal) {
    const asked = askedFor(keys);
    return status(`?filter=${encodeURIComponent(JSON.stringify(asked))}`, new Set(asked), signal);
  }

  /** One request's worth of keys, finding out the spelling on the way. */
  async function portion(keys: readonly string[], signal: AbortSignal): Promise<Map<string, Json> | TooLong> {
    if (dialect === 'comma') return comma(keys, signal);
    if (dialect === 'array') return array(keys, signal);
    let refused: unknown;
    const values = await comma(keys, signal).catch((error: unknown) => {
      if (!(error instanceof TransportError) || error.code !== 'PROTOCOL' || isClear(error)) throw error;
      refused = error;
      return new Map<string, Json>();
    });
    if ('tooLong' in values) return values;
    if (values.size > 0) {
      dialect = 'comma';
      return values;
    }
    const older = await array(keys.slice(0, MAX_ARRAY_FILTER), signal).catch((error: unknown) => {
      throw refused ?? error;
    });
    if ('tooLong' in older) return older;
    if (older.size > 0) {
      dialect = 'array';
      const others = keys.slice(MAX_ARRAY_FILTER);
      return others.length > 0 ? new Map([...older, ...(await portionwise(others, signal))]) : older;
    }
    if (refused) throw refused;
    return values;
  }

  const portionsOf = (keys: readonly string[]) =>
    portions(keys, longest, dialect === 'array' ? MAX_ARRAY_FILTER : undefined);

  /** What is too long is asked in shorter questions from then on: some take 256 characters only [our choice]. */
  async function portionwise(keys: readonly string[], signal: AbortSignal): Promise<Map<string, Json>> {
    const found = new Map<string, Json>();
    const left = keys.length > 0 ? portionsOf(keys) : [[]];
    for (let part = left.shift(); part; part = left.shift()) {
      const values = await portion(part, signal);
      if (!('tooLong' in values)) for (const [key, value] of values) found.set(key, value);
      else if (part.length <= 1) {
        longest = MAX_QUERY;
        throw values.tooLong;
      } else {
        longest = Math.ceil(part.join().length / 2);
        left.unshift(...portionsOf(part));
      }
    }
    return found;
  }

  const transport: PolledApi = {
    address: baseUrl,
    portions: portionsOf,
    async ask(keys, signal) {
      if (keys === 'all') {
        const all = await status('', 'all', signal);
        if ('tooLong' in all) throw all.tooLong;
        return all;
      }
      const wanted = [...keys];
      let found = await portionwise(wanted, signal);
      if (found.size === 0) {
        const before = dialect;
        dialect = 'unknown';
        // A broken answer has neither who it is nor what was there before.
        const sure = [...new Set([SERIAL, witness, ...wanted])];
        const proof = await portionwise(sure.slice(0, MAX_ARRAY_FILTER), signal);
        if (proof.size === 0) throw failureBy('answerEmpty');
        // An updated charger did not understand the question; that says nothing about the keys in it.
        if (dialect !== before) found = await portionwise(wanted, signal);
      }
      for (const [key, value] of found) if (value !== null) witness = key;
      return found;
    },

    send(values, signal) {
      return sendInPortions(values, MAX_QUERY, encodeForQuery, async (query, keys) => {
        const { status: code, text } = await request(`/api/set?${query}`, signal);
        const answers = setAnswers(keys, code, text);
        if (!answers) throw await failure(code, text, signal);
        return answers;
      });
    },

    unsendable(json) {
      const { length } = encodeForQuery(json);
      if (length <= LONGEST_VALUE) return undefined;
      return `it is too long for HTTP: ${length} characters where the charger takes ${LONGEST_VALUE}; shorten it, or reach the charger over MQTT, which takes longer values`;
    },

    forget() {
      dialect = 'unknown';
      longest = MAX_QUERY;
    },
    close: () => client.close(),
  };
  return transport;
}

/** @returns nothing where the answer is none to a write */
function setAnswers(
  keys: readonly string[],
  code: number,
  text: string,
): Map<string, WriteReply> | 'too long' | undefined {
  const object = code === 200 || code === 400 || code === 500 ? parseObject(text) : undefined;
  if (object) {
    return new Map(keys.map((key) => [key, Object.hasOwn(object, key) ? writeReplyOf(key, object[key]!) : 'unknown']));
  }
  if (isTooLong(code, text)) return 'too long';
  // Nothing to say about any key is said without an object [goecharger/go-eCharger-API-v2#53].
  if (code === 200 && text.trim() === 'null') return new Map(keys.map((key) => [key, writeReplyOf(key, null)]));
  const answer = countedAnswer(keys.length, text);
  if (!answer) return undefined;
  return new Map(keys.map((key) => [key, answer]));
}

/**
 * Firmware 050 and 051 count instead of telling which, and count a key they do not know on neither side: `0 succeeded and 0
 * failed.` [goecharger/go-eCharger-API-v1#65].
 */
function countedAnswer(keys: number, text: string): WriteReply | undefined {
  const counted = /(\d+) succeeded and (\d+) failed/.exec(text);
  if (!counted) return undefined;
  if (counted[1] === '0') return refusal(text);
  return Number(counted[1]) >= keys && counted[2] === '0' ? { taken: true } : 'unknown';
}

/** Another spelling of the question would change nothing. */
function isClear({ reason }: TransportError): boolean {
  return reason === 'controller' || reason === 'apiV1' || reason === 'brokenAnswer';
}

/** What an answer without JSON means. @param isCharger a charger has answered there before */
function failureOf(code: number, text: string, isCharger: boolean): TransportError {
  const says = `HTTP ${code}`;
  if (code === 401 || code === 403) return failureBy('notLetIn', { says });
  if (isTooLong(code, text)) return failureBy('questionTooLong', { says, maybeSent: true });
  if (code === 429 || code === 502 || code === 503 || code === 504) return failureBy('busy', { says, maybeSent: true });
  if (!isCharger || /^\s*[<{[]/.test(text)) return notAnObject(code, text);
  if (text.trim() === '') return failureBy('answerCut', { says: `HTTP ${code} with an empty answer`, maybeSent: true });
  if (code >= 500) return failureBy('stumbled', { says: `HTTP ${code} with “${excerpt(text)}”`, maybeSent: true });
  return notAnObject(code, text);
}

/**
 * The base URL of what a person typed as address: `192.168.1.20`, `go-echarger_123456.local`, `http://127.0.0.1:8080`.
 * @returns undefined where it is no address
 */
export function baseUrlOf(host: string): string | undefined {
  const text = host.trim();
  if (text === '' || /[\s\\]/.test(text)) return undefined;
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : `http://${text}`);
    const plain =
      url.username === '' && url.password === '' && url.search === '' && url.hash === '' && url.pathname === '/';
    // A name may end in a dot, which is for name servers: no device knows itself by it, and no list of hosts.
    const origin = url.origin.replace(/\.+(?=:\d+$|$)/, '');
    return plain && url.hostname.replace(/\.+$/, '') !== '' ? origin : undefined;
  } catch {
    return undefined;
  }
}
