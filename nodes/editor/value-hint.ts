/** What a person must know to fill in a value, or why there is none to fill in; and what can go wrong. */
import { rangeText, writableMeanings } from './check-value';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';
import { kindsOf } from './value-kind';

export function hint(
  key: string,
  choice: Choice | undefined,
  texts: Texts,
  language: Language,
): { text: string; caution: string } {
  if (key === '') return { text: '', caution: '' };
  if (!choice) return { text: texts('problem.notWritable', { key }), caution: '' };
  if (!choice.writable) return { text: `${choice.title} · ${texts('problem.readOnly')}`, caution: '' };
  const row = writableMeanings(choice)[0] ?? choice.row;
  // A time of day is entered as one, whatever it is sent as.
  const isTime = kindsOf(choice)[0] === 'time';
  const range = isTime ? '' : rangeText(row);
  const parts = [choice.title];
  if (range !== '') parts.push(range);
  else if (choice.unit !== '' && !isTime) parts.push(choice.unit);
  if (row.nullable) parts.push(texts('nullable'));
  return { text: parts.join(' · '), caution: choice.row.caution?.[language] ?? '' };
}
