/** Registry in the editor: the names to choose from, and the search in them. */

import type { Descriptions } from '../../lib/keys/all-rows';
import type { Access, Category, Field, KeyRow, Option, Version } from '../../lib/keys/row';

/** A row without facts that only the runtime needs, and without its description, which is loaded later. */
export type EditorRow = Omit<
  KeyRow,
  'description' | 'rate' | 'echo' | 'resend' | 'published' | 'plausible' | 'nullable'
> & {
  nullable?: boolean;
};

export type Language = 'en' | 'de';

/** A name that can be chosen: a key, or a field of one. */
export interface Choice {
  name: string;
  row: EditorRow;
  field?: Field;
  group: ChoiceGroup;
  title: string;
  /** The key's description, empty until it has come; a field has its key's title. */
  about: string;
  unit: string;
  options: readonly Option[];
  /** Of the newest firmware; a field can only be read. */
  access: Access;
  /** Categories of the vendor, of any firmware. */
  categories: readonly Category[];
  /** In some firmware. */
  writable: boolean;
  /** All text that a search looks into, without capitals and accents. */
  searchText: string;
}

export type ChoiceGroup = 'often' | KeyRow['group'];

/** Groups in the order in which people look for them. `often` is not in the registry, and comes first. */
export const GROUPS = [
  'often',
  'charging',
  'energy',
  'car',
  'limits',
  'solar',
  'cards',
  'network',
  'device',
  'diagnostics',
] as const satisfies readonly ChoiceGroup[];

/** Names that most flows use: car, power, energy, current, phases, start and stop. They come first in lists and searches. */
export const OFTEN: readonly string[] = [
  'car',
  'nrg.powerTotal',
  'wh',
  'eto',
  'amp',
  'frc',
  'psm',
  'lmo',
  'dwo',
  'alw',
  'acu',
  'modelStatus',
  'err',
  'trx',
  'pnp',
  'tma',
];

/** All names: first those that are used often, then group by group, a key before its fields. */
export function choicesOf(rows: readonly EditorRow[], language: Language): Choice[] {
  const ordered = [...rows].sort(
    (a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || (a.name < b.name ? -1 : 1),
  );
  const all = ordered.flatMap((row) => [
    keyChoice(row, language),
    ...allFields(row).map((field) => fieldChoice(row, field, language)),
  ]);
  const often = OFTEN.flatMap((name) => all.find((choice) => choice.name === name) ?? []);
  for (const choice of often) choice.group = 'often';
  return [...often, ...all.filter((choice) => choice.group !== 'often')];
}

function keyChoice(row: EditorRow, language: Language): Choice {
  const newest = meanings(row).at(-1) ?? row;
  const options = allOptions(row);
  return {
    name: row.name,
    row,
    group: row.group,
    title: row.title[language],
    about: '',
    unit: newest.unit ?? '',
    options,
    access: newest.access,
    categories: categoriesOf(row),
    writable: meanings(row).some(({ access }) => access !== 'r'),
    searchText: searchTextOf([row.name, row.title.en, row.title[language], newest.unit], options, language),
  };
}

function fieldChoice(row: EditorRow, field: Field, language: Language): Choice {
  const name = `${row.name}.${field.name}`;
  return {
    name,
    row,
    field,
    group: row.group,
    title: field.title[language],
    about: row.title[language],
    unit: field.unit ?? '',
    options: field.options ?? [],
    access: 'r',
    categories: categoriesOf(row),
    writable: false,
    searchText: searchTextOf(
      [name, field.title.en, field.title[language], row.title.en, row.title[language], field.unit],
      field.options ?? [],
      language,
    ),
  };
}

/** Adds the descriptions to the keys and to the text that a search looks into. */
export function giveDescriptions(choices: readonly Choice[], descriptions: Descriptions): void {
  for (const choice of choices) {
    const about = choice.field ? undefined : descriptions[choice.name];
    if (!about) continue;
    choice.about = about;
    choice.searchText += `\n${plain(about)}`;
  }
}

function categoriesOf(row: EditorRow): Category[] {
  return [...new Set(meanings(row).map(({ category }) => category))];
}

/** In the language of the editor and in English, which the vendor's app and most of the web speak. */
function searchTextOf(texts: readonly (string | undefined)[], options: readonly Option[], language: Language): string {
  return plain([...texts, ...options.flatMap(({ name, label }) => [name, label.en, label[language]])].join('\n'));
}

/** Lower case, without accents and umlauts: not every keyboard has them. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase();
}

/** All meanings of a key by firmware, the oldest first: the charger's firmware is not known here. */
export function meanings(row: EditorRow): EditorRow[] {
  const all = [row];
  for (const { since: _since, ...facts } of (row.versions ?? []) as readonly Version[])
    all.push({ ...(all.at(-1) ?? row), ...facts } as EditorRow);
  return all;
}

/** Every field some firmware has; the newest of each. */
function allFields(row: EditorRow): Field[] {
  const fields = new Map<string, Field>();
  for (const meaning of meanings(row)) for (const field of meaning.fields ?? []) fields.set(field.name, field);
  return [...fields.values()];
}

/** Every option some firmware has; the newest label of each. */
function allOptions(row: EditorRow): Option[] {
  const options = new Map<Option['value'], Option>();
  for (const meaning of meanings(row)) for (const option of meaning.options ?? []) options.set(option.value, option);
  return [...options.values()];
}

/**
 * Search: the choices in which every word of the query occurs, the best first. That is the name itself, then names that are used
 * often and have it in name or title, then beginnings, then titles, then the rest. Without a query all, in their order.
 */
export function search(choices: readonly Choice[], query: string): Choice[] {
  const text = plain(query.trim());
  if (text === '') return [...choices];
  const words = text.split(/\s+/);
  return choices
    .filter(({ searchText }) => words.every((word) => searchText.includes(word)))
    .map((choice, order) => ({ choice, order, rank: rankOf(choice, text) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ choice }) => choice);
}

function rankOf(choice: Choice, text: string): number {
  const name = choice.name.toLowerCase();
  const title = plain(choice.title);
  if (name === text) return 0;
  if (choice.group === 'often' && (name.includes(text) || title.includes(text))) return 1;
  if (name.startsWith(text)) return 2;
  if (title.startsWith(text)) return 3;
  if (title.includes(text)) return 4;
  return name.includes(text) ? 5 : 6;
}
