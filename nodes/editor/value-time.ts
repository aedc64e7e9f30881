/** Form for a time of day, which is saved as seconds after midnight. */

import { secondsOf, timeOfDay } from '../../lib/keys/time-of-day';
import { createElement } from './element';
import type { MakeField } from './value-field';

export const timeField: MakeField = (value, { label, texts, changed }) => {
  const seconds = value.trim() === '' ? Number.NaN : Number(value);
  const shown = Number.isInteger(seconds) && seconds >= 0 && seconds <= 86_400 ? timeOfDay(seconds) : value;
  const input = timeBox(shown, label, changed);
  const element = createElement('div', 'goe-value-line');
  element.append(input, createElement('span', 'goe-value-unit', texts('value.timeForm')));
  return {
    element,
    value: () => String(secondsOf(input.value) ?? input.value.trim()),
  };
};

/** Text box for `HH:MM`. The browser's own box would follow the language of the browser. */
export function timeBox(time: string, label: string, changed: () => void): HTMLInputElement {
  const input = createElement('input', 'goe-time', '', {
    type: 'text',
    'aria-label': label,
    placeholder: 'HH:MM',
    maxlength: '8',
  });
  input.value = time;
  input.addEventListener('input', changed);
  input.addEventListener('blur', () => {
    const seconds = secondsOf(input.value);
    if (seconds !== undefined) input.value = timeOfDay(seconds);
    input.classList.toggle('input-error', seconds === undefined && input.value.trim() !== '');
    changed();
  });
  return input;
}
