/** Key input: a text box for one key, with a list of the keys that match what is typed. */
import { createListbox, handleKey } from './listbox';
import { createPopup } from './popup';
import { type Choice, search } from './registry';
import type { Texts } from './texts';

export interface KeyInputContext {
  choices: readonly Choice[];
  texts: Texts;
  /** The value that the chosen charger reports for a key now; undefined where it is not known. */
  valueText(key: string): string | undefined;
  /** The chosen charger does not have the key. */
  isMissing(key: string): boolean;
}

/** @returns a function that brings the values in the open list up to date */
export function keyInput(
  input: HTMLInputElement,
  { choices, texts, valueText, isMissing }: KeyInputContext,
  changed: (key: string) => void,
): { refresh(): void } {
  const isKnown = (key: string) => choices.some(({ name }) => name === key);

  const listbox = createListbox(input, {
    label: texts('available'),
    multiple: false,
    isChosen: (name) => name === input.value,
    pick: (name) => {
      input.value = name;
      input.classList.remove('input-error');
      popup.close();
      changed(name);
    },
    groupTitle: (group) => texts(`group.${group}`),
    nothing: texts('nothingToSet'),
    valueText,
    unusable: ({ name }) => (isMissing(name) ? texts('notThere') : undefined),
  });
  const popup = createPopup(input, listbox.element);

  const show = (query: string) => {
    listbox.show(search(choices, query), query.trim() === '');
    popup.open();
  };

  /** A key that is there already may be replaced: the list then has all keys. */
  const showAll = () => show(isKnown(input.value) ? '' : input.value);

  const leave = () => {
    popup.close();
    const key = input.value.trim();
    input.value = key;
    input.classList.toggle('input-error', !isKnown(key));
    changed(key);
  };

  input.addEventListener('input', () => show(input.value));
  input.addEventListener('click', showAll);
  input.addEventListener('blur', leave);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && popup.isOpen) {
      event.stopPropagation();
      event.preventDefault();
      return popup.close();
    }
    if (event.key === 'ArrowDown' && !popup.isOpen) {
      event.preventDefault();
      return showAll();
    }
    if (event.key === 'Enter') event.preventDefault();
    if (popup.isOpen) handleKey(listbox, event);
  });
  input.classList.toggle('input-error', !isKnown(input.value));
  return {
    refresh() {
      if (popup.isOpen) listbox.refresh();
    },
  };
}
