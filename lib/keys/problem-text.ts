/** What is wrong with a value, in English for an error: what would have been possible, and where in a list or object. */
import { isClosed, type Problem } from './check';
import type { Limits, Rule, ValueType } from './row';

export function problemText(rule: Rule, problem: Problem): string {
  switch (problem.is) {
    case 'missing':
      return 'no value was given';
    case 'unreadable':
      return 'the value cannot be read';
    case 'broken text':
      return 'the text holds half of a character pair and cannot be sent';
    case 'null':
      return `null is not possible; ${isChoice(rule) ? '' : 'it must be '}${expectation(rule)}`;
    case 'unexpected':
      return `${isChoice(rule) ? '' : 'it must be '}${expectation(rule)}`;
    case 'empty':
      return `it is empty; possible are ${names(rule)}`;
    case 'unknown name':
      return `it has ${nameText(problem.name)}; possible are ${problem.possible.join(', ')}`;
    case 'no JSON':
      return problem.why;
    case 'within':
      return innerText(problem);
  }
}

/** `entry 2 must be a number`, `pGrid is missing; it must be a number in W`. */
function innerText({ at, rule, problem }: Extract<Problem, { is: 'within' }>): string {
  const place = at.map((step) => (typeof step === 'number' ? `entry ${step}` : step)).join(', ');
  switch (problem.is) {
    case 'missing':
      return `${place} is missing; ${isChoice(rule) ? '' : 'it must be '}${expectation(rule)}`;
    case 'unexpected':
      return isChoice(rule) ? `${place}: ${expectation(rule)}` : `${place} must be ${expectation(rule)}`;
    default:
      return `${place}: ${problemText(rule, problem)}`;
  }
}

function isChoice(rule: Rule): boolean {
  return rule.options !== undefined && isClosed(rule);
}

/** What would have been possible. */
function expectation(rule: Rule): string {
  const orNull = rule.nullable ? ', or null' : '';
  if (rule.options && isClosed(rule)) {
    return `possible are ${rule.options.map((option) => `${option.value} (${option.label.en})`).join(', ')}${orNull}`;
  }
  return `${expectedType(rule.limits?.as ?? rule.type, rule.limits ?? {}, rule.unit)}${orNull}`;
}

function expectedType(type: ValueType, limits: Limits, unit?: string): string {
  const { min, max, minLength, maxLength } = limits;
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
  const length =
    minLength !== undefined && maxLength !== undefined
      ? ` of ${minLength} to ${maxLength} characters`
      : maxLength === undefined
        ? ''
        : ` of at most ${maxLength} characters`;
  if (limits.format === 'color') return 'a colour such as #00FF80';
  if (limits.format === 'url') return 'a URL such as mqtt://192.168.1.10';
  if (limits.format === 'time')
    return type === 'object'
      ? 'a time of day such as 06:00, or {"hour": 6, "minute": 0}'
      : 'a time of day such as 06:00, or seconds after midnight';
  return {
    bool: 'true or false',
    int: `a whole number${range}`,
    float: `a number${range}`,
    string: `a text${length}`,
    array: `a list${entriesText(limits)}`,
    object: 'an object',
  }[type];
}

function entriesText({ minItems = 0, maxItems }: Limits): string {
  if (maxItems === undefined) return minItems > 0 ? ` of at least ${minItems} entries` : '';
  if (minItems === maxItems) return ` of ${maxItems} entries`;
  return minItems > 0 ? ` of ${minItems} to ${maxItems} entries` : ` of at most ${maxItems} entries`;
}

function names({ fields = [] }: Rule): string {
  return fields.map(({ at }) => at).join(', ');
}

/** A name that a flow made up may be any text. */
function nameText(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? `no “${name}”` : 'no such property';
}
