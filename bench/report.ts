/** Report of a run: lines for the console, tables for docs/benchmarks.md. */
import type { Row } from './bench.types';
import { spreadOf } from './figures';

export interface Chapter {
  title: string;
  rows: Row[];
  /** The error where there are no rows. */
  failure?: string;
}

export type Verdict = 'held' | 'not held' | 'no limit';

export function verdictOf({ values, atMost }: Row): Verdict {
  if (atMost === undefined) return 'no limit';
  return spreadOf(values).median <= atMost ? 'held' : 'not held';
}

/** One line for the console. */
export function lineOf(row: Row): string {
  const { median, min, max } = spreadOf(row.values);
  const unit = row.unit ? ` ${row.unit}` : ' ×';
  const goal = row.atMost === undefined ? '' : `, at most ${digits(row.atMost)}${unit}: ${verdictOf(row)}`;
  const against = row.against ? ` / ${row.against}` : '';
  return `  ${row.what}${against}: ${digits(median)}${unit} (${digits(min)} to ${digits(max)})${goal}${row.note ? ` [${row.note}]` : ''}`;
}

export function markdownOf(chapters: readonly Chapter[], environment: readonly string[]): string {
  const lines = ['# Benchmarks', '', ...environment, ''];
  lines.push(
    'Ratios are ours to the other, taken pair by pair in the same run; the columns give the median of the rounds, the least and the most.',
    'A figure with a unit stands by itself. Each subject ran in a process of its own, and the subjects ran alternately.',
    '',
    '## Not held',
    '',
    ...notHeld(chapters),
    '',
  );
  for (const { title, rows, failure } of chapters) {
    lines.push(`## ${title}`, '');
    if (failure) lines.push(`Could not be measured: ${failure}`, '');
    if (rows.length === 0) continue;
    lines.push('| what | against | median | least | most | at most | | rounds |', '|---|---|--:|--:|--:|--:|---|---|');
    for (const row of rows) lines.push(tableLine(row));
    lines.push('');
    for (const row of rows)
      if (row.note) lines.push(`- ${row.what}${row.against ? ` / ${row.against}` : ''}: ${row.note}`);
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function notHeld(chapters: readonly Chapter[]): string[] {
  const lines = chapters.flatMap(({ title, rows, failure }) => [
    ...(failure ? [`- ${title}: not measured`] : []),
    ...rows
      .filter((row) => verdictOf(row) === 'not held')
      .map(
        (row) =>
          `- ${row.what}${row.against ? ` / ${row.against}` : ''}: ${figure(spreadOf(row.values).median, row)}, at most ${figure(row.atMost!, row)}${row.why ? `. ${row.why}` : ''}`,
      ),
  ]);
  return lines.length > 0 ? lines : ['Nothing: every goal was held.'];
}

function tableLine(row: Row): string {
  const { median, min, max } = spreadOf(row.values);
  const cells = [median, min, max].map((value) => figure(value, row));
  const goal = row.atMost === undefined ? '' : figure(row.atMost, row);
  const rounds = row.values.map(digits).join(' ');
  return `| ${row.what} | ${row.against} | ${cells.join(' | ')} | ${goal} | ${verdictOf(row)} | ${rounds} |`;
}

function figure(value: number, { unit }: Row): string {
  return unit ? `${digits(value)} ${unit}` : digits(value);
}

function digits(value: number): string {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
