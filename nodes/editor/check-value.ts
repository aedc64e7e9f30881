/** Whether a row of `goe-set` can be saved, by the rules that decide whether its value can be sent. */
import { type Checked, check, isClosed, type Problem } from '../../lib/keys/check';
import type { Limits, ValueType } from '../../lib/keys/row';
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

function wordsFor(choice: Choice, problem: Problem, texts: Texts, language: Language): string {
  const rule = writableMeanings(choice)[0] ?? choice.row;
  const { is } = problem;
  if (is === 'entry')
    return texts('value.entry', { at: problem.at, need: needOf(problem.type, problem.limits, '', texts) });
  if (is !== 'unexpected' && is !== 'null' && is !== 'missing') return texts('value.cannotBeSent');
  const orNull = rule.nullable ? ` ${texts('value.orNull')}` : '';
  if (isClosed(rule)) {
    const options = choice.options.map(({ value, label }) => `${label[language]} (${value})`).join(', ');
    return `${texts('value.need.options', { options })}${orNull}`;
  }
  return `${needOf(rule.limits?.as ?? rule.type, rule.limits ?? {}, rule.unit ?? '', texts)}${orNull}`;
}

/** What would be possible. */
function needOf(type: ValueType, limits: Limits, unit: string, texts: Texts): string {
  const { format, maxLength, maxItems } = limits;
  if (format !== undefined) return texts(`value.need.${format}`);
  if (maxLength !== undefined) return texts('value.need.shortText', { maxLength });
  if (maxItems !== undefined) return texts('value.need.shortArray', { minItems: limits.minItems ?? 0, maxItems });
  const range = rangeText({ limits, unit });
  return range === '' ? texts(`value.need.${type}`) : `${texts(`value.need.${type}`)}: ${range}`;
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
