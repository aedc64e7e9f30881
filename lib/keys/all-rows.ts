/**
 * The rows of the registry where they are used. The build writes them out of `rows/` as data: `rows.json` beside this file,
 * and the descriptions, which only people read, in `resources/keys.<language>.json`, where Node-RED serves them to the dialogs.
 */
import type { KeyRow, Text } from './row';

/** The descriptions of all keys in one language, by key. */
export type Descriptions = Readonly<Record<string, string>>;

// Paths of JSON files are written as literals, so that a bundler finds the files.
const facts: readonly Omit<KeyRow, 'description'>[] = require('./rows.json');

/** Every key, sorted by name. */
export const keys: readonly KeyRow[] = facts.map(withDescription);

/** Adds the description as a getter: its file is read when the first description is asked for, in Node-RED never. */
function withDescription(row: Omit<KeyRow, 'description'>): KeyRow {
  return Object.defineProperty(row as KeyRow, 'description', {
    enumerable: true,
    configurable: true,
    get: () => ({ en: descriptionsIn('en')[row.name]!, de: descriptionsIn('de')[row.name]! }),
  });
}

function descriptionsIn(language: keyof Text): Descriptions {
  return language === 'en' ? require('../../../resources/keys.en.json') : require('../../../resources/keys.de.json');
}
