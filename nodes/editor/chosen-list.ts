/** List of the chosen names, in the order of the message. They are dragged, or moved with Alt and the arrows; Delete removes. */
import { createElement } from './element';
import type { Choice } from './registry';
import type { Texts } from './texts';

export interface ChosenListOptions {
  /** Shown where nothing is chosen. */
  empty: string;
  choice(name: string): Choice | undefined;
  texts: Texts;
  valueText(name: string): string | undefined;
  changed(names: string[]): void;
  /** Moves the focus to the search box. */
  search(): void;
}

export function chosenList(options: ChosenListOptions): {
  element: HTMLOListElement;
  show(names: readonly string[]): void;
} {
  const { texts } = options;
  const element = createElement('ol', 'goe-chosen', '', { 'aria-label': texts('chosen') });
  let names: readonly string[] = [];
  let shown: string | undefined;

  const items = () => [...element.children] as HTMLElement[];

  /** While the names stay, only their values change: someone who drags or tabs through must not lose the place. */
  const show = (next: readonly string[]) => {
    names = [...next];
    const key = names.join(' ');
    if (key !== shown) {
      const made = names.map((name) => chosenItem(name, options.choice(name), texts));
      element.replaceChildren(...(made.length > 0 ? made : [createElement('li', 'goe-empty', options.empty)]));
    }
    shown = key;
    for (const item of items()) {
      const end = item.querySelector('.goe-unit');
      const name = item.dataset.name;
      if (!end || name === undefined) continue;
      const value = options.valueText(name);
      const text = value ?? options.choice(name)?.unit ?? '';
      end.classList.toggle('goe-live', value !== undefined);
      if (end.textContent !== text) end.textContent = text;
    }
  };

  element.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest('button');
    const name = button?.closest('li')?.dataset.name;
    if (name !== undefined) options.changed(names.filter((each) => each !== name));
  });
  element.addEventListener('keydown', (event) => {
    const name = (event.target as HTMLElement).closest('li')?.dataset.name;
    if (name === undefined) return;
    // Typing a character starts a search.
    if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey)
      return options.search();
    const at = names.indexOf(name);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const to = Math.max(0, Math.min(names.length - 1, at + by));
    if (event.key === 'Delete') options.changed(names.filter((each) => each !== name));
    else if (by === 0) return;
    else if (event.altKey && to !== at) options.changed(moved(names, at, to));
    event.preventDefault();
    event.stopPropagation();
    const focus = names[Math.min(event.key === 'Delete' ? at : to, names.length - 1)];
    const item = items().find((each) => each.dataset.name === focus);
    if (item) item.focus();
    else options.search();
  });
  $(element).sortable({
    axis: 'y',
    items: '> li[data-name]',
    update: () => {
      options.changed(items().flatMap((item) => item.dataset.name ?? []));
    },
  });
  return { element, show };
}

function chosenItem(name: string, choice: Choice | undefined, texts: Texts): HTMLLIElement {
  const item = createElement('li', choice ? '' : 'goe-unknown', '', {
    tabindex: '0',
    title: choice ? choice.about : texts('unknown'),
    'data-name': name,
  });
  const remove = createElement('button', 'red-ui-button red-ui-button-small', '', {
    type: 'button',
    tabindex: '-1',
    'aria-label': texts('remove', { name }),
    title: texts('remove', { name }),
  });
  remove.append(createElement('i', 'fa fa-remove'));
  item.append(createElement('i', 'fa fa-bars goe-handle'), createElement('code', '', name));
  item.append(createElement('span', 'goe-title', choice?.title ?? texts('unknown')));
  item.append(createElement('span', 'goe-unit', ''), remove);
  return item;
}

function moved(names: readonly string[], from: number, to: number): string[] {
  const next = [...names];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
