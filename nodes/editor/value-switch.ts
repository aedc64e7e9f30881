/** Form for a flag: a switch. */
import { createElement } from './element';
import type { MakeField } from './value-field';

export const switchField: MakeField = (value, { label, texts, changed }) => {
  let on = value === 'true';
  const element = createElement('button', 'goe-switch', '', { type: 'button', role: 'switch', 'aria-label': label });
  const state = createElement('span', 'goe-switch-word');
  element.append(createElement('span', 'goe-switch-track'), state);
  const show = () => {
    element.setAttribute('aria-checked', String(on));
    state.textContent = texts(on ? 'value.on' : 'value.off');
  };
  element.addEventListener('click', () => {
    on = !on;
    show();
    changed();
  });
  show();
  return { element, value: () => String(on) };
};
