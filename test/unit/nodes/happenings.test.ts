/** The happenings that goe-event sends: a user reads of each of them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAPPENINGS } from '../../../lib/charger/charger.types';

const ROOT = join(__dirname, '..', '..', '..', '..');
const LOCALES = 'nodes/goe-event/locales';
const pages = [
  'README.md',
  ...readdirSync(join(ROOT, LOCALES)).map((language) => `${LOCALES}/${language}/goe-event.html`),
];

describe('The happenings', () => {
  for (const page of pages)
    it(`are all named in ${page}`, () => {
      const text = readFileSync(join(ROOT, page), 'utf8');
      const isNamed = (name: string) => text.includes(`<code>${name}</code>`) || text.includes(`\`${name}\``);
      const missing = HAPPENINGS.filter((name) => !isNamed(name));
      assert.deepEqual(missing, [], `${page} does not name ${missing.join(', ')}`);
    });
});
