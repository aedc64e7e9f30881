/** Form for a number, with its unit. */
import { writableMeanings } from './check-value';
import { createElement } from './element';
import type { MakeField } from './value-field';

export const numberField: MakeField = (value, { choice, label, changed }) => {
  const row = writableMeanings(choice)[0] ?? choice.row;
  const { min, max } = row.limits ?? {};
  const input = createElement('input', 'goe-number', '', { 'aria-label': label });
  // A browser's number box would drop text, such as the name of an environment variable.
  input.type = value === '' || Number.isFinite(Number(value)) ? 'number' : 'text';
  if (min !== undefined) input.min = String(min);
  if (max !== undefined) input.max = String(max);
  input.step = row.type === 'int' ? '1' : 'any';
  input.value = value;
  input.addEventListener('input', changed);
  const element = createElement('div', 'goe-value-line');
  element.append(input, createElement('span', 'goe-value-unit', row.unit ?? ''));
  return { element, value: () => input.value.trim() };
};
