/** Safe parsing of JSON from a charger: no property reaches the prototype of an object, and no nesting exhausts the stack. */
import type { Json } from '../json';

/** Deepest nesting that is accepted. Values of chargers nest up to five deep; copies of messages recurse. */
const MAX_DEPTH = 64;
/** A shorter text cannot nest deeper than that. */
const SAFE_LENGTH = MAX_DEPTH * 2;
/**
 * Texts that need the reviver: with a dangerous name, which escapes can hide; with a number that JSON.parse turns into Infinity,
 * which JSON cannot represent; or with a negative zero, which JSON does not keep.
 */
const SUSPICIOUS = /__proto__|constructor|prototype|\\u|\d{200}|[eE]\+?\d{3}|-0(?!\.\d*[1-9])/;

/**
 * Parses one JSON text.
 * @throws SyntaxError for what is not JSON, or nests deeper than any charger's value
 */
export function decode(text: string): Json {
  if (text.length > SAFE_LENGTH && isTooDeep(text)) throw new SyntaxError(`JSON nests deeper than ${MAX_DEPTH}`);
  const value: Json = JSON.parse(text);
  // Most values are numbers, texts or booleans, and have no properties.
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? finite(value) : value;
  return SUSPICIOUS.test(text) ? JSON.parse(text, reviver) : value;
}

/** A number as JSON keeps it: null instead of Infinity, zero without a sign. */
function finite(value: number): Json {
  return Number.isFinite(value) ? value + 0 : null;
}

/** Leaves out dangerous names (undefined removes a property) and repairs numbers. */
function reviver(name: string, value: Json): Json | undefined {
  if (name === '__proto__' || name === 'constructor' || name === 'prototype') return undefined;
  return typeof value === 'number' ? finite(value) : value;
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
      if (depth > MAX_DEPTH) return true;
    } else if (char === 93 || char === 125) depth -= 1;
  }
  return false;
}
