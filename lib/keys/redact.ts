/** Secrets are taken out before a value leaves the registry for a message, a log, an error or a status. */
import type { Json } from '../json';
import { rowOf } from './registry';

export const MASK = '***';

/** True when the key holds a password, a token or a private key. */
export function isSecret(key: string): boolean {
  return rowOf(key)?.secret === true;
}

/**
 * What may be shown of a value: `***` for a secret that is set; any other value with user and password taken out of URLs.
 */
export function redact(key: string, value: Json): Json {
  if (isSecret(key)) return value === null || value === '' ? value : mask(value);
  return withoutPasswords(value);
}

function withoutPasswords(value: Json): Json {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPasswords);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutPasswords(part)]));
}

/** Of a list or object the form stays, so that one sees how many entries there are; every text in it goes. */
function mask(value: Json): Json {
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mask(part)]));
  }
  return typeof value === 'boolean' || value === null || value === '' ? value : MASK;
}

/**
 * A text without the user and password of the URLs in it. A password may hold `@`, `/` and quotes, so everything up to the
 * last `@` before a space goes: too much hidden is better than a password shown.
 */
export function redactText(text: string): string {
  return text.includes('@') ? text.replace(/\S+/g, withoutPassword) : text;
}

function withoutPassword(word: string): string {
  const scheme = word.indexOf('://');
  const host = word.lastIndexOf('@');
  return scheme < 0 || host < scheme + 3 ? word : `${word.slice(0, scheme + 3)}${MASK}${word.slice(host)}`;
}
