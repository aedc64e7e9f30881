/** On or off. */
import { part } from './listbox';
import type { MakeField } from './value-field';

export const switchField: MakeField = (value, { label, texts, changed }) => {
  let on = value === 'true';
  const element = part('button', 'goe-switch', '', { type: 'button', role: 'switch', 'aria-label': label });
  const word = part('span', 'goe-switch-word');
  element.append(part('span', 'goe-switch-track'), word);
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
