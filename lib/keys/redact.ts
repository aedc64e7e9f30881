/** Redaction: secrets are removed before a value goes into a message, a log, an error or a status. */
import { copyJson, type Json } from '../json';
import { rowOf } from './registry';

/** Shown in place of a secret. */
export const MASK = '***';

/** True when the key holds a password, a token or a private key. */
export function isSecret(key: string): boolean {
  return rowOf(key)?.secret === true;
}

/** The value as it may be shown: `***` for a secret that is set, any other value without user and password in URLs. */
export function redact(key: string, value: Json): Json {
  return copyJson(value, isSecret(key) ? MASKED : WITHOUT_PASSWORDS);
}

const WITHOUT_PASSWORDS = {
  scalar: (value: unknown) => (typeof value === 'string' ? redactText(value) : (value as Json)),
};

/** Masks every text and number, and keeps the form of lists and objects, so that the number of entries shows. */
const MASKED = {
  scalar: (value: unknown) => (typeof value === 'boolean' || value === null || value === '' ? value : MASK),
};

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
