/** A copy of anything a message may hold as plain JSON, or why there is none. */
import type { Json } from './json';

const DEEPEST = 32;
/** Far above anything a charger takes; a sparse array of a billion entries must not be walked. */
const LONGEST = 10_000;
/** Parts of one value, counted as often as they are written: a few lists that hold each other twice make billions. */
const MOST_PARTS = 100_000;

/**
 * Unlike `JSON.stringify` it leaves nothing out silently: functions, symbols, NaN, dates and cycles are refused, and so are
 * names that reach an object's prototype.
 */
export function toJson(value: unknown): { value: Json } | { why: string } {
  try {
    return { value: copy(value, 0, { left: MOST_PARTS }) };
  } catch (error) {
    // Whatever a getter or a proxy throws ends here as a refusal.
    return { why: error instanceof NotJson ? error.message : 'the value cannot be read' };
  }
}

class NotJson extends Error {}

function copy(value: unknown, depth: number, parts: { left: number }): Json {
  if (depth > DEEPEST) throw new NotJson('the value nests too deep, or refers to itself');
  parts.left -= 1;
  if (parts.left < 0) throw new NotJson(`a value of more than ${MOST_PARTS} parts cannot be sent`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotJson('a text holds half of a character pair and cannot be sent');
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotJson(`${value} is not a number that can be sent`);
    // JSON knows no negative zero.
    return value + 0;
  }
  if (Array.isArray(value) && value.length > LONGEST)
    throw new NotJson(`a list of ${value.length} entries cannot be sent`);
  // By position: a list can carry an iterator of its own that never ends.
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, at) => copy(value[at], depth + 1, parts));
  if (typeof value === 'object' && isPlain(value)) {
    const result: { [name: string]: Json } = {};
    for (const [name, part] of Object.entries(value)) {
      if (name === '__proto__' || name === 'constructor' || name === 'prototype')
        throw new NotJson(`the name ${name} cannot be sent`);
      if (!name.isWellFormed()) throw new NotJson('a name holds half of a character pair and cannot be sent');
      if (part !== undefined) result[name] = copy(part, depth + 1, parts);
    }
    return result;
  }
  throw new NotJson(
    `a value of type ${typeof value === 'object' ? 'object with a class' : typeof value} cannot be sent`,
  );
}

/** Objects of other realms (function nodes run in a sandbox) have a prototype of their own, so its parent decides. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
