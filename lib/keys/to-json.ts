/** A copy of anything a message may hold as plain JSON, or why there is none. */
import type { Json } from '../charger/charger.types';

const DEEPEST = 32;
/** Far above anything a charger takes; a sparse array of a billion entries must not be walked. */
const LONGEST = 10_000;

/**
 * Unlike `JSON.stringify` it leaves nothing out silently: functions, symbols, NaN, dates and cycles are refused, and so are
 * names that reach an object's prototype.
 */
export function toJson(value: unknown): { value: Json } | { why: string } {
  try {
    return { value: copy(value, 0) };
  } catch (error) {
    // Whatever a getter or a proxy throws ends here as a refusal.
    return { why: error instanceof NotJson ? error.message : 'the value cannot be read' };
  }
}

class NotJson extends Error {}

function copy(value: unknown, depth: number): Json {
  if (depth > DEEPEST) throw new NotJson('the value nests too deep, or refers to itself');
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotJson('a text holds half of a character pair and cannot be sent');
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotJson(`${value} is not a number that can be sent`);
    return value;
  }
  if (Array.isArray(value) && value.length > LONGEST)
    throw new NotJson(`a list of ${value.length} entries cannot be sent`);
  if (Array.isArray(value)) return Array.from(value, (item) => copy(item, depth + 1));
  if (typeof value === 'object' && isPlain(value)) {
    const result: { [name: string]: Json } = {};
    for (const [name, part] of Object.entries(value)) {
      if (name === '__proto__' || name === 'constructor' || name === 'prototype')
        throw new NotJson(`the name ${name} cannot be sent`);
      if (part !== undefined) result[name] = copy(part, depth + 1);
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
