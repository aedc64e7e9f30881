/**
 * Checks a value that somebody wants to write and turns it into JSON. Everything is checked here, before a byte is sent,
 * because a charger takes some nonsense without a word and applies half of a request when it refuses the other half.
 */
import type { Json } from '../json';
import { check, isClosed, type Problem, type Rule } from './check';
import { meaningsIn } from './registry';
import type { Limits, ValueType } from './row';

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
    const result = check(row, value);
    if ('value' in result) return { value: result.value, json: JSON.stringify(result.value) };
    why ||= words(row, result.problem);
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
  const remedy = Object.hasOwn(instead, key) ? `set ${instead[key]} instead` : 'take it out of what is written';
  return `this key can only be read; ${remedy}`;
}

function words(rule: Rule, problem: Problem): string {
  switch (problem.is) {
    case 'missing':
      return 'no value was given';
    case 'unreadable':
      return 'the value cannot be read';
    case 'broken text':
      return 'the text holds half of a character pair and cannot be sent';
    case 'null':
      return `null is not possible; ${expectation(rule)}`;
    case 'unexpected':
      return expectation(rule);
    case 'entry':
      return `entry ${problem.at} must be ${expectedType(problem.type, problem.limits)}`;
    case 'no JSON':
      return problem.why;
  }
}

/** What would have been possible, for the error. */
function expectation(rule: Rule): string {
  const orNull = rule.nullable ? ', or null' : '';
  if (rule.options && isClosed(rule)) {
    return `possible are ${rule.options.map((option) => `${option.value} (${option.label.en})`).join(', ')}${orNull}`;
  }
  return `it must be ${expectedType(rule.limits?.as ?? rule.type, rule.limits ?? {}, rule.unit)}${orNull}`;
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
