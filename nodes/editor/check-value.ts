/** Whether a row of `goe-set` can be saved, as far as that can be told before a message comes. */
import type { ValueRow } from './api';
import { type Choice, type EditorRow, meanings } from './registry';
import type { Texts } from './texts';

/** Found by these types when a message comes; here only that something is asked for. */
const LATER = new Set(['msg', 'flow', 'global', 'jsonata', 'env']);

/** @returns why it cannot be saved, undefined when it can */
export function problemOf(
  rows: readonly ValueRow[],
  choiceOf: (name: string) => Choice | undefined,
  texts: Texts,
): string | undefined {
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.key === '') return texts('problem.noKey');
    const choice = choiceOf(row.key);
    if (!choice?.writable) return texts('problem.notWritable', { key: row.key });
    if (seen.has(row.key)) return texts('problem.twice', { key: row.key });
    seen.add(row.key);
    const problem = problemOfValue(choice, row.value, row.type, texts);
    if (problem !== undefined) return `${row.key}: ${problem}`;
  }
  return undefined;
}

/** What some firmware takes is fine: which one the charger has shows when the value is sent. */
export function problemOfValue(choice: Choice, value: string, type: string, texts: Texts): string | undefined {
  if (LATER.has(type)) return value.trim() === '' ? texts('problem.empty') : undefined;
  if (type === 'date') return undefined;
  if (type === 'option')
    return choice.options.some((option) => String(option.value) === value) ? undefined : texts('problem.option');
  let json: unknown = value;
  if (type === 'num') json = value.trim() === '' ? Number.NaN : Number(value);
  if (type === 'bool') json = value === 'true';
  if (type === 'json') {
    try {
      json = JSON.parse(value);
    } catch {
      return texts('problem.json');
    }
  }
  const problems = meanings(choice.row).map((meaning) => problemWith(meaning, json, texts));
  return problems.includes(undefined) ? undefined : problems.at(-1);
}

function problemWith(row: EditorRow, value: unknown, texts: Texts): string | undefined {
  if (value === null) return row.nullable ? undefined : texts('problem.null');
  if (row.options && typeof value === 'string') return undefined;
  switch (row.type) {
    case 'int':
    case 'float':
      return problemWithNumber(row, value, texts);
    case 'bool':
      return typeof value === 'boolean' || value === 'true' || value === 'false' ? undefined : texts('problem.bool');
    case 'string':
      return problemWithText(row, value, texts);
    case 'array':
      return Array.isArray(value) ? undefined : texts('problem.array');
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? undefined : texts('problem.object');
  }
}

function problemWithNumber(row: EditorRow, value: unknown, texts: Texts): string | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return texts('problem.number');
  if (row.type === 'int' && !Number.isInteger(number)) return texts('problem.whole');
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = row.limits ?? {};
  return number < min || number > max ? texts('problem.range', { range: rangeText(row) }) : undefined;
}

function problemWithText(row: EditorRow, value: unknown, texts: Texts): string | undefined {
  if (typeof value !== 'string') return texts('problem.text');
  const { maxLength, format } = row.limits ?? {};
  if (maxLength !== undefined && value.length > maxLength) return texts('problem.length', { maxLength });
  if (format === 'color' && !/^#[0-9a-f]{6}$/i.test(value)) return texts('problem.color');
  return undefined;
}

/** `6–32 A`, `at least 0`, or nothing. */
export function rangeText(row: EditorRow): string {
  const { min, max } = row.limits ?? {};
  const unit = row.unit ? ` ${row.unit}` : '';
  if (min !== undefined && max !== undefined) return `${min}–${max}${unit}`;
  if (min !== undefined) return `≥ ${min}${unit}`;
  if (max !== undefined) return `≤ ${max}${unit}`;
  return '';
}
