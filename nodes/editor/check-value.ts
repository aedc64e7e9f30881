/** Whether a row of `goe-set` can be saved, by the rules that decide whether its value can be sent. */
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

/** Values of these types are found when a message comes; here only that something is asked for. */
export const SOURCES = ['msg', 'flow', 'global', 'jsonata', 'env'] as const;

/** Node-RED puts the environment's value here when the flow starts. */
const ENVIRONMENT = /^\$\{[^}]+\}$/;

/** @returns why they cannot be saved, undefined when they can */
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

/** @returns why the value cannot be saved, undefined when it can or when only a message will tell */
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

/** What a row saved with a fixed value will send; `later` where that is not known here. */
export function fixedValue(value: string, type: string): { value: unknown } | 'later' | 'no JSON' {
  if (ENVIRONMENT.test(value)) return 'later';
  switch (type) {
    case 'option':
    case 'str':
      return { value };
    case 'num':
      // Number('') is 0, and nobody means that.
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

/** What some firmware takes is fine: which one the charger has shows when the value is sent. */
export function checkChoice(choice: Choice, value: unknown): Checked {
  const results = writableMeanings(choice).map((meaning) => check(meaning, value));
  return results.find((result) => 'value' in result) ?? results[0] ?? { problem: { is: 'unexpected' } };
}

/** The newest first. */
export function writableMeanings(choice: Choice): EditorRow[] {
  return meanings(choice.row)
    .filter(({ access }) => access !== 'r')
    .reverse();
}

function wordsFor(choice: Choice, problem: ValueProblem, texts: Texts, language: Language): string {
  const newest = writableMeanings(choice)[0] ?? choice.row;
  // Of options all firmwares' are possible here.
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

/** What would be possible. */
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
  return range === '' ? texts(`value.need.${as}`) : `${texts(`value.need.${as}`)}: ${range}`;
}

/** `6–32 A`, `≥ 0`, or nothing. */
export function rangeText({ limits, unit: ofUnit }: Pick<EditorRow, 'limits' | 'unit'>): string {
  const { min, max } = limits ?? {};
  const unit = ofUnit ? ` ${ofUnit}` : '';
  if (min !== undefined && max !== undefined) return `${min}–${max}${unit}`;
  if (min !== undefined) return `≥ ${min}${unit}`;
  if (max !== undefined) return `≤ ${max}${unit}`;
  return '';
}
