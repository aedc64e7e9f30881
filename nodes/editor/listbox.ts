/**
 * A list of choices that a text box steers: arrows move, Enter picks, the focus stays in the text box (the listbox pattern
 * of the ARIA practices). Everything that comes from elsewhere goes in as text.
 */
import type { Choice, ChoiceGroup } from './registry';

export interface Listbox {
  readonly element: HTMLUListElement;
  /** Groups are headed while there is no query to rank by. */
  show(choices: readonly Choice[], grouped: boolean): void;
  /** Puts the marks of what is chosen right. */
  refresh(): void;
  /** Moves the active line. */
  move(by: number): void;
  /** @returns false where no line is active */
  pickActive(): boolean;
}

export interface ListboxOptions {
  label: string;
  /** With several, each line has a check mark. */
  multiple: boolean;
  isChosen(name: string): boolean;
  pick(name: string): void;
  groupTitle(group: ChoiceGroup): string;
  /** Shown where nothing is found. */
  nothing: string;
}

let count = 0;

/** @param input the text box that steers it */
export function createListbox(input: HTMLInputElement, options: ListboxOptions): Listbox {
  count += 1;
  const id = `goe-listbox-${count}`;
  const element = document.createElement('ul');
  element.id = id;
  element.className = 'goe-listbox';
  element.setAttribute('role', 'listbox');
  element.setAttribute('aria-label', options.label);
  if (options.multiple) element.setAttribute('aria-multiselectable', 'true');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-expanded', 'false');
  input.autocomplete = 'off';
  let lines: HTMLLIElement[] = [];
  let active = -1;

  const activate = (index: number, scroll: boolean) => {
    lines[active]?.classList.remove('goe-active');
    active = index;
    const line = lines[active];
    if (!line) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    line.classList.add('goe-active');
    input.setAttribute('aria-activedescendant', line.id);
    if (scroll) line.scrollIntoView({ block: 'nearest' });
  };

  const mark = (line: HTMLLIElement) => {
    const chosen = options.isChosen(line.dataset.name ?? '');
    line.setAttribute('aria-selected', String(chosen));
    const box = line.querySelector('i');
    if (box) box.className = `fa ${chosen ? 'fa-check-square-o' : 'fa-square-o'}`;
  };

  // A click must not take the focus from the text box.
  element.addEventListener('mousedown', (event) => event.preventDefault());
  element.addEventListener('click', (event) => {
    const line = (event.target as HTMLElement).closest<HTMLLIElement>('li[role=option]');
    if (!line) return;
    activate(lines.indexOf(line), false);
    options.pick(line.dataset.name ?? '');
  });

  return {
    element,
    show(choices, grouped) {
      const content = document.createDocumentFragment();
      lines = [];
      let group: string | undefined;
      for (const choice of choices) {
        if (grouped && choice.group !== group) {
          group = choice.group;
          content.append(part('li', 'goe-group', options.groupTitle(choice.group), { role: 'presentation' }));
        }
        const line = lineOf(choice, options.multiple, grouped);
        line.id = `${id}-${lines.length}`;
        mark(line);
        lines.push(line);
        content.append(line);
      }
      if (choices.length === 0) content.append(part('li', 'goe-nothing', options.nothing, { role: 'presentation' }));
      element.replaceChildren(content);
      element.scrollTop = 0;
      active = -1;
      activate(grouped ? -1 : 0, false);
    },
    refresh() {
      lines.forEach(mark);
    },
    move(by) {
      if (lines.length > 0) activate(Math.max(0, Math.min(lines.length - 1, active + by)), true);
    },
    pickActive() {
      const name = lines[active]?.dataset.name;
      if (name !== undefined) options.pick(name);
      return name !== undefined;
    },
  };
}

function lineOf(choice: Choice, checkMark: boolean, grouped: boolean): HTMLLIElement {
  const line = part('li', choice.field && grouped && choice.group !== 'often' ? 'goe-field' : '', '', {
    role: 'option',
    title: choice.about,
  });
  line.dataset.name = choice.name;
  if (checkMark) line.append(document.createElement('i'));
  line.append(part('code', '', choice.name), part('span', 'goe-title', choice.title));
  if (choice.unit !== '') line.append(part('span', 'goe-unit', choice.unit));
  return line;
}

/** An element with a class and a text. */
export function part<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = '',
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Steers a listbox from its text box. @returns true where the key was one of the list's */
export function steer(listbox: Listbox, event: KeyboardEvent): boolean {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  const by = steps[event.key];
  if (by !== undefined) listbox.move(by);
  else if (event.key === 'Enter') listbox.pickActive();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
