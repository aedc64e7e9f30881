/** Parser of responses: JSON objects of keys, whatever the HTTP status says, and replies to writes. */
import type { Json } from '../json';
import { decode, isKey, rowOf } from '../keys/index';
import { plainText } from '../plain-text';
import { failureBy } from './failure-causes';
import type { TransportError, WriteReply } from './transport';

/** True for statuses whose responses carry JSON: 400 and 500 too [vendor's API documents]. */
export function hasJson(status: number): boolean {
  return status === 200 || status === 400 || status === 500;
}

/** The object in a body, or undefined where the body is something else. */
export function parseObject(text: string): { [name: string]: Json } | undefined {
  try {
    const value = decode(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The values of a response. @param asked other keys are left out */
export function valuesOf(object: { [name: string]: Json }, asked: ReadonlySet<string> | 'all'): Map<string, Json> {
  const values = new Map<string, Json>();
  for (const [key, value] of Object.entries(object)) {
    if (isKey(key) && (asked === 'all' || asked.has(key))) values.set(key, value);
  }
  return values;
}

/** The beginning of a text that a device sent, as one line of plain text, for an error. */
export function excerpt(text: string, length = 80): string {
  const line = plainText(text, length + 1);
  const letters = [...line];
  return letters.length > length ? `${letters.slice(0, length).join('')}…` : line;
}

/** Text of the device's HTTP server for a query, or one value in it, that is longer than its buffer [goecharger/go-eCharger-API-v2#303]. */
const TRUNCATED = 'ESP_ERR_HTTPD_RESULT_TRUNC';
/** HTTP statuses of a server for a longer address than it takes: content, address or header too long [RFC 9110]. */
const TOO_LONG_CODES = new Set([413, 414, 431]);
export const TOO_LONG_REPLY: WriteReply = {
  refused: 'it is too long for this way; write it over MQTT, which takes longer values',
};

export function isTooLong(status: number, text: string): boolean {
  return TOO_LONG_CODES.has(status) || text.includes(TRUNCATED);
}

/** The reply to a refused write. Texts of a charger repeat the value, so they may be long. */
export function refusal(text: string): WriteReply {
  if (text.includes(TRUNCATED)) return TOO_LONG_REPLY;
  return { refused: excerpt(text, 300) || 'it gave no reason' };
}

/**
 * The reply to a write of one key. A trigger has no value: firmware before 053 answers `rst` by null and carries it out
 * [goecharger/go-eCharger-API-v2#315].
 */
export function writeReplyOf(key: string, value: Json): WriteReply {
  if (value === true || (value === null && rowOf(key)?.access === 'w')) return { taken: true };
  return refusal(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The error for a body that should have been an object of keys. @param other the cause, unless the response is cut short */
export function notAnObject(
  status: number,
  text: string,
  other: 'otherDevice' | 'cloudNonsense' = 'otherDevice',
): TransportError {
  const says = `HTTP ${status} with ${text.trim() === '' ? 'an empty answer' : `“${excerpt(text)}”`}`;
  return failureBy(isCutShort(text) ? 'answerCut' : other, { says, maybeSent: true });
}

/** True for JSON of an object that ends before it is whole, as firmware 055.5 answers [goecharger/go-eCharger-API-v2#170]. */
export function isCutShort(text: string): boolean {
  if (!/^\s*\{\s*("|$)/.test(text)) return false;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && isQuoted) at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '{' || character === '[')) depth += 1;
    else if (!isQuoted && (character === '}' || character === ']')) depth -= 1;
  }
  return isQuoted || depth > 0;
}

/**
 * Portions of a list such that each, joined, stays below a length.
 * @param most entries in one portion at the most
 */
export function portions(items: readonly string[], maxLength: number, most = Number.POSITIVE_INFINITY): string[][] {
  const result: string[][] = [];
  let portion: string[] = [];
  let length = 0;
  for (const item of items) {
    if (portion.length > 0 && (portion.length >= most || length + item.length + 1 > maxLength)) {
      result.push(portion);
      portion = [];
      length = 0;
    }
    portion.push(item);
    length += item.length + 1;
  }
  if (portion.length > 0) result.push(portion);
  return result;
}
