/**
 * Choosing several names: above what is chosen, in its order; below it a search box, the list of all there is, and what is
 * known of the one that is looked at.
 */
import type { KeyPickerOptions } from './api';
import { chosenList } from './chosen-list';
import { keyDetail } from './key-detail';
import { createListbox, part, steer } from './listbox';
import { type Choice, type Language, search } from './registry';
import type { Texts } from './texts';

/** A key or field the registry does not have: a newer firmware may. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,47}(\.[a-zA-Z0-9_]{1,48})?$/;
const CATEGORIES = ['Config', 'Status', 'Constant', 'Other'] as const;

export interface PickerContext {
  choices: readonly Choice[];
  texts: Texts;
  language: Language;
  /** What a charger reports for a name now, in a few characters. */
  valueText(name: string): string | undefined;
}

export function keyPicker(
  container: HTMLElement,
  context: PickerContext,
  options: KeyPickerOptions,
): { names(): string[]; close(): void } {
  const startedMs = performance.now();
  const { choices, texts, language } = context;
  const { live } = options;
  let names = [...options.names];
  const byName = new Map(choices.map((choice) => [choice.name, choice]));
  const placeholder = texts('search', { count: choices.length });
  const input = part('input', 'goe-search', '', { type: 'text', placeholder, 'aria-label': placeholder });
  const found = part('span', 'goe-count', '', { 'aria-live': 'polite' });
  const category = categorySelect(texts);
  const searchRow = part('div', 'goe-search-row');
  searchRow.append(part('i', 'fa fa-search'), input, found, category);

  const isMissing = ({ row, name }: Choice) => live?.unsupported.has(row.name) === true && live.get(name) === undefined;
  const lack = (choice: Choice) => {
    if (choice.access === 'w' && !choice.field) return texts('onlyWritten');
    return isMissing(choice) ? texts('notThere') : undefined;
  };
  const valueText = (name: string) => (live ? context.valueText(name) : undefined);

  const detail = keyDetail(texts, language, { live, valueText, isMissing });
  const listbox = createListbox(input, {
    label: texts('available'),
    multiple: true,
    isChosen: (name) => names.includes(name),
    pick: (name) => update(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]),
    groupTitle: (group) => texts(`group.${group}`),
    nothing: texts('nothing'),
    valueText,
    lack,
    looksAt: detail.show,
  });
  const chosen = chosenList({
    empty: options.empty,
    choice: (name) => byName.get(name),
    texts,
    valueText,
    changed: (next) => update(next),
    search: () => input.focus(),
  });
  container.classList.add('goe-picker');
  container.append(chosen.element, searchRow, listbox.element, detail.element);

  const update = (next: readonly string[]) => {
    names = [...next];
    chosen.show(names);
    listbox.refresh();
    options.changed?.([...names]);
  };

  const find = () => {
    const query = input.value.trim();
    const wanted = category.value;
    const all = wanted === '' ? choices : choices.filter((each) => each.categories.some((name) => name === wanted));
    const results = search(all, query);
    found.textContent = query === '' && wanted === '' ? '' : `${results.length}`;
    listbox.show(withUnknown(results, choices, query, texts), query === '');
  };

  /** Since an arrow key moved in the list, keys that also mean something in a text box are the list's. */
  let inList = false;
  input.addEventListener('input', () => {
    inList = false;
    find();
  });
  category.addEventListener('change', find);
  // Whoever begins to search sees the list and what is told of its lines.
  input.addEventListener('focus', () => container.scrollIntoView({ block: 'nearest' }));
  input.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (inList && steerAsList(event)) return;
    if (steer(listbox, event)) {
      inList = true;
      return;
    }
    // Escape empties the box first; only then does it close the dialog.
    if (event.key === 'Escape' && input.value !== '') {
      event.stopPropagation();
      event.preventDefault();
      input.value = '';
      inList = false;
      find();
    }
  });
  const steerAsList = (event: KeyboardEvent) => {
    if (event.shiftKey) return false;
    if (event.key === ' ') listbox.pickActive();
    else if (event.key === 'Home') listbox.move(Number.NEGATIVE_INFINITY);
    else if (event.key === 'End') listbox.move(Number.POSITIVE_INFINITY);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const stop = live?.subscribe(() => {
    // A dialog that was closed another way.
    if (!container.isConnected) return stop?.();
    chosen.show(names);
    listbox.refresh();
    detail.refresh();
  });

  chosen.show(names);
  find();
  performance.measure('goe-picker-open', { start: startedMs, end: performance.now() });
  return { names: () => [...names], close: () => stop?.() };
}

function categorySelect(texts: Texts): HTMLSelectElement {
  const select = part('select', 'goe-category', '', {
    'aria-label': texts('category.label'),
    title: texts('category.label'),
  });
  select.append(part('option', '', texts('category.all'), { value: '' }));
  for (const name of CATEGORIES) select.append(part('option', '', texts(`category.${name}`), { value: name }));
  return select;
}

/** Offers what was typed itself, where it could be a name the registry does not have. */
function withUnknown(results: Choice[], choices: readonly Choice[], query: string, texts: Texts): Choice[] {
  const [pattern] = choices;
  if (!pattern || results.length > 0 || !NAME.test(query)) return results;
  const title = texts('useUnknown');
  const row = { ...pattern.row, name: query };
  const unknown = { name: query, row, field: undefined, title, about: texts('unknown'), unit: '', options: [] };
  return [{ ...pattern, ...unknown, access: 'r', categories: [] }];
}
