/**
 * Removal of a write's secrets from texts: chargers repeat the value in their refusals, quoted, encoded or cut, also in the
 * refusal of another key of the same request.
 */

import { copyJson } from '../json';
import { isSecret, MASK } from '../keys';
import { toJson } from '../to-json';

/** Fewest characters of a secret in a row that give it away [our choice]. */
const GIVES_AWAY = 5;
/** The longest text that is searched: the search takes time by the product of both lengths. */
const LONGEST_TEXT = 4000;
const LONGEST_SECRET = 1000;
const MOST_TEXTS = 1000;

/** The parts of a value that must not be shown: all texts of a secret one, the user and password of URLs in any other. */
export function secretsOf(key: string, value: unknown): string[] {
  const texts = textsOf(value);
  return isSecret(key) ? texts : texts.flatMap(loginOf);
}

/** All texts and numbers in a value; none of a value that is no JSON, because it was never sent. */
function textsOf(value: unknown): string[] {
  const texts: string[] = [];
  const json = toJson(value);
  if ('value' in json)
    copyJson(json.value, {
      scalar(part) {
        if ((typeof part === 'number' || typeof part === 'string') && texts.length < MOST_TEXTS)
          texts.push(String(part));
        return null;
      },
    });
  return texts;
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

/** The text with `***` wherever one of the secrets, or a long part of one, turns up in any of its forms. */
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

/** The number of characters from a place on that are a part of the needle; 0 where fewer than needed are. */
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
