/**
 * A list of choices that a text box steers: arrows move, Enter picks, the focus stays in the text box (the listbox pattern
 * of the ARIA practices). Everything that comes from elsewhere goes in as text. Lines are made when they come near to being
 * seen: a list of all keys must not make a dialog late.
 */
import type { Choice, ChoiceGroup } from './registry';

export interface Listbox {
  readonly element: HTMLUListElement;
  /** Groups are headed while there is no query to rank by. */
  show(choices: readonly Choice[], grouped: boolean): void;
  /** Puts the marks of what is chosen, and the values, right. */
  refresh(): void;
  /** Moves the active line; `Infinity` to the last, `-Infinity` to the first. */
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
  /** What the charger reports for it now; the unit is shown where nothing is. */
  valueText?(name: string): string | undefined;
  /** Why it is of no use here, in two words; undefined where it is of use. */
  lack?(choice: Choice): string | undefined;
  /** Told of the line the arrows or the mouse have come to; undefined when the list is another. */
  looksAt?(choice: Choice | undefined): void;
}

/** So many lines are more than one sees, and few enough to be made at once. */
const AT_ONCE = 40;
const LATER = 120;

let count = 0;

/** @param input the text box that steers it */
export function createListbox(input: HTMLInputElement, options: ListboxOptions): Listbox {
  count += 1;
  const id = `goe-listbox-${count}`;
  const element = part('ul', 'goe-listbox', '', { id, role: 'listbox', 'aria-label': options.label });
  if (options.multiple) element.setAttribute('aria-multiselectable', 'true');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-expanded', 'false');
  input.autocomplete = 'off';
  let shown: readonly Choice[] = [];
  let isGrouped = false;
  /** Made so far: the first ones of `shown`. */
  let lines: HTMLLIElement[] = [];
  let active = -1;
  let later: number | undefined;

  const activate = (index: number, scroll: boolean) => {
    lines[active]?.classList.remove('goe-active');
    active = index;
    const line = lines[active];
    options.looksAt?.(line && shown[active]);
    if (!line) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    line.classList.add('goe-active');
    input.setAttribute('aria-activedescendant', line.id);
    if (scroll) line.scrollIntoView({ block: 'nearest' });
  };

  const mark = (line: HTMLLIElement, choice: Choice) => {
    const chosen = options.isChosen(choice.name);
    const lack = options.lack?.(choice);
    const value = options.valueText?.(choice.name);
    line.setAttribute('aria-selected', String(chosen));
    line.classList.toggle('goe-missing', lack !== undefined);
    line.querySelector('i')?.setAttribute('class', `fa ${chosen ? 'fa-check-square-o' : 'fa-square-o'}`);
    const end = line.querySelector<HTMLElement>('.goe-unit');
    if (!end) return;
    end.classList.toggle('goe-live', value !== undefined);
    const text = value ?? lack ?? choice.unit;
    if (end.textContent !== text) end.textContent = text;
  };

  /** Makes lines up to this many. */
  const fill = (many: number) => {
    if (lines.length >= Math.min(many, shown.length)) return;
    const content = document.createDocumentFragment();
    for (let index = lines.length; index < Math.min(many, shown.length); index += 1) {
      const choice = shown[index] as Choice;
      if (isGrouped && choice.group !== shown[index - 1]?.group)
        content.append(part('li', 'goe-group', options.groupTitle(choice.group), { role: 'presentation' }));
      const line = lineOf(choice, options.multiple, isGrouped);
      line.id = `${id}-${index}`;
      line.setAttribute('aria-posinset', String(index + 1));
      line.setAttribute('aria-setsize', String(shown.length));
      mark(line, choice);
      lines.push(line);
      content.append(line);
    }
    element.append(content);
  };

  /** The rest follows piece by piece, so that the scroll bar soon tells how much there is. */
  const fillLater = () => {
    clearTimeout(later);
    if (lines.length < shown.length)
      later = window.setTimeout(() => {
        if (!element.isConnected) return;
        fill(lines.length + LATER);
        fillLater();
      }, 30);
  };

  const choiceAt = (target: EventTarget | null) => {
    const line = (target as HTMLElement | null)?.closest<HTMLLIElement>('li[role=option]');
    return line ? lines.indexOf(line) : -1;
  };

  // A click must not take the focus from the text box.
  element.addEventListener('mousedown', (event) => event.preventDefault());
  element.addEventListener('click', (event) => {
    const index = choiceAt(event.target);
    const choice = shown[index];
    if (!choice) return;
    activate(index, false);
    options.pick(choice.name);
  });
  element.addEventListener('scroll', () => {
    if (element.scrollTop + 2 * element.clientHeight > element.scrollHeight) fill(lines.length + LATER);
  });
  element.addEventListener('mouseover', (event) => {
    const choice = shown[choiceAt(event.target)];
    if (choice) options.looksAt?.(choice);
  });

  return {
    element,
    show(choices, grouped) {
      shown = choices;
      isGrouped = grouped;
      lines = [];
      active = -1;
      element.replaceChildren();
      if (choices.length === 0) element.append(part('li', 'goe-nothing', options.nothing, { role: 'presentation' }));
      fill(AT_ONCE);
      fillLater();
      element.scrollTop = 0;
      activate(grouped || choices.length === 0 ? -1 : 0, false);
    },
    refresh() {
      lines.forEach((line, index) => {
        mark(line, shown[index] as Choice);
      });
    },
    move(by) {
      if (shown.length === 0) return;
      const index = Math.max(0, Math.min(shown.length - 1, active + by));
      fill(index + 1);
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

function lineOf(choice: Choice, checkMark: boolean, grouped: boolean): HTMLLIElement {
  const line = part('li', choice.field && grouped && choice.group !== 'often' ? 'goe-field' : '', '', {
    role: 'option',
    'data-name': choice.name,
  });
  if (checkMark) line.append(document.createElement('i'));
  line.append(part('code', '', choice.name), part('span', 'goe-title', choice.title));
  line.append(part('span', 'goe-unit', choice.unit), part('span', 'goe-access', choice.access));
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
