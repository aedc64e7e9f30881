/**
 * Listbox: a list of choices that is used from a text box. Arrows move, Enter picks, the focus stays in the text box (the
 * listbox pattern of the ARIA practices).
 */
import { createElement } from './element';
import { createLines, type LineOptions } from './listbox-lines';
import type { Choice } from './registry';

export interface Listbox {
  readonly element: HTMLUListElement;
  /** Groups have headings while there is no query to rank by. */
  show(choices: readonly Choice[], grouped: boolean): void;
  /** Brings check marks and values up to date. */
  refresh(): void;
  /** Moves the active line; `Infinity` to the last, `-Infinity` to the first. */
  move(by: number): void;
  /** @returns false where no line is active */
  pickActive(): boolean;
}

export interface ListboxOptions extends LineOptions {
  label: string;
  pick(name: string): void;
  /** Shown where nothing is found. */
  nothing: string;
  /** Called with the line that the arrows or the mouse have come to; undefined when the list is another. */
  onActive?(choice: Choice | undefined): void;
}

/** Lines that a page key moves by. */
const PAGE = 8;

let count = 0;

/** @param input the text box that the list is used from */
export function createListbox(input: HTMLInputElement, options: ListboxOptions): Listbox {
  count += 1;
  const id = `goe-listbox-${count}`;
  const element = createElement('ul', 'goe-listbox', '', { id, role: 'listbox', 'aria-label': options.label });
  if (options.multiple) element.setAttribute('aria-multiselectable', 'true');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-expanded', 'false');
  input.autocomplete = 'off';
  const lines = createLines(element, options);
  let shown: readonly Choice[] = [];
  let active = -1;

  const activate = (index: number, scroll: boolean) => {
    lines.at(active)?.classList.remove('goe-active');
    active = index;
    const line = lines.at(active);
    options.onActive?.(line && shown[active]);
    if (!line) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    line.classList.add('goe-active');
    input.setAttribute('aria-activedescendant', line.id);
    if (scroll) line.scrollIntoView({ block: 'nearest' });
  };

  // A click must not take the focus from the text box.
  element.addEventListener('mousedown', (event) => event.preventDefault());
  element.addEventListener('click', (event) => {
    const index = lines.indexOf(event.target);
    const choice = shown[index];
    if (!choice) return;
    activate(index, false);
    options.pick(choice.name);
  });
  element.addEventListener('scroll', () => {
    if (element.scrollTop + 2 * element.clientHeight > element.scrollHeight) lines.fillMore();
  });
  element.addEventListener('mouseover', (event) => {
    const choice = shown[lines.indexOf(event.target)];
    if (choice) options.onActive?.(choice);
  });

  return {
    element,
    show(choices, grouped) {
      shown = choices;
      active = -1;
      lines.show(choices, grouped);
      if (choices.length === 0)
        element.append(createElement('li', 'goe-nothing', options.nothing, { role: 'presentation' }));
      element.scrollTop = 0;
      activate(grouped || choices.length === 0 ? -1 : 0, false);
    },
    refresh: lines.refresh,
    move(by) {
      if (shown.length === 0) return;
      const index = Math.max(0, Math.min(shown.length - 1, active + by));
      lines.fill(index + 1);
      activate(index, true);
      // The heading above the first line belongs to the beginning.
      if (index === 0) element.scrollTop = 0;
    },
    pickActive() {
      const choice = shown[active];
      if (choice) options.pick(choice.name);
      return choice !== undefined;
    },
  };
}

/** Handles a key press in the text box of a listbox. @returns true where it was one of the list's */
export function handleKey(listbox: Listbox, event: KeyboardEvent): boolean {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
  const by = steps[event.key];
  if (by !== undefined) listbox.move(by);
  else if (event.key === 'Enter') listbox.pickActive();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** Handles a key that moves in the list, and means something in a text box too. @returns true where it was one of these */
export function handleTextKey(listbox: Listbox, event: KeyboardEvent): boolean {
  if (event.shiftKey) return false;
  if (event.key === ' ') listbox.pickActive();
  else if (event.key === 'Home') listbox.move(Number.NEGATIVE_INFINITY);
  else if (event.key === 'End') listbox.move(Number.POSITIVE_INFINITY);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
