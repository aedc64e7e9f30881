/**
 * Whether a value can be written to a key of one meaning. It knows rules and no keys, so that the dialogs check with the very
 * same code as the charger client: what cannot be sent cannot be saved. What is wrong is told as facts; the words are the
 * caller's (`encode.ts` for errors, the catalogues for the editor).
 */
import type { Json } from '../json';
import { toJson } from '../to-json';
import { optionByLabel } from './options';
import type { KeyRow, Limits, ValueType } from './row';

/** What of a row binds a value. */
export type Rule = Pick<KeyRow, 'type' | 'unit' | 'options' | 'limits'> & { nullable?: boolean };

export type Problem =
  /** Nothing was given, a getter threw, or half of a character pair. */
  | { is: 'missing' | 'unreadable' | 'broken text' }
  /** `null` where it is not possible. */
  | { is: 'null' }
  /** Not what the rule asks for. */
  | { is: 'unexpected' }
  /** The entry of a list, counted from 1, is not what the rule asks for. */
  | { is: 'entry'; at: number; type: ValueType; limits: Limits }
  /** It cannot be said in JSON; `why` in English. */
  | { is: 'no JSON'; why: string };

/** The value as it will be sent, or what is wrong with it. */
export type Checked = { value: Json } | { problem: Problem };

/** @param value of any type; options may be given by number, name or label, numbers as text, lists and objects as JSON text */
export function check(rule: Rule, value: unknown): Checked {
  try {
    return checkAny(rule, value);
  } catch {
    // Asking a revoked proxy whether it is a list throws, and so may anything else that a flow made.
    return { problem: { is: 'unreadable' } };
  }
}

/** Options with limits beside them are examples (country codes), without limits they are all there is. */
export function isClosed({ options, limits }: Rule): boolean {
  return options !== undefined && limits?.min === undefined && limits?.max === undefined;
}

function checkAny(rule: Rule, value: unknown): Checked {
  if (value === undefined) return { problem: { is: 'missing' } };
  if (value === null) return rule.nullable ? { value: null } : { problem: { is: 'null' } };
  if (rule.options) {
    const option = typeof value === 'string' ? optionByLabel(rule.options, value) : undefined;
    if (option) return { value: option.value };
  }
  const result = BY_TYPE[rule.limits?.as ?? rule.type](value, rule.limits ?? {});
  if ('problem' in result) return result;
  return isClosed(rule) && !rule.options?.some((option) => option.value === result.value) ? NO : result;
}

const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value;
  // JSON knows no negative zero.
  return typeof number === 'number' && Number.isFinite(number) ? number + 0 : undefined;
}

const NO: Checked = { problem: { is: 'unexpected' } };

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
    if (!value.isWellFormed()) return { problem: { is: 'broken text' } };
    if (limits.maxLength !== undefined && [...value].length > limits.maxLength) return NO;
    if (limits.format === 'color' && !/^#[0-9a-f]{6}$/i.test(value)) return NO;
    if (limits.format === 'url' && value !== '' && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return NO;
    return { value };
  },
  array(value, limits) {
    const list = parsedIfText(value);
    if (!Array.isArray(list)) return NO;
    const result = copied(list);
    if ('problem' in result) return result;
    const items = result.value as Json[];
    if (items.length < (limits.minItems ?? 0) || items.length > (limits.maxItems ?? Number.POSITIVE_INFINITY))
      return NO;
    const { items: each } = limits;
    if (!each) return result;
    const checked = items.map((item) => BY_TYPE[each.type](item, each));
    const bad = checked.findIndex((item) => 'problem' in item);
    if (bad >= 0) return { problem: { is: 'entry', at: bad + 1, type: each.type, limits: each } };
    return { value: checked.map((item) => ('value' in item ? item.value : null)) };
  },
  object(value) {
    const object = parsedIfText(value);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return NO;
    return copied(object);
  },
};

function copied(value: object): Checked {
  const result = toJson(value);
  return 'why' in result ? { problem: { is: 'no JSON', why: result.why } } : result;
}

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
