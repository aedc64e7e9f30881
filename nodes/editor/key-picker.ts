/** Choosing several names: a search box, the list of all there is, and above it what is chosen, in its order. */
import type { KeyPickerOptions } from './api';
import { createListbox, part, steer } from './listbox';
import { type Choice, search } from './registry';
import type { Texts } from './texts';

/** A key or field the registry does not have: a newer firmware may. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,47}(\.[a-zA-Z0-9_]{1,48})?$/;

export function keyPicker(
  container: HTMLElement,
  choices: readonly Choice[],
  texts: Texts,
  { names: given, empty, changed }: KeyPickerOptions,
): { names(): string[] } {
  let names = [...given];
  const chosen = part('ol', 'goe-chosen', '', { 'aria-label': texts('chosen') });
  const input = part('input', 'goe-search', '', {
    type: 'text',
    placeholder: texts('search', { count: choices.length }),
  });
  const found = part('span', 'goe-count', '', { 'aria-live': 'polite' });
  const searchRow = part('div', 'goe-search-row');
  searchRow.append(part('i', 'fa fa-search'), input, found);

  const listbox = createListbox(input, {
    label: texts('available'),
    multiple: true,
    isChosen: (name) => names.includes(name),
    pick: (name) => update(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]),
    groupTitle: (group) => texts(`group.${group}`),
    nothing: texts('nothing'),
  });
  container.classList.add('goe-picker');
  container.append(chosen, searchRow, listbox.element);

  const update = (next: string[]) => {
    names = next;
    showChosen();
    listbox.refresh();
    changed?.([...names]);
  };

  const showChosen = () => {
    const items = names.map((name) =>
      chosenItem(
        name,
        choices.find((choice) => choice.name === name),
        texts,
      ),
    );
    chosen.replaceChildren(...(items.length > 0 ? items : [part('li', 'goe-empty', empty)]));
  };

  const find = () => {
    const query = input.value;
    const results = search(choices, query);
    found.textContent = query.trim() === '' ? '' : `${results.length}`;
    listbox.show(withUnknown(results, choices, query.trim(), texts), query.trim() === '');
  };

  input.addEventListener('input', find);
  input.addEventListener('keydown', (event) => {
    if (steer(listbox, event)) return;
    // Escape empties the box first; only then does it close the dialog.
    if (event.key === 'Escape' && input.value !== '') {
      event.stopPropagation();
      event.preventDefault();
      input.value = '';
      find();
    }
  });

  chosen.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest('button');
    const name = button?.closest('li')?.dataset.name;
    if (name !== undefined) update(names.filter((each) => each !== name));
  });
  chosen.addEventListener('keydown', (event) => {
    const name = (event.target as HTMLElement).closest('li')?.dataset.name;
    if (name === undefined) return;
    const at = names.indexOf(name);
    const to = event.altKey ? at + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0) : at;
    if (event.key === 'Delete') update(names.filter((each) => each !== name));
    else if (to !== at && to >= 0 && to < names.length) update(moved(names, at, to));
    else return;
    event.preventDefault();
    event.stopPropagation();
    const focus = names[Math.min(event.key === 'Delete' ? at : to, names.length - 1)];
    const item = [...chosen.children].find((each) => (each as HTMLElement).dataset.name === focus);
    ((item as HTMLElement | undefined) ?? input).focus();
  });
  $(chosen).sortable({
    axis: 'y',
    items: '> li[data-name]',
    update: () => {
      update([...chosen.children].flatMap((item) => (item as HTMLElement).dataset.name ?? []));
    },
  });

  showChosen();
  find();
  return { names: () => [...names] };
}

function chosenItem(name: string, choice: Choice | undefined, texts: Texts): HTMLLIElement {
  const item = part('li', choice ? '' : 'goe-unknown', '', {
    tabindex: '0',
    title: choice ? choice.about : texts('unknown'),
    'data-name': name,
  });
  const remove = part('button', 'red-ui-button red-ui-button-small', '', {
    type: 'button',
    tabindex: '-1',
    'aria-label': texts('remove', { name }),
    title: texts('remove', { name }),
  });
  remove.append(part('i', 'fa fa-remove'));
  item.append(part('i', 'fa fa-bars goe-handle'), part('code', '', name));
  item.append(part('span', 'goe-title', choice?.title ?? texts('unknown')));
  item.append(part('span', 'goe-unit', choice?.unit ?? ''), remove);
  return item;
}

/** Offers what was typed itself, where it could be a name the registry does not have. */
function withUnknown(results: Choice[], choices: readonly Choice[], query: string, texts: Texts): Choice[] {
  const [pattern] = choices;
  if (!pattern || results.length > 0 || !NAME.test(query)) return results;
  const title = texts('useUnknown');
  const row = { ...pattern.row, name: query };
  return [{ ...pattern, name: query, row, field: undefined, title, about: texts('unknown'), unit: '', options: [] }];
}

function moved(names: readonly string[], from: number, to: number): string[] {
  const next = [...names];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
