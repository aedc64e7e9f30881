/**
 * The rows where they are used, out of the file that the build makes of `rows/`: a row a text. A row is made when somebody
 * asks for it. Flows ask for a dozen of the four hundred, and making all of them takes longer than all else that loads.
 */
import type { KeyRow, Text } from './row';
import { type Descriptions, unpacked, withDescription } from './shipped-rows';

// The paths are written out, so that whoever bundles a program finds the files.
const texts: readonly string[] = require('./rows/rows.json');

/** What makes the row of a key, sorted by key. */
export const rows: ReadonlyMap<string, () => KeyRow> = new Map(
  texts.map((text) => [nameIn(text), () => withDescription(unpacked(JSON.parse(text)), descriptionsIn)]),
);

/** A text begins with it: `["acp",…`. */
function nameIn(text: string): string {
  return text.slice(2, text.indexOf('"', 2));
}

function descriptionsIn(language: keyof Text): Descriptions {
  return language === 'en' ? require('../../../resources/keys.en.json') : require('../../../resources/keys.de.json');
}
