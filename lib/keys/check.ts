/**
 * Validation of a value by a rule. It knows no keys, so that the dialogs use the same code as the charger client: a value that
 * cannot be sent cannot be saved. A problem is returned as data; `problem-text.ts` makes the text of an error of it, the
 * catalogues make the texts of the editor.
 */
import type { Json } from '../json';
import { toJson } from '../to-json';
import { optionByLabel } from './options';
import type { Rule, ValueType } from './row';
import { inSeconds, partsOf, secondsOf, type TimeParts } from './time-of-day';

/** A reason why a value cannot be written. */
export type ValueProblem =
  /** No value was given, a getter threw, or a text contains half of a character pair. */
  | { is: 'missing' | 'unreadable' | 'broken text' }
  /** `null`, and the rule does not allow it. */
  | { is: 'null' }
  /** Not of the type, or not within the limits, of the rule. */
  | { is: 'unexpected' }
  /** An object without a property, where the rule lists its properties. */
  | { is: 'empty' }
  /** A property that the rule does not list. */
  | { is: 'unknown name'; name: string; possible: readonly string[] }
  /** No JSON can be made of it; `why` in English. */
  | { is: 'no JSON'; why: string }
  /** A problem inside a list or object: the path to it (entries counted from 1), the rule there, and the problem. */
  | { is: 'nested'; path: readonly (string | number)[]; rule: Rule; problem: NestedProblem };

/** A problem with the value at the end of a path. */
export type NestedProblem = Exclude<ValueProblem, { is: 'nested' }>;

/** The value as it will be sent, or the problem with it. */
export type Checked = { value: Json } | { problem: ValueProblem };

/**
 * Validates a value and converts it to what is sent.
 * @param value of any type; options may be given by number, name or label, numbers as text, lists and objects as JSON text
 */
export function check(rule: Rule, value: unknown): Checked {
  try {
    return checkAny(rule, value);
  } catch {
    // A revoked proxy throws at `Array.isArray`, and other values that a flow made may throw as well.
    return { problem: { is: 'unreadable' } };
  }
}

/** True where only the options can be written. Options with limits beside them are examples (tariffs, cars). */
export function isClosed({ options, limits }: Rule): boolean {
  const { min, max, maxLength } = limits ?? {};
  return options !== undefined && min === undefined && max === undefined && maxLength === undefined;
}

function checkAny(rule: Rule, value: unknown): Checked {
  if (value === undefined) return { problem: { is: 'missing' } };
  if (value === null || (rule.nullable && isNullText(value)))
    return rule.nullable ? { value: null } : { problem: { is: 'null' } };
  if (rule.options) {
    const option = typeof value === 'string' ? optionByLabel(rule.options, value) : undefined;
    if (option) return { value: option.value };
  }
  const result = BY_TYPE[rule.limits?.as ?? rule.type](value, rule);
  if ('problem' in result) return result;
  return isClosed(rule) && !rule.options?.some((option) => option.value === result.value) ? UNEXPECTED : result;
}

/** True for the text `null`: MQTT, dashboards and templates send null so. */
function isNullText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === 'null';
}

const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function toNumber(value: unknown, { limits }: Rule): number | undefined {
  const isTime = limits?.format === 'time' && typeof value === 'string' && value.includes(':');
  const number = isTime ? secondsOf(value) : typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value;
  // JSON knows no negative zero.
  return typeof number === 'number' && Number.isFinite(number) ? number + 0 : undefined;
}

const UNEXPECTED: Checked = { problem: { is: 'unexpected' } };

const BY_TYPE: Record<ValueType, (value: unknown, rule: Rule) => Checked> = {
  bool(value) {
    const words: Record<string, boolean> = { true: true, false: false, on: true, off: false, 1: true, 0: false };
    if (typeof value !== 'boolean' && typeof value !== 'number' && typeof value !== 'string') return UNEXPECTED;
    const word = String(value).trim().toLowerCase();
    return Object.hasOwn(words, word) ? { value: words[word]! } : UNEXPECTED;
  },
  int(value, rule) {
    const number = toNumber(value, rule);
    return number !== undefined && Number.isSafeInteger(number) && isInRange(number, rule)
      ? { value: number }
      : UNEXPECTED;
  },
  float(value, rule) {
    const number = toNumber(value, rule);
    return number !== undefined && isInRange(number, rule) ? { value: number } : UNEXPECTED;
  },
  string(value, { limits = {} }) {
    if (typeof value !== 'string') return UNEXPECTED;
    if (!value.isWellFormed()) return { problem: { is: 'broken text' } };
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, format } = limits;
    const length = [...value].length;
    if (length < minLength || length > maxLength) return UNEXPECTED;
    if (format === 'color' && !/^#[0-9a-f]{6}$/i.test(value)) return UNEXPECTED;
    if (format === 'url' && value !== '' && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return UNEXPECTED;
    return { value };
  },
  array(value, { limits = {} }) {
    const list = parsedJson(value);
    if (!Array.isArray(list)) return UNEXPECTED;
    const result = jsonCopy(list);
    if ('problem' in result) return result;
    const items = result.value as Json[];
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items: each } = limits;
    if (items.length < minItems || items.length > maxItems) return UNEXPECTED;
    return each ? checkEntries(each, items) : result;
  },
  object(value, rule) {
    if (rule.limits?.format === 'time') return checkTime(value);
    const object = parsedJson(value);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return UNEXPECTED;
    const result = jsonCopy(object);
    return 'problem' in result ? result : checkProperties(rule, result.value as { [name: string]: Json });
  },
};

function checkEntries(each: Rule, items: readonly Json[]): Checked {
  const value: Json[] = [];
  for (const [at, item] of items.entries()) {
    const result = checkAny(each, item);
    if ('problem' in result) return nested(at + 1, each, result.problem);
    value.push(result.value);
  }
  return { value };
}

/** Validates the properties by the fields of the rule, where it has some; the result keeps the order given. */
function checkProperties({ fields, limits }: Rule, object: { [name: string]: Json }): Checked {
  if (!fields) return { value: object };
  const names = Object.keys(object);
  const possible = fields.map(({ at }) => String(at));
  const unknown = names.find((name) => !possible.includes(name));
  if (unknown !== undefined && !limits?.otherNames) return { problem: { is: 'unknown name', name: unknown, possible } };
  const value = { ...object };
  for (const field of fields) {
    const name = String(field.at);
    if (!Object.hasOwn(object, name) && !field.required) continue;
    const result = checkAny(field, Object.hasOwn(object, name) ? object[name] : undefined);
    if ('problem' in result) return nested(name, field, result.problem);
    value[name] = result.value;
  }
  return names.length === 0 && !limits?.otherNames ? { problem: { is: 'empty' } } : { value };
}

/** The problem of a part, seen from the list or object around it. */
function nested(step: string | number, rule: Rule, problem: ValueProblem): Checked {
  if (problem.is === 'nested') return { problem: { ...problem, path: [step, ...problem.path] } };
  return { problem: { is: 'nested', path: [step], rule, problem } };
}

/** Accepts `06:00`, and `{hour, minute, second}` of which only the hour is required. */
function checkTime(value: unknown): Checked {
  if (typeof value === 'string' && !value.trim().startsWith('{')) {
    const seconds = secondsOf(value);
    return seconds === undefined ? UNEXPECTED : { value: { ...partsOf(seconds) } };
  }
  const object = parsedJson(value);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return UNEXPECTED;
  const copy = jsonCopy(object);
  const parts = 'problem' in copy ? copy : checkProperties(TIME_RULE, copy.value as { [name: string]: Json });
  if ('problem' in parts) return UNEXPECTED;
  const { hour, minute = 0, second } = parts.value as unknown as TimeParts;
  if (inSeconds({ hour, minute, second }) === undefined) return UNEXPECTED;
  return { value: second === undefined ? { hour, minute } : { hour, minute, second } };
}

const TIME_RULE: Rule = {
  type: 'object',
  fields: ['hour', 'minute', 'second'].map((name) => ({
    name,
    at: name,
    type: 'int',
    title: { en: name, de: name },
    ...(name === 'hour' && { required: true }),
  })),
};

function jsonCopy(value: object): Checked {
  const result = toJson(value);
  return 'why' in result ? { problem: { is: 'no JSON', why: result.why } } : result;
}

function isInRange(number: number, { limits = {} }: Rule): boolean {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  return number >= min && number <= max;
}

/** Parses a list or object that came as JSON text, from an inject node or MQTT; undefined for a text that is no JSON. */
function parsedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
