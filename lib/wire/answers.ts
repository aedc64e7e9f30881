/** Reading what came back: JSON objects of keys, whatever the status code says. */
import type { Json } from '../json';
import { decode, isKey } from '../keys';
import { plainText } from '../plain-text';
import { failureBy } from './causes';
import { type Answer, WireError } from './wire';

/** The object in a body, or undefined where the body is something else. */
export function objectIn(text: string): { [name: string]: Json } | undefined {
  try {
    const value = decode(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The values of an answer; of a filtered one only what was asked for. */
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

/** What a charger said against a write; its texts repeat the value, so they may be long. */
export function refusal(text: string): Answer {
  return { refused: excerpt(text, 300) || 'it gave no reason' };
}

/** The error for a body that should have been an object of keys. @param other what it is where it is no answer cut short */
export function notAnObject(
  status: number,
  text: string,
  other: 'otherDevice' | 'cloudNonsense' = 'otherDevice',
): WireError {
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

/**
 * Writes in as many requests as it takes. Where one goes wrong, the keys of those before keep their answers, and what is
 * left is not sent.
 * @param sendPart the query of one request and its keys
 * @throws WireError when the first request goes wrong
 */
export async function sendInPortions(
  values: ReadonlyMap<string, string>,
  maxLength: number,
  sendPart: (query: string, keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>,
): Promise<Map<string, Answer>> {
  const pairs = [...values].map(([key, json]) => `${key}=${encodeURIComponent(json)}`);
  const answers = new Map<string, Answer>();
  let failed: WireError | undefined;
  for (const part of portions(pairs, maxLength)) {
    const keys = part.map((pair) => pair.slice(0, pair.indexOf('=')));
    if (failed) {
      const unsent = new WireError(failed.code, failed.message, { reason: failed.reason });
      for (const key of keys) answers.set(key, { failed: unsent });
      continue;
    }
    try {
      for (const [key, answer] of await sendPart(part.join('&'), keys)) answers.set(key, answer);
    } catch (error) {
      if (answers.size === 0 || !(error instanceof WireError)) throw error;
      failed = error;
      for (const key of keys) answers.set(key, { failed });
    }
  }
  return answers;
}
