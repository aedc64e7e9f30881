/** Query of a write: values as JSON, encoded no more than necessary, in as many requests as needed. */
import { portions, TOO_LONG_REPLY } from '../parse-response';
import { TransportError, type WriteReply } from '../transport';

/**
 * Characters that have another meaning in an address, or that servers refuse: all that is not ASCII, control characters and
 * blanks, `#`, `%`, `&`, `+`, `=`, `;`, `?`, and some that no address may hold. Quotes and brackets stay: encoded, a schedule of
 * two ranges has 277 characters instead of 145, and chargers refuse it [goecharger/go-eCharger-API-v2#303]; the HTTP server of
 * ESP-IDF takes them in a query.
 */
const MUST_BE_ENCODED = /[^\x21-\x7e]+|[#%&+=;?\\<>^`|]/g;

export function encodeForQuery(json: string): string {
  return json.replace(MUST_BE_ENCODED, encodeURIComponent);
}

/** Sends one request. @returns the replies by key, or that the address was too long for the server */
export type SendPart = (
  query: string,
  keys: readonly string[],
) => Promise<ReadonlyMap<string, WriteReply> | 'too long'>;

/**
 * Writes in as many requests as needed. Where one fails, the keys of the requests before keep their replies, and the other keys
 * are not sent. Values that are too long together are sent one by one: the charger took none of them.
 * @param encode makes a value fit for a query
 * @throws TransportError when the first request fails
 */
export async function sendInPortions(
  values: ReadonlyMap<string, string>,
  maxLength: number,
  encode: (json: string) => string,
  sendPart: SendPart,
): Promise<Map<string, WriteReply>> {
  const pairs = [...values].map(([key, json]) => `${key}=${encode(json)}`);
  const replies = new Map<string, WriteReply>();
  const parts = portions(pairs, maxLength);
  let failed: TransportError | undefined;
  for (let part = parts.shift(); part; part = parts.shift()) {
    const keys = part.map((pair) => pair.slice(0, pair.indexOf('=')));
    if (failed) {
      const unsent = new TransportError(failed.code, failed.message, { reason: failed.reason });
      for (const key of keys) replies.set(key, { failed: unsent });
      continue;
    }
    try {
      const received = await sendPart(part.join('&'), keys);
      if (received !== 'too long') for (const [key, reply] of received) replies.set(key, reply);
      else if (part.length === 1) replies.set(keys[0]!, TOO_LONG_REPLY);
      else parts.unshift(...part.map((pair) => [pair]));
    } catch (error) {
      if (replies.size === 0 || !(error instanceof TransportError)) throw error;
      failed = error;
      for (const key of keys) replies.set(key, { failed });
    }
  }
  return replies;
}
