/**
 * Names, as flows use them: a key (`amp`) or a field of a key (`nrg.powerTotal`). Keys and fields that the registry does not
 * have are names too, because a newer firmware may send them.
 */
import type { Json } from '../json';
import { rowOf } from './registry';
import type { Access, Field, Option, Text, ValueType } from './row';

/** The facts of a name. */
export interface Named {
  name: string;
  key: string;
  field: string | undefined;
  type?: ValueType;
  unit?: string;
  title: Text;
  options?: readonly Option[];
  access: Access;
  secret: boolean;
  /** The registry has a row for it. */
  known: boolean;
}

/** The form of a key. Nothing else is requested or accepted from a charger, so `__proto__` and `../x` are refused. */
const KEY = /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/;

/** True for a text that can be a key: of the form of a key, and no property that every object has (`constructor`). */
export function isKey(text: string): boolean {
  return KEY.test(text) && !(text in Object.prototype);
}

/** True for a key, or a key, a dot and a field. */
export function isName(text: string): boolean {
  const dot = text.indexOf('.');
  if (dot < 0) return isKey(text);
  const field = text.slice(dot + 1);
  return isKey(text.slice(0, dot)) && /^[a-zA-Z0-9_]{1,48}$/.test(field) && !(field in Object.prototype);
}

/** The key a name belongs to. */
export function keyOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}

/** The facts of a name by the registry. */
export function named(name: string, firmware?: string): Named {
  const key = keyOf(name);
  const row = rowOf(key, firmware);
  const fieldName = key === name ? undefined : name.slice(key.length + 1);
  if (!row)
    return { name, key, field: fieldName, title: { en: name, de: name }, access: 'r', secret: false, known: false };
  const secret = row.secret === true;
  if (fieldName === undefined) {
    const { type, unit, title, options, access } = row;
    return { name, key, field: undefined, type, unit, title, options, access, secret, known: true };
  }
  const field = row.fields?.find((each) => each.name === fieldName);
  if (!field) {
    const title = { en: `${row.title.en}: ${fieldName}`, de: `${row.title.de}: ${fieldName}` };
    return { name, key, field: fieldName, title, access: 'r', secret, known: false };
  }
  return { ...fromField(field), name, key, field: fieldName, access: 'r', secret, known: true };
}

function fromField({ type, unit, title, options }: Field) {
  return { type, unit, title, options };
}

/** The key with the time since boot. */
const SINCE_BOOT = 'rbt';

/** Cache of the fields whose value is converted to a duration (`ago`), by name; undefined for all other names. */
const agoOf = new Map<string, Field | undefined>();

function agoField(name: string): Field | undefined {
  if (!name.includes('.')) return undefined;
  if (agoOf.has(name)) return agoOf.get(name);
  const field = rowOf(keyOf(name))?.fields?.find((each) => each.ago && name === `${keyOf(name)}.${each.name}`);
  if (agoOf.size < 5000) agoOf.set(name, field);
  return field;
}

/** The keys that the value of a name is made of, its own key first; most names need only that. */
export function keysOf(name: string): readonly [string, ...string[]] {
  return agoField(name) ? [keyOf(name), SINCE_BOOT] : [keyOf(name)];
}

/**
 * The value of a name, made of the values of its keys.
 * @param current gives the present value of a key, undefined while it is unknown
 * @param length of the list before, see `pick`
 * @returns undefined where there is none, or where a value it is made of is unknown
 */
export function valueNamed(name: string, current: (key: string) => Json | undefined, length = 0): Json | undefined {
  const value = current(keyOf(name));
  if (value === undefined) return undefined;
  const part = pick(name, value, length);
  const ago = agoField(name)?.ago;
  if (!ago || typeof part !== 'number' || pick(`${keyOf(name)}.${ago.name}`, value) !== ago.is) return part;
  const now = current(SINCE_BOOT);
  // The time since boot may have been read before the value.
  return typeof now === 'number' ? Math.max(0, now - part) : undefined;
}

/** Cache of the index or property of each field, by name. */
const positions = new Map<string, number | string>();

/**
 * The part of a key's value that a name means; undefined where the value has no such part.
 * @param length of the list before: a position that is missing now is null. Chargers leave entries of `tma` out for a moment
 *   [goecharger/go-eCharger-API-v2#161].
 */
export function pick(name: string, value: Json, length = 0): Json | undefined {
  const dot = name.indexOf('.');
  if (dot < 0) return value;
  if (value === null || typeof value !== 'object') return undefined;
  let at = positions.get(name);
  if (at === undefined) {
    const field = name.slice(dot + 1);
    at = rowOf(name.slice(0, dot))?.fields?.find((each) => each.name === field)?.at ?? field;
    if (positions.size < 5000) positions.set(name, at);
  }
  if (Array.isArray(value)) {
    const place = /^\d+$/.test(String(at)) ? Number(at) : Number.POSITIVE_INFINITY;
    return place >= value.length && place < length ? null : value[place];
  }
  return Object.hasOwn(value, at) ? value[String(at)] : undefined;
}
