/**
 * Whether a value can be written to a key of one meaning. It knows rules and no keys, so that the dialogs check with the very
 * same code as the charger client: what cannot be sent cannot be saved. What is wrong is told as facts; the words are the
 * caller's (`problem-text.ts` for errors, the catalogues for the editor).
 */
import type { Json } from '../json';
import { toJson } from '../to-json';
import { optionByLabel } from './options';
import type { Rule, ValueType } from './row';
import { inSeconds, partsOf, secondsOf, type TimeParts } from './time-of-day';

export type Problem =
  /** Nothing was given, a getter threw, or half of a character pair. */
  | { is: 'missing' | 'unreadable' | 'broken text' }
  /** `null` where it is not possible. */
  | { is: 'null' }
  /** Not what the rule asks for. */
  | { is: 'unexpected' }
  /** An object without anything in it, where its properties are known. */
  | { is: 'empty' }
  /** A property that the object does not have. */
  | { is: 'unknown name'; name: string; possible: readonly string[] }
  /** It cannot be said in JSON; `why` in English. */
  | { is: 'no JSON'; why: string }
  /** Something within a list or object: the way to it (entries counted from 1), its rule, and what is wrong with it. */
  | { is: 'within'; at: readonly (string | number)[]; rule: Rule; problem: InnerProblem };

export type InnerProblem = Exclude<Problem, { is: 'within' }>;

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

/** Options with limits beside them are examples (tariffs, cars), without limits they are all there is. */
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
  return isClosed(rule) && !rule.options?.some((option) => option.value === result.value) ? NO : result;
}

/** MQTT, dashboards and templates send `null` as text. */
function isNullText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === 'null';
}

const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function asNumber(value: unknown, { limits }: Rule): number | undefined {
  const isTime = limits?.format === 'time' && typeof value === 'string' && value.includes(':');
  const number = isTime ? secondsOf(value) : typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value;
  // JSON knows no negative zero.
  return typeof number === 'number' && Number.isFinite(number) ? number + 0 : undefined;
}

const NO: Checked = { problem: { is: 'unexpected' } };

const BY_TYPE: Record<ValueType, (value: unknown, rule: Rule) => Checked> = {
  bool(value) {
    const words: Record<string, boolean> = { true: true, false: false, on: true, off: false, 1: true, 0: false };
    if (typeof value !== 'boolean' && typeof value !== 'number' && typeof value !== 'string') return NO;
    const word = String(value).trim().toLowerCase();
    return Object.hasOwn(words, word) ? { value: words[word]! } : NO;
  },
  int(value, rule) {
    const number = asNumber(value, rule);
    return number !== undefined && Number.isSafeInteger(number) && inRange(number, rule) ? { value: number } : NO;
  },
  float(value, rule) {
    const number = asNumber(value, rule);
    return number !== undefined && inRange(number, rule) ? { value: number } : NO;
  },
  string(value, { limits = {} }) {
    if (typeof value !== 'string') return NO;
    if (!value.isWellFormed()) return { problem: { is: 'broken text' } };
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, format } = limits;
    const length = [...value].length;
    if (length < minLength || length > maxLength) return NO;
    if (format === 'color' && !/^#[0-9a-f]{6}$/i.test(value)) return NO;
    if (format === 'url' && value !== '' && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return NO;
    return { value };
  },
  array(value, { limits = {} }) {
    const list = parsedIfText(value);
    if (!Array.isArray(list)) return NO;
    const result = copied(list);
    if ('problem' in result) return result;
    const items = result.value as Json[];
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items: each } = limits;
    if (items.length < minItems || items.length > maxItems) return NO;
    return each ? entries(each, items) : result;
  },
  object(value, rule) {
    if (rule.limits?.format === 'time') return time(value);
    const object = parsedIfText(value);
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return NO;
    const result = copied(object);
    return 'problem' in result ? result : properties(rule, result.value as { [name: string]: Json });
  },
};

function entries(each: Rule, items: readonly Json[]): Checked {
  const value: Json[] = [];
  for (const [at, item] of items.entries()) {
    const result = checkAny(each, item);
    if ('problem' in result) return within(at + 1, each, result.problem);
    value.push(result.value);
  }
  return { value };
}

/** Checked by the fields, where the rule has some; in the order given. */
function properties({ fields, limits }: Rule, object: { [name: string]: Json }): Checked {
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
    if ('problem' in result) return within(name, field, result.problem);
    value[name] = result.value;
  }
  return names.length === 0 && !limits?.otherNames ? { problem: { is: 'empty' } } : { value };
}

function within(step: string | number, rule: Rule, problem: Problem): Checked {
  if (problem.is === 'within') return { problem: { ...problem, at: [step, ...problem.at] } };
  return { problem: { is: 'within', at: [step], rule, problem } };
}

/** `06:00`, or `{hour, minute, second}`, of which only the hour is needed. */
function time(value: unknown): Checked {
  if (typeof value === 'string' && !value.trim().startsWith('{')) {
    const seconds = secondsOf(value);
    return seconds === undefined ? NO : { value: { ...partsOf(seconds) } };
  }
  const object = parsedIfText(value);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return NO;
  const copy = copied(object);
  const parts = 'problem' in copy ? copy : properties(TIME, copy.value as { [name: string]: Json });
  if ('problem' in parts) return NO;
  const { hour, minute = 0, second } = parts.value as unknown as TimeParts;
  if (inSeconds({ hour, minute, second }) === undefined) return NO;
  return { value: second === undefined ? { hour, minute } : { hour, minute, second } };
}

const TIME: Rule = {
  type: 'object',
  fields: ['hour', 'minute', 'second'].map((name) => ({
    name,
    at: name,
    type: 'int',
    title: { en: name, de: name },
    ...(name === 'hour' && { required: true }),
  })),
};

function copied(value: object): Checked {
  const result = toJson(value);
  return 'why' in result ? { problem: { is: 'no JSON', why: result.why } } : result;
}

function inRange(number: number, { limits = {} }: Rule): boolean {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  return number >= min && number <= max;
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
