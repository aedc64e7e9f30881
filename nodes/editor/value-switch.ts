/** On or off. */
import { createElement } from './element';
import type { MakeField } from './value-field';

export const switchField: MakeField = (value, { label, texts, changed }) => {
  let on = value === 'true';
  const element = createElement('button', 'goe-switch', '', { type: 'button', role: 'switch', 'aria-label': label });
  const word = createElement('span', 'goe-switch-word');
  element.append(createElement('span', 'goe-switch-track'), word);
  const show = () => {
    element.setAttribute('aria-checked', String(on));
    word.textContent = texts(on ? 'value.on' : 'value.off');
  };
  element.addEventListener('click', () => {
    on = !on;
    show();
    changed();
  });
  show();
  return { element, value: () => String(on) };
};
