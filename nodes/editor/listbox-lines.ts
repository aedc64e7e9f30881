/** Lines of a listbox. They are made when they come near to being seen: a list of all keys must not delay a dialog. */
import { createElement } from './element';
import type { Choice, ChoiceGroup } from './registry';

export interface LineOptions {
  /** With several, each line has a check mark. */
  multiple: boolean;
  isChosen(name: string): boolean;
  groupTitle(group: ChoiceGroup): string;
  /** The value that the charger reports now; the unit is shown where there is none. */
  valueText?(name: string): string | undefined;
  /** The reason why a choice is of no use here, in two words; undefined where it is of use. */
  unusable?(choice: Choice): string | undefined;
}

export interface ListboxLines {
  /** Takes the place of all lines. Groups have headings where `grouped`. */
  show(choices: readonly Choice[], grouped: boolean): void;
  /** Makes lines up to this number, as far as there are choices. */
  fill(count: number): void;
  /** Makes some more. */
  fillMore(): void;
  /** Brings check marks and values up to date. */
  refresh(): void;
  at(index: number): HTMLLIElement | undefined;
  /** @returns the index of the line that an event came from; -1 for none */
  indexOf(target: EventTarget | null): number;
}

/** More lines than one sees at a time, and few enough to be made at once. */
const AT_ONCE = 40;
const MORE = 120;
/** Pause between two portions of lines, for the browser to show what is there [our choice]. */
const PAUSE_MS = 30;

/** @param list gets the lines, whose ids begin with its own */
export function createLines(list: HTMLUListElement, options: LineOptions): ListboxLines {
  let choices: readonly Choice[] = [];
  let isGrouped = false;
  /** Made so far: those of the first choices. */
  let lines: HTMLLIElement[] = [];
  let timer: number | undefined;

  const fill = (count: number) => {
    const end = Math.min(count, choices.length);
    if (lines.length >= end) return;
    const content = document.createDocumentFragment();
    for (let index = lines.length; index < end; index += 1) {
      const choice = choices[index] as Choice;
      if (isGrouped && choice.group !== choices[index - 1]?.group)
        content.append(createElement('li', 'goe-group', options.groupTitle(choice.group), { role: 'presentation' }));
      const line = createLine(choice, options.multiple, isGrouped);
      line.id = `${list.id}-${index}`;
      line.setAttribute('aria-posinset', String(index + 1));
      line.setAttribute('aria-setsize', String(choices.length));
      mark(line, choice, options);
      lines.push(line);
      content.append(line);
    }
    list.append(content);
  };

  const fillMore = () => fill(lines.length + MORE);

  /** The rest follows in portions, so that the scroll bar soon shows the length of the list. */
  const fillLater = () => {
    clearTimeout(timer);
    if (lines.length >= choices.length) return;
    timer = window.setTimeout(() => {
      if (!list.isConnected) return;
      fillMore();
      fillLater();
    }, PAUSE_MS);
  };

  return {
    show(next, grouped) {
      choices = next;
      isGrouped = grouped;
      lines = [];
      list.replaceChildren();
      fill(AT_ONCE);
      fillLater();
    },
    fill,
    fillMore,
    refresh() {
      lines.forEach((line, index) => {
        mark(line, choices[index] as Choice, options);
      });
    },
    at: (index) => lines[index],
    indexOf(target) {
      const line = (target as HTMLElement | null)?.closest<HTMLLIElement>('li[role=option]');
      return line ? lines.indexOf(line) : -1;
    },
  };
}

function createLine(choice: Choice, checkMark: boolean, grouped: boolean): HTMLLIElement {
  const isIndented = choice.field && grouped && choice.group !== 'often';
  const line = createElement('li', isIndented ? 'goe-field' : '', '', { role: 'option', 'data-name': choice.name });
  if (checkMark) line.append(document.createElement('i'));
  line.append(createElement('code', '', choice.name), createElement('span', 'goe-title', choice.title));
  line.append(createElement('span', 'goe-unit', choice.unit), createElement('span', 'goe-access', choice.access));
  return line;
}

/** Check mark and value of a line, as of now. */
function mark(line: HTMLLIElement, choice: Choice, { isChosen, unusable, valueText }: LineOptions): void {
  const chosen = isChosen(choice.name);
  const reason = unusable?.(choice);
  const value = valueText?.(choice.name);
  line.setAttribute('aria-selected', String(chosen));
  line.classList.toggle('goe-missing', reason !== undefined);
  line.querySelector('i')?.setAttribute('class', `fa ${chosen ? 'fa-check-square-o' : 'fa-square-o'}`);
  const end = line.querySelector<HTMLElement>('.goe-unit');
  if (!end) return;
  end.classList.toggle('goe-live', value !== undefined);
  const text = value ?? reason ?? choice.unit;
  if (end.textContent !== text) end.textContent = text;
}
