/**
 * Texts of the registry in other languages than English and German: they come from the catalogue of the plugin, entry by entry,
 * and are English where the catalogue has none. So adding a language needs only catalogue files.
 *
 * Entries: `keys.<key>.title`, `.about`, `.caution`, `.options.<value>`, `keys.<key>.<field>.title`, `.options.<value>`.
 */

import type { Descriptions } from '../../lib/keys/all-rows';
import type { Field, Option, Text } from '../../lib/keys/row';
import type { EditorRow, Language } from './registry';

/** The plugin's catalogue: Node-RED loads it before the plugin. */
const CATALOGUE = 'node-red-contrib-go-echarger/goe-editor:';

/**
 * The language of the dialogs, as the catalogue that Node-RED found for them says; Node-RED itself names only languages it
 * speaks. One that the registry does not speak is a language of it too once `inLanguage` has put its texts into the rows,
 * though the type does not know it.
 */
export function languageOf(text: (entry: string) => string): Language {
  const tag = text(`${CATALOGUE}language`);
  return (tag.endsWith('language') ? 'en' : tag) as Language;
}

/** The rows with their texts in a language; the same rows where the registry speaks it. */
export function inLanguage(
  rows: readonly EditorRow[],
  language: Language,
  text: (entry: string) => string,
): readonly EditorRow[] {
  if (language === 'en' || language === 'de') return rows;
  const worded = (texts: Text, path: string): Text => ({ ...texts, [language]: entryOf(path, text) ?? texts.en });
  const option = (path: string) => (each: Option) => ({
    ...each,
    label: worded(each.label, `${path}.options.${each.value}`),
  });
  const field = (path: string) => (each: Field) => ({
    ...each,
    title: worded(each.title, `${path}.${each.name}.title`),
    ...(each.options && { options: each.options.map(option(`${path}.${each.name}`)) }),
  });
  const facts = (row: Pick<EditorRow, 'options' | 'fields'>, path: string) => ({
    ...(row.options && { options: row.options.map(option(path)) }),
    ...(row.fields && { fields: row.fields.map(field(path)) }),
  });
  return rows.map((row) => {
    const path = `keys.${row.name}`;
    return {
      ...row,
      ...facts(row, path),
      title: worded(row.title, `${path}.title`),
      ...(row.caution && { caution: worded(row.caution, `${path}.caution`) }),
      ...(row.versions && { versions: row.versions.map((version) => ({ ...version, ...facts(version, path) })) }),
    };
  });
}

/** Descriptions in a language; those of the catalogue take the place of the English. */
export function descriptionsIn(
  descriptions: Descriptions,
  language: Language,
  text: (entry: string) => string,
): Descriptions {
  if (language === 'en' || language === 'de') return descriptions;
  return Object.fromEntries(
    Object.entries(descriptions).map(([key, english]) => [key, entryOf(`keys.${key}.about`, text) ?? english]),
  );
}

function entryOf(path: string, text: (entry: string) => string): string | undefined {
  const entry = text(`${CATALOGUE}${path}`);
  return entry === '' || entry === path || entry.endsWith(`:${path}`) ? undefined : entry;
}
