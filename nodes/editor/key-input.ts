/** Choosing one key in a text box: what fits opens below it. */
import { createListbox, part, steer } from './listbox';
import { type Choice, search } from './registry';
import type { Texts } from './texts';

export interface KeyInputContext {
  choices: readonly Choice[];
  texts: Texts;
  /** What the chosen charger reports for a key now; undefined where that is not known. */
  valueText(key: string): string | undefined;
  /** The chosen charger does not have the key. */
  isMissing(key: string): boolean;
}

/** @returns what brings the values in the open list up to date */
export function keyInput(
  input: HTMLInputElement,
  { choices, texts, valueText, isMissing }: KeyInputContext,
  changed: (key: string) => void,
): { refresh(): void } {
  const popup = part('div', 'goe-popup');
  const isKnown = (key: string) => choices.some(({ name }) => name === key);
  let open = false;

  const listbox = createListbox(input, {
    label: texts('available'),
    multiple: false,
    isChosen: (name) => name === input.value,
    pick: (name) => {
      input.value = name;
      input.classList.remove('input-error');
      close();
      changed(name);
    },
    groupTitle: (group) => texts(`group.${group}`),
    nothing: texts('nothingToSet'),
    valueText,
    lack: ({ name }) => (isMissing(name) ? texts('notThere') : undefined),
  });
  popup.append(listbox.element);

  const show = (query: string) => {
    listbox.show(search(choices, query), query.trim() === '');
    if (!open) {
      document.body.append(popup);
      open = true;
      input.setAttribute('aria-expanded', 'true');
      window.addEventListener('scroll', place, true);
    }
    place();
  };

  const place = () => {
    const box = input.getBoundingClientRect();
    if (!input.isConnected || box.width === 0) return close();
    const below = window.innerHeight - box.bottom;
    const height = Math.min(280, Math.max(below, box.top) - 12);
    popup.style.left = `${Math.max(4, Math.min(box.left, window.innerWidth - 448))}px`;
    popup.style.maxHeight = `${height}px`;
    popup.style.top = below > 200 ? `${box.bottom + 2}px` : 'auto';
    popup.style.bottom = below > 200 ? 'auto' : `${window.innerHeight - box.top + 2}px`;
  };

  const close = () => {
    if (!open) return;
    open = false;
    popup.remove();
    input.setAttribute('aria-expanded', 'false');
    window.removeEventListener('scroll', place, true);
  };

  /** A key that is there already may be replaced: everything is on offer, not only the one it is. */
  const showAll = () => show(isKnown(input.value) ? '' : input.value);

  const settle = () => {
    close();
    const key = input.value.trim();
    input.value = key;
    input.classList.toggle('input-error', !isKnown(key));
    changed(key);
  };

  input.addEventListener('input', () => show(input.value));
  input.addEventListener('click', showAll);
  input.addEventListener('blur', settle);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      event.preventDefault();
      return close();
    }
    if (event.key === 'ArrowDown' && !open) {
      event.preventDefault();
      return showAll();
    }
    if (event.key === 'Enter') event.preventDefault();
    if (open) steer(listbox, event);
  });
  input.classList.toggle('input-error', !isKnown(input.value));
  return {
    refresh() {
      if (open) listbox.refresh();
    },
  };
}
