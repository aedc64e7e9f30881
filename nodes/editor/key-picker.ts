/**
 * Key picker: chooses several names. Above are the chosen ones in their order, below a search row, the list of all there are,
 * and the description of the active one.
 */
import type { KeyPickerOptions } from './api';
import { chosenList } from './chosen-list';
import { keyDetail } from './key-detail';
import { createListbox } from './listbox';
import { type Choice, type Language, search } from './registry';
import { createSearchRow } from './search-row';
import type { Texts } from './texts';

/** A key or field the registry does not have: a newer firmware may. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,47}(\.[a-zA-Z0-9_]{1,48})?$/;

export interface PickerContext {
  choices: readonly Choice[];
  texts: Texts;
  language: Language;
  /** The value that a charger reports for a name now, in a few characters. */
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

  const isMissing = ({ row, name }: Choice) => live?.unsupported.has(row.name) === true && live.get(name) === undefined;
  const unusable = (choice: Choice) => {
    if (choice.access === 'w' && !choice.field) return texts('onlyWritten');
    return isMissing(choice) ? texts('notThere') : undefined;
  };
  const valueText = (name: string) => (live ? context.valueText(name) : undefined);

  const update = (next: readonly string[]) => {
    names = [...next];
    chosen.show(names);
    listbox.refresh();
    options.changed?.([...names]);
  };

  const find = () => {
    const query = row.query();
    const category = row.category();
    const all = category === '' ? choices : choices.filter((each) => each.categories.some((name) => name === category));
    const results = search(all, query);
    row.showCount(query === '' && category === '' ? undefined : results.length);
    listbox.show(withUnknown(results, choices, query, texts), query === '');
  };

  const row = createSearchRow(texts, choices.length, find, () => listbox);
  const detail = keyDetail(texts, language, { live, valueText, isMissing });
  const listbox = createListbox(row.input, {
    label: texts('available'),
    multiple: true,
    isChosen: (name) => names.includes(name),
    pick: (name) => update(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]),
    groupTitle: (group) => texts(`group.${group}`),
    nothing: texts('nothing'),
    valueText,
    unusable,
    onActive: detail.show,
  });
  const chosen = chosenList({
    empty: options.empty,
    choice: (name) => byName.get(name),
    texts,
    valueText,
    changed: update,
    search: () => row.input.focus(),
  });
  container.classList.add('goe-picker');
  container.append(chosen.element, row.element, listbox.element, detail.element);
  // Someone who begins to search sees the list and the descriptions of its lines.
  row.input.addEventListener('focus', () => container.scrollIntoView({ block: 'nearest' }));

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

/** Offers what was typed itself, where it could be a name the registry does not have. */
function withUnknown(results: Choice[], choices: readonly Choice[], query: string, texts: Texts): Choice[] {
  const [pattern] = choices;
  if (!pattern || results.length > 0 || !NAME.test(query)) return results;
  const title = texts('useUnknown');
  const row = { ...pattern.row, name: query };
  const unknown = { name: query, row, field: undefined, title, about: texts('unknown'), unit: '', options: [] };
  return [{ ...pattern, ...unknown, access: 'r', categories: [] }];
}
