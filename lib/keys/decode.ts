/** JSON from a charger, made safe: nothing in it may reach the prototype of an object or exhaust the stack of a reader. */
import type { Json } from '../json';

/** Real values nest up to five deep; copies of messages recurse, so what nests without end is refused here. */
const DEEPEST = 64;
/** Shorter texts cannot nest deep enough to matter. */
const HARMLESS_LENGTH = DEEPEST * 2;
/**
 * `__proto__` may be written with escapes, so any escape makes a text suspicious. So does a number so long, or with such an
 * exponent, that JSON.parse may make Infinity of it, which is no JSON any more, and a zero with a sign, which JSON does not keep.
 */
const SUSPICIOUS = /__proto__|constructor|prototype|\\u|\d{200}|[eE]\+?\d{3}|-0(?!\.\d*[1-9])/;

/**
 * Parses one JSON text.
 * @throws SyntaxError for what is not JSON, or nests deeper than any charger's value
 */
export function decode(text: string): Json {
  if (text.length > HARMLESS_LENGTH && isTooDeep(text)) throw new SyntaxError(`JSON nests deeper than ${DEEPEST}`);
  const value: Json = JSON.parse(text);
  // Most values are plain ones, which have no names.
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? plain(value) : value;
  return SUSPICIOUS.test(text) ? JSON.parse(text, made) : value;
}

/** A number that cannot be held is none; a zero has no sign. */
function plain(value: number): Json {
  return Number.isFinite(value) ? value + 0 : null;
}

/** A reviver: returning undefined leaves the property out. */
function made(name: string, value: Json): Json | undefined {
  if (name === '__proto__' || name === 'constructor' || name === 'prototype') return undefined;
  return typeof value === 'number' ? plain(value) : value;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (quoted) {
      if (char === 92) i += 1;
      else if (char === 34) quoted = false;
    } else if (char === 34) quoted = true;
    else if (char === 91 || char === 123) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (char === 93 || char === 125) depth -= 1;
  }
  return false;
}
