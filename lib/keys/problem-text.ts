/**
 * The English text of a value problem, for errors: what the value must be, and where in a list or object it is wrong. A text
 * continues the name of the key: `amp = 40: must be a whole number from 6 to 32 A`.
 */
import { isClosed, type NestedProblem, type ValueProblem } from './check';
import type { Limits, Rule, ValueType } from './row';

/** The text of a problem. @param rule of the key */
export function problemText(rule: Rule, problem: ValueProblem): string {
  if (problem.is === 'nested') return `${pathText(problem.path)} ${predicate(problem.rule, problem.problem)}`;
  return problem.is === 'missing' ? `the value ${predicate(rule, problem)}` : predicate(rule, problem);
}

/** `ranges, entry 1, begin`. */
function pathText(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === 'number' ? `entry ${step}` : step)).join(', ');
}

/** Begins with a verb; its subject is the key, or the place in its value. */
function predicate(rule: Rule, problem: NestedProblem): string {
  switch (problem.is) {
    case 'missing':
      return `is missing; it must be ${expectation(rule)}`;
    case 'unreadable':
      return 'cannot be read; send a plain value';
    case 'broken text':
      return 'contains half of a character pair, which cannot be sent; remove it';
    case 'null':
      return `must be ${expectation(rule)}, not null`;
    case 'unexpected':
      return `must be ${expectation(rule)}`;
    case 'empty':
      return `must not be empty; its properties are ${rule.fields?.map(({ at }) => at).join(', ')}`;
    case 'unknown name':
      return `has ${propertyText(problem.name)}; its properties are ${problem.possible.join(', ')}`;
    case 'no JSON':
      return problem.why;
  }
}

/** The expected value: `a whole number from 6 to 32 A, or null`. */
function expectation(rule: Rule): string {
  const orNull = rule.nullable ? ', or null' : '';
  if (rule.options && isClosed(rule))
    return `one of ${rule.options.map((option) => `${option.value} (${option.label.en})`).join(', ')}${orNull}`;
  return `${expectedType(rule.limits?.as ?? rule.type, rule.limits ?? {}, rule.unit)}${orNull}`;
}

function expectedType(type: ValueType, limits: Limits, unit?: string): string {
  if (limits.format === 'color') return 'a colour such as #00FF80';
  if (limits.format === 'url') return 'a URL such as mqtt://192.168.1.10';
  if (limits.format === 'time')
    return type === 'object'
      ? 'a time of day such as 06:00, or {"hour": 6, "minute": 0}'
      : 'a time of day such as 06:00, or seconds after midnight';
  return {
    bool: 'true or false',
    int: `a whole number${rangeText(limits, unit)}`,
    float: `a number${rangeText(limits, unit)}`,
    string: `a text${lengthText(limits)}`,
    array: `a list${entriesText(limits)}`,
    object: 'an object',
  }[type];
}

function rangeText({ min, max }: Limits, unit?: string): string {
  const withUnit = unit ? ` ${unit}` : '';
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}${withUnit}`;
  if (min !== undefined) return ` of at least ${min}${withUnit}`;
  if (max !== undefined) return ` up to ${max}${withUnit}`;
  return unit ? ` in ${unit}` : '';
}

function lengthText({ minLength, maxLength }: Limits): string {
  if (maxLength === undefined) return '';
  return minLength === undefined
    ? ` of at most ${maxLength} characters`
    : ` of ${minLength} to ${maxLength} characters`;
}

function entriesText({ minItems = 0, maxItems }: Limits): string {
  if (maxItems === undefined) return minItems > 0 ? ` of at least ${minItems} entries` : '';
  if (minItems === maxItems) return ` of ${maxItems} entries`;
  return minItems > 0 ? ` of ${minItems} to ${maxItems} entries` : ` of at most ${maxItems} entries`;
}

/** The name is repeated only where it is short and plain: a flow may use any text as a name. */
function propertyText(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? `no property “${name}”` : 'a property that it cannot have';
}
