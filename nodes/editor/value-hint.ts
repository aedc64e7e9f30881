/** Hint for filling in a value, or the reason why none can be filled in; and the key's caution. */
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
  // The forms of a time of day and of options show what is possible.
  const isShown = ['time', 'option'].includes(kindsOf(choice)[0] ?? '');
  const range = isShown ? '' : rangeText(row);
  const parts = [choice.title];
  if (range !== '') parts.push(range);
  else if (choice.unit !== '' && !isShown) parts.push(choice.unit);
  if (row.nullable && !isShown) parts.push(texts('nullable'));
  return { text: parts.join(' · '), caution: choice.row.caution?.[language] ?? '' };
}
