/**
 * The rows where they are used, out of the file that the build makes of `rows/`: a row a line. A row is made when somebody
 * asks for it. Flows ask for a dozen of the four hundred, and making all of them takes longer than all else that loads.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyRow, Text } from './row';
import { type Descriptions, unpacked, withDescription } from './shipped-rows';

const lines = readFileSync(join(__dirname, 'rows', 'rows.jsonl'), 'utf8').split('\n');

/** What makes the row of a key, sorted by key. */
export const rows: ReadonlyMap<string, () => KeyRow> = new Map(
  lines.map((line) => [nameIn(line), () => withDescription(unpacked(JSON.parse(line)), descriptionsIn)]),
);

/** A line begins with it: `["acp",…`. */
function nameIn(line: string): string {
  return line.slice(2, line.indexOf('"', 2));
}

function descriptionsIn(language: keyof Text): Descriptions {
  return require(join(__dirname, '..', '..', '..', 'resources', `keys.${language}.json`));
}
