/**
 * Checks a value that somebody wants to write and turns it into JSON. Everything is checked here, before a byte is sent,
 * because a charger takes some nonsense without a word and applies half of a request when it refuses the other half.
 */
import type { Json } from '../json';
import { optionByLabel } from './labels';
import { meaningsIn } from './registry';
import type { KeyRow, Limits, ValueType } from './row';
import { toJson } from './to-json';

/** The value as it will be sent, or why it cannot be. */
export type Encoded = { value: Json; json: string } | { why: string };

/**
 * @param value of any type; options may be given by number, name or label, numbers as text
 * @param firmware unknown: the value is good when it is good in any firmware, the newest first
 */
export function encode(key: string, value: unknown, firmware?: string): Encoded {
  const meanings = [...meaningsIn(key, firmware)].reverse();
  if (meanings.length === 0) return { why: 'there is no such key; see the list of keys for what can be written' };
  const writable = meanings.filter((row) => row.access !== 'r');
  if (writable.length === 0) return { why: readOnlyHint(key) };
  let why = '';
  for (const row of writable) {
    const result = checkAnything(row, value);
    if ('value' in result) return { value: result.value, json: JSON.stringify(result.value) };
    why ||= result.why;
  }
  return { why };
}

/** What to write instead of keys that only show a state [owners' reports: these are the ones tried]. */
function readOnlyHint(key: string): string {
  const instead: Record<string, string> = {
    alw: 'frc (1 off, 2 on)',
    fsp: 'psm (1 one phase, 2 three)',
    acu: 'amp',
    car: 'frc',
  };
  const other = Object.hasOwn(instead, key) ? `; set ${instead[key]} instead` : '';
  return `this key can only be read${other}`;
}

type Checked = { value: Json } | { why: string };

/** Asking a revoked proxy whether it is a list throws, and so may anything else that a flow made. */
function checkAnything(row: KeyRow, value: unknown): Checked {
  try {
    return check(row, value);
  } catch {
    return { why: 'the value cannot be read' };
  }
}

function check(row: KeyRow, value: unknown): Checked {
  if (value === undefined) return { why: 'no value was given' };
  if (value === null) return row.nullable ? { value: null } : { why: `null is not possible; ${expectation(row)}` };
  if (row.options) {
    const option = typeof value === 'string' ? optionByLabel(row.options, value) : undefined;
    if (option) return { value: option.value };
  }
  const result = BY_TYPE[row.limits?.as ?? row.type](value, row.limits ?? {});
  if ('why' in result) return result.why === '' ? { why: expectation(row) } : result;
  // Options with limits beside them are examples (country codes), without limits they are all there is.
  const closed = row.options && row.limits?.min === undefined && row.limits?.max === undefined;
  if (closed && !row.options?.some((option) => option.value === result.value)) return { why: expectation(row) };
  return result;
}

const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value;
  // JSON knows no negative zero.
  return typeof number === 'number' && Number.isFinite(number) ? number + 0 : undefined;
}

/** An empty `why` stands for "say what is expected". */
const NO: Checked = { why: '' };

const BY_TYPE: Record<ValueType, (value: unknown, limits: Limits) => Checked> = {
  bool(value) {
    const words: Record<string, boolean> = { true: true, false: false, on: true, off: false, 1: true, 0: false };
    if (typeof value !== 'boolean' && typeof value !== 'number' && typeof value !== 'string') return NO;
    const word = String(value).trim().toLowerCase();
    return Object.hasOwn(words, word) ? { value: words[word]! } : NO;
  },
  int(value, limits) {
    const number = asNumber(value);
    return number !== undefined && Number.isSafeInteger(number) && inRange(number, limits) ? { value: number } : NO;
  },
  float(value, limits) {
    const number = asNumber(value);
    return number !== undefined && inRange(number, limits) ? { value: number } : NO;
  },
  string(value, limits) {
    if (typeof value !== 'string') return NO;
    if (!value.isWellFormed()) return { why: 'the text holds half of a character pair and cannot be sent' };
    if (limits.maxLength !== undefined && [...value].length > limits.maxLength) return NO;
    if (limits.format === 'color' && !/^#[0-9a-f]{6}$/i.test(value)) return NO;
    if (limits.format === 'url' && value !== '' && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return NO;
    return { value };
  },
  array(value, limits) {
    const list = parsedIfText(value);
    if (!Array.isArray(list)) return NO;
    const result = toJson(list);
    if ('why' in result) return result;
    const items = result.value as Json[];
    if (items.length < (limits.minItems ?? 0) || items.length > (limits.maxItems ?? Number.POSITIVE_INFINITY))
      return NO;
    const { items: each } = limits;
    if (!each) return result;
    const checked = items.map((item) => BY_TYPE[each.type](item, each));
    const bad = checked.findIndex((item) => 'why' in item);
    if (bad >= 0) return { why: `entry ${bad + 1} must be ${expectedType(each.type, each)}` };
    return { value: checked.map((item) => ('value' in item ? item.value : null)) };
  },
  object(value) {
    const object = parsedIfText(value);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return NO;
    return toJson(object);
  },
};

function inRange(number: number, { min, max }: Limits): boolean {
  return number >= (min ?? Number.NEGATIVE_INFINITY) && number <= (max ?? Number.POSITIVE_INFINITY);
}

/** Lists and objects may come as JSON text, as they do from an inject node or from MQTT. */
function parsedIfText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** What would have been possible, for the error. */
function expectation(row: KeyRow): string {
  const range = row.limits?.min !== undefined || row.limits?.max !== undefined;
  const orNull = row.nullable ? ', or null' : '';
  if (row.options && !range) {
    return `possible are ${row.options.map((option) => `${option.value} (${option.label.en})`).join(', ')}${orNull}`;
  }
  return `it must be ${expectedType(row.limits?.as ?? row.type, row.limits ?? {}, row.unit)}${orNull}`;
}

function expectedType(type: ValueType, limits: Limits, unit?: string): string {
  const { min, max } = limits;
  const of = unit ? ` ${unit}` : '';
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}${of}`
      : min !== undefined
        ? ` of at least ${min}${of}`
        : max !== undefined
          ? ` up to ${max}${of}`
          : unit
            ? ` in ${unit}`
            : '';
  const entries = limits.maxItems === undefined ? '' : ` of at most ${limits.maxItems} entries`;
  const length = limits.maxLength === undefined ? '' : ` of at most ${limits.maxLength} characters`;
  if (limits.format === 'color') return 'a colour such as #00FF80';
  if (limits.format === 'url') return 'a URL such as mqtt://192.168.1.10';
  return {
    bool: 'true or false',
    int: `a whole number${range}`,
    float: `a number${range}`,
    string: `a text${length}`,
    array: `a list${entries}`,
    object: 'an object',
  }[type];
}
