/** The query of a write: values as JSON, encoded no more than they must be, in as many requests as it takes. */
import { portions, TOO_LONG_REPLY } from './parse-response';
import { TransportError, type WriteReply } from './transport';

/**
 * Characters that mean something else in an address, or that servers refuse: what is not ASCII, control characters and
 * blanks, `#`, `%`, `&`, `+`, `=`, `;`, `?`, and some that no address should hold. Quotes and brackets stay as they are:
 * encoded, a schedule of two ranges has 277 characters instead of 145, which chargers refuse
 * [goecharger/go-eCharger-API-v2#303]; the HTTP server of ESP-IDF takes them in a query.
 */
const MUST_BE_ENCODED = /[^\x21-\x7e]+|[#%&+=;?\\<>^`|]/g;

export function encodeForQuery(json: string): string {
  return json.replace(MUST_BE_ENCODED, encodeURIComponent);
}

/** @returns the answers by key, or that the address was too long for the server */
export type SendPart = (
  query: string,
  keys: readonly string[],
) => Promise<ReadonlyMap<string, WriteReply> | 'too long'>;

/**
 * Writes in as many requests as it takes. Where one goes wrong, the keys of those before keep their answers, and what is
 * left is not sent. What is too long together is sent one by one: none of it was taken.
 * @param encode makes a value fit for a query
 * @throws TransportError when the first request goes wrong
 */
export async function sendInPortions(
  values: ReadonlyMap<string, string>,
  maxLength: number,
  encode: (json: string) => string,
  sendPart: SendPart,
): Promise<Map<string, WriteReply>> {
  const pairs = [...values].map(([key, json]) => `${key}=${encode(json)}`);
  const answers = new Map<string, WriteReply>();
  const parts = portions(pairs, maxLength);
  let failed: TransportError | undefined;
  for (let part = parts.shift(); part; part = parts.shift()) {
    const keys = part.map((pair) => pair.slice(0, pair.indexOf('=')));
    if (failed) {
      const unsent = new TransportError(failed.code, failed.message, { reason: failed.reason });
      for (const key of keys) answers.set(key, { failed: unsent });
      continue;
    }
    try {
      const answered = await sendPart(part.join('&'), keys);
      if (answered !== 'too long') for (const [key, answer] of answered) answers.set(key, answer);
      else if (part.length === 1) answers.set(keys[0]!, TOO_LONG_REPLY);
      else parts.unshift(...part.map((pair) => [pair]));
    } catch (error) {
      if (answers.size === 0 || !(error instanceof TransportError)) throw error;
      failed = error;
      for (const key of keys) answers.set(key, { failed });
    }
  }
  return answers;
}
