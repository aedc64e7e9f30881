/** Validation of `goe-set` rows in the dialog, by the rules that validate a value before it is sent. */
import { type Checked, check, isClosed, type NestedProblem, type ValueProblem } from '../../lib/keys/check';
import type { Rule } from '../../lib/keys/row';
import { type Choice, type EditorRow, type Language, meanings } from './registry';
import type { Texts } from './texts';

/** A row of `goe-set` as saved. */
export interface ValueRow {
  key: string;
  value: string;
  type: string;
}

/** Types whose value is found when a message comes. Here it is only checked that they are not empty. */
export const SOURCES = ['msg', 'flow', 'global', 'jsonata', 'env'] as const;

/** The name of an environment variable: Node-RED puts its value here when the flow starts. */
const ENVIRONMENT = /^\$\{[^}]+\}$/;

/** Validates all rows. @returns the problem; undefined when they can be saved */
export function problemOf(
  rows: readonly ValueRow[],
  choiceOf: (name: string) => Choice | undefined,
  texts: Texts,
  language: Language,
): string | undefined {
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.key === '') return texts('problem.noKey');
    const choice = choiceOf(row.key);
    if (!choice?.writable) return texts('problem.notWritable', { key: row.key });
    if (seen.has(row.key)) return texts('problem.twice', { key: row.key });
    seen.add(row.key);
    const problem = problemOfValue(choice, row.value, row.type, texts, language);
    if (problem !== undefined) return `${row.key}: ${problem}`;
  }
  return undefined;
}

/** Validates one value. @returns the problem; undefined when it can be saved, or is known only when a message comes */
export function problemOfValue(
  choice: Choice,
  value: string,
  type: string,
  texts: Texts,
  language: Language,
): string | undefined {
  if (isSource(type)) return value.trim() === '' ? texts('problem.empty') : undefined;
  const fixed = fixedValue(value, type);
  if (fixed === 'later') return undefined;
  if (fixed === 'no JSON') return texts('problem.json');
  const result = checkChoice(choice, fixed.value);
  return 'value' in result ? undefined : wordsFor(choice, result.problem, texts, language);
}

export function isSource(type: string): boolean {
  return (SOURCES as readonly string[]).includes(type);
}

/** The value that a saved row will send; `later` where it is not known here. */
export function fixedValue(value: string, type: string): { value: unknown } | 'later' | 'no JSON' {
  if (ENVIRONMENT.test(value)) return 'later';
  switch (type) {
    case 'option':
    case 'str':
      return { value };
    case 'num':
      // Number('') is 0, which an empty box does not mean.
      return { value: value.trim() === '' ? Number.NaN : Number(value) };
    case 'bool':
      return { value: value === 'true' };
    case 'json':
      try {
        return { value: JSON.parse(value) };
      } catch {
        return 'no JSON';
      }
    default:
      return 'later';
  }
}

/** A value that any firmware takes is valid: the charger's own firmware is known only when the value is sent. */
export function checkChoice(choice: Choice, value: unknown): Checked {
  const results = writableMeanings(choice).map((meaning) => check(meaning, value));
  return results.find((result) => 'value' in result) ?? results[0] ?? { problem: { is: 'unexpected' } };
}

/** Meanings of a key that can be written, the newest first. */
export function writableMeanings(choice: Choice): EditorRow[] {
  return meanings(choice.row)
    .filter(({ access }) => access !== 'r')
    .reverse();
}

function wordsFor(choice: Choice, problem: ValueProblem, texts: Texts, language: Language): string {
  const newest = writableMeanings(choice)[0] ?? choice.row;
  // The options of all firmwares are possible here.
  const rule = isClosed(newest) ? { ...newest, options: choice.options } : newest;
  if (problem.is !== 'nested') return problemWords(rule, problem, texts, language);
  const at = problem.path.map((step) => (typeof step === 'number' ? texts('value.at', { at: step }) : step)).join(', ');
  return texts('value.entry', { at, need: problemWords(problem.rule, problem.problem, texts, language) });
}

function problemWords(rule: Rule, problem: NestedProblem, texts: Texts, language: Language): string {
  switch (problem.is) {
    case 'unexpected':
    case 'null':
    case 'missing':
      return needOf(rule, texts, language);
    case 'empty':
      return texts('value.names', { possible: rule.fields?.map(({ at }) => at).join(', ') });
    case 'unknown name':
      return texts('value.unknownName', { name: problem.name.slice(0, 40), possible: problem.possible.join(', ') });
    default:
      return texts('value.cannotBeSent');
  }
}

/** Text of what a rule takes. */
function needOf(rule: Rule, texts: Texts, language: Language): string {
  const orNull = rule.nullable ? ` ${texts('value.orNull')}` : '';
  if (!isClosed(rule)) return `${kindNeeded(rule, texts)}${orNull}`;
  const options = rule.options?.map(({ value, label }) => `${label[language]} (${value})`).join(', ');
  return `${texts('value.need.options', { options })}${orNull}`;
}

function kindNeeded({ type, limits = {}, unit = '' }: Rule, texts: Texts): string {
  const { format, minLength, maxLength, minItems = 0, maxItems } = limits;
  const as = limits.as ?? type;
  if (format === 'time') return texts('value.need.time');
  if (format !== undefined) return texts(`value.need.${format}`);
  if (maxLength !== undefined)
    return minLength === undefined
      ? texts('value.need.shortText', { maxLength })
      : texts('value.need.textOf', { minLength, maxLength });
  if (maxItems !== undefined) return texts('value.need.shortArray', { minItems, maxItems });
  const range = rangeText({ limits, unit });
  return range === '' ? texts(`value.need.${as}`) : `${texts(`value.need.${as}`)}, ${range}`;
}

/** Text of a range: `6–32 A`, `≥ 0`, or empty. */
export function rangeText({ limits, unit: ofUnit }: Pick<EditorRow, 'limits' | 'unit'>): string {
  const { min, max } = limits ?? {};
  const unit = ofUnit ? ` ${ofUnit}` : '';
  if (min !== undefined && max !== undefined) return `${min}–${max}${unit}`;
  if (min !== undefined) return `≥ ${min}${unit}`;
  if (max !== undefined) return `≤ ${max}${unit}`;
  return '';
}
