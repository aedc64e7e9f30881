/** Form for a colour: the browser's picker, and the number beside it. */
import { createElement } from './element';
import type { MakeField } from './value-field';

const COLOR = /^#[0-9a-f]{6}$/i;

export const colorField: MakeField = (value, { label, texts, changed }) => {
  const picker = createElement('input', 'goe-color', '', { type: 'color', 'aria-label': texts('value.pickColor') });
  const text = createElement('input', 'goe-color-text', '', { type: 'text', 'aria-label': label, maxlength: '24' });
  text.value = value;
  const show = () => {
    if (COLOR.test(text.value.trim())) picker.value = text.value.trim().toLowerCase();
  };
  picker.addEventListener('input', () => {
    text.value = picker.value.toUpperCase();
    changed();
  });
  text.addEventListener('input', () => {
    show();
    changed();
  });
  show();
  const element = createElement('div', 'goe-value-line');
  element.append(picker, text);
  return { element, value: () => text.value.trim() };
};
