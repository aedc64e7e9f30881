/**
 * Secrets of a write, taken out of texts: chargers repeat the value in their refusals, quoted, encoded, or cut, and the text
 * may be told of another key of the same request.
 */
import { isSecret, MASK } from '../keys';
import type { Json } from './charger.types';

/** So many characters of a secret in a row are no accident. */
const GIVES_AWAY = 5;
/** Beyond this nothing is looked for: it takes time by the product of both lengths. */
const LONGEST_TEXT = 4000;
const LONGEST_SECRET = 1000;

/** What must not be shown of a value: all texts of a secret one, the user and password of URLs in any other. */
export function secretsOf(key: string, value: unknown): string[] {
  const texts: string[] = [];
  collect(value, texts, 0);
  return isSecret(key) ? texts : texts.flatMap(loginOf);
}

function collect(value: unknown, texts: string[], depth: number): void {
  if (typeof value === 'number') texts.push(String(value));
  else if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'object' && value !== null && depth < 32 && texts.length < 1000) {
    try {
      for (const part of Object.values(value as Record<string, Json>)) collect(part, texts, depth + 1);
    } catch {
      // A value with getters that throw was never sent.
    }
  }
}

/** `user`, `password` of `mqtt://user:password@host`; a password may hold `@` and `/`. */
function loginOf(text: string): string[] {
  const start = text.indexOf('://');
  const end = text.lastIndexOf('@');
  if (start < 0 || end < start + 3) return [];
  const login = text.slice(start + 3, end);
  const colon = login.indexOf(':');
  const parts = colon < 0 ? [login] : [login.slice(0, colon), login.slice(colon + 1)];
  return [login, ...parts].filter((part) => part !== '');
}

/** The text with `***` wherever one of the secrets, or a telling part of one, turns up in any of its forms. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let result = text.slice(0, LONGEST_TEXT);
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of formsOf(secret.slice(0, LONGEST_SECRET))) result = masked(result, form);
  }
  return result;
}

function formsOf(secret: string): Set<string> {
  const quoted = inJson(secret);
  const forms = [secret, quoted, inJson(quoted), inAscii(secret), inHtml(secret), base64(secret)];
  return new Set([
    ...forms,
    ...[secret, quoted].flatMap((each) => [inQuery(each), inQuery(each).replaceAll('%20', '+')]),
  ]);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** `\u00fc` for what is not ASCII. */
function inAscii(text: string): string {
  return inJson(text).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function inQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function inHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (char) => names[char]!);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** All parts of the form that are long enough, the longest first; a short secret only as a whole. */
function masked(text: string, form: string): string {
  const hay = lowered(text);
  const needle = lowered(form);
  const least = Math.min(GIVES_AWAY, needle.length);
  let result = '';
  let at = 0;
  while (at < text.length) {
    const length = longestMatch(hay, at, needle, least);
    if (length === 0) result += text[at];
    else if (!result.endsWith(MASK)) result += MASK;
    at += Math.max(length, 1);
  }
  return result;
}

/** How many characters from a place on are a part of the needle; 0 where fewer than needed are. */
function longestMatch(hay: string, at: number, needle: string, least: number): number {
  let longest = 0;
  for (
    let from = needle.indexOf(hay.slice(at, at + least));
    from >= 0 && hay.length - at >= least;
    from = needle.indexOf(hay.slice(at, at + least), from + 1)
  ) {
    let length = least;
    while (at + length < hay.length && hay[at + length] === needle[from + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Hexadecimal digits come in both cases. Only ASCII, so that all lengths stay. */
function lowered(text: string): string {
  return text.replace(/[A-Z]/g, (char) => char.toLowerCase());
}
