/** Search row of the key picker: a text box that is used together with a listbox, the number found, and a category. */
import { createElement } from './element';
import { handleKey, handleTextKey, type Listbox } from './listbox';
import type { Texts } from './texts';

const CATEGORIES = ['Config', 'Status', 'Constant', 'Other'] as const;

export interface SearchRow {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  query(): string;
  /** One of the vendor's categories; empty for all. */
  category(): string;
  /** Shows how many were found; undefined where nothing was searched for. */
  showCount(count: number | undefined): void;
}

/** @param count of all names @param changed called when the query or the category is another */
export function createSearchRow(texts: Texts, count: number, changed: () => void, listbox: () => Listbox): SearchRow {
  const placeholder = texts('search', { count });
  const input = createElement('input', 'goe-search', '', { type: 'text', placeholder, 'aria-label': placeholder });
  const found = createElement('span', 'goe-count', '', { 'aria-live': 'polite' });
  const category = categorySelect(texts);
  const element = createElement('div', 'goe-search-row');
  element.append(createElement('i', 'fa fa-search'), input, found, category);

  /** Since an arrow key moved in the list, keys that also mean something in a text box are the list's. */
  let inList = false;
  const search = () => {
    inList = false;
    changed();
  };
  input.addEventListener('input', search);
  category.addEventListener('change', changed);
  input.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (inList && handleTextKey(listbox(), event)) return;
    if (handleKey(listbox(), event)) inList = true;
    else if (event.key === 'Escape' && input.value !== '') {
      // Escape empties the box first; only then does it close the dialog.
      event.stopPropagation();
      event.preventDefault();
      input.value = '';
      search();
    }
  });
  return {
    element,
    input,
    query: () => input.value.trim(),
    category: () => category.value,
    showCount(shown) {
      found.textContent = shown === undefined ? '' : String(shown);
    },
  };
}

function categorySelect(texts: Texts): HTMLSelectElement {
  const label = texts('category.label');
  const select = createElement('select', 'goe-category', '', { 'aria-label': label, title: label });
  select.append(createElement('option', '', texts('category.all'), { value: '' }));
  for (const name of CATEGORIES) select.append(createElement('option', '', texts(`category.${name}`), { value: name }));
  return select;
}
