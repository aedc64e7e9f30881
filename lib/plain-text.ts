/** Plain text from a device: one line, bounded, or nothing, because strangers can write what devices say. */

/** Control characters, line separators, and marks that turn the direction of writing around. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** @param most characters that are kept */
export function plainText(value: unknown, most = 64): string {
  if (typeof value !== 'string') return '';
  // Cut first, so that a text of a megabyte is not searched.
  const line = value
    .slice(0, most * 8)
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .trim();
  return [...line].slice(0, most).join('');
}

/** A serial number: digits only, as on the label; empty for anything else. */
export function serialText(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\d{3,12}$/.test(text) ? text : '';
}
