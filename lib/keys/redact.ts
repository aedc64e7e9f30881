/** Redaction: secrets are removed before a value goes into a message, a log, an error or a status. */
import type { Json } from '../json';
import { rowOf } from './registry';

/** Shown in place of a secret. */
export const MASK = '***';

/** True when the key holds a password, a token or a private key. */
export function isSecret(key: string): boolean {
  return rowOf(key)?.secret === true;
}

/** The value as it may be shown: `***` for a secret that is set, any other value without user and password in URLs. */
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

/** Masks every text and number, and keeps the form of lists and objects, so that the number of entries shows. */
function mask(value: Json): Json {
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mask(part)]));
  }
  return typeof value === 'boolean' || value === null || value === '' ? value : MASK;
}

/**
 * The text without user and password in its URLs. Everything up to the last `@` before a space is removed, because a password
 * may contain `@`, `/` and quotes.
 */
export function redactText(text: string): string {
  return text.includes('@') ? text.replace(/\S+/g, withoutPassword) : text;
}

function withoutPassword(word: string): string {
  const scheme = word.indexOf('://');
  const host = word.lastIndexOf('@');
  return scheme < 0 || host < scheme + 3 ? word : `${word.slice(0, scheme + 3)}${MASK}${word.slice(host)}`;
}
