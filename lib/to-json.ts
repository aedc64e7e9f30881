/** Copies of what flows give, as plain JSON: a message may hold anything, and a charger takes only JSON. */
import { copyJson, type Json, type JsonVisitor } from './json';

const DEEPEST = 32;
/** Far above anything a charger takes; a sparse array of a billion entries must not be walked. */
const LONGEST_LIST = 10_000;
/** Parts of one value, counted as often as they are written: a few lists that hold each other twice make billions. */
const MOST_PARTS = 100_000;

/**
 * Copies any value as plain JSON, or says why that is not possible. Unlike `JSON.stringify` it leaves nothing out silently:
 * functions, symbols, NaN, dates and cycles are refused, and so are names that reach an object's prototype.
 */
export function toJson(value: unknown): { value: Json } | { why: string } {
  try {
    return { value: copyJson(value, strictVisitor()) };
  } catch (error) {
    // Whatever a getter or a proxy throws ends here as a refusal.
    return { why: error instanceof NotJson ? error.message : 'the value cannot be read' };
  }
}

class NotJson extends Error {}

function strictVisitor(): JsonVisitor {
  let partsLeft = MOST_PARTS;
  function count(depth: number): void {
    if (depth > DEEPEST) throw new NotJson('the value nests too deep, or refers to itself');
    partsLeft -= 1;
    if (partsLeft < 0) throw new NotJson(`a value of more than ${MOST_PARTS} parts cannot be sent`);
  }
  return {
    scalar(value, depth) {
      count(depth);
      return scalarJson(value);
    },
    enter(value, depth) {
      count(depth);
      if (!Array.isArray(value)) {
        if (!isPlain(value)) throw new NotJson('a value of type object with a class cannot be sent');
      } else if (value.length > LONGEST_LIST) throw new NotJson(`a list of ${value.length} entries cannot be sent`);
    },
    name(name) {
      if (name === '__proto__' || name === 'constructor' || name === 'prototype')
        throw new NotJson(`the name ${name} cannot be sent`);
      if (!name.isWellFormed()) throw new NotJson('a name holds half of a character pair and cannot be sent');
    },
  };
}

function scalarJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotJson('a text holds half of a character pair and cannot be sent');
    return value;
  }
  if (typeof value !== 'number') throw new NotJson(`a value of type ${typeof value} cannot be sent`);
  if (!Number.isFinite(value)) throw new NotJson(`${value} is not a number that can be sent`);
  // JSON knows no negative zero.
  return value + 0;
}

/** True for an object without a class. Objects of function nodes come from another realm, so the prototype's parent decides. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
