/** JSON values: their type, the walker that copies them, and their comparison. */

/** A JSON value as a charger sends it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The visitor of a walk through a value. Each function may throw to refuse the value. */
export interface JsonVisitor {
  /** A value that is neither list nor object. @returns what takes its place */
  scalar(value: unknown, depth: number): Json;
  /** A list or an object, before its parts. */
  enter?(value: object, depth: number): void;
  /** The name of a part of an object, before that part. */
  name?(name: string): void;
}

/**
 * The walker over JSON: copies a value with all its parts. A part that is `undefined` is left out, and so is one called
 * `__proto__`, which would reach the prototype of the copy.
 */
export function copyJson(value: unknown, visitor: JsonVisitor, depth = 0): Json {
  if (typeof value !== 'object' || value === null) return visitor.scalar(value, depth);
  visitor.enter?.(value, depth);
  if (Array.isArray(value)) {
    const list: Json[] = [];
    // By position: a list of a flow can carry its own iterator that never ends.
    for (let at = 0; at < value.length; at += 1) list.push(copyJson(value[at], visitor, depth + 1));
    return list;
  }
  const copy: { [name: string]: Json } = {};
  for (const name of Object.keys(value)) {
    visitor.name?.(name);
    const part = (value as Record<string, unknown>)[name];
    if (part !== undefined && name !== '__proto__') copy[name] = copyJson(part, visitor, depth + 1);
  }
  return copy;
}

/** True for the same JSON. It compares each value that arrives, so it makes nothing and ends at the first difference. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  if (Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

/** True for a JSON object: neither a list nor null. */
export function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
