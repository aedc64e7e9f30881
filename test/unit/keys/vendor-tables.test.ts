/**
 * The registry against the facts it was written from. The vendor's tables are no part of the package; where they lie
 * beside the checkout, every key and every option in them must have arrived.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyRow, keys, meaningsOf, rowOf } from '../../../lib/keys';
import { optionListsOf } from './meanings';

interface Entry {
  access: string;
  type: string;
  category: string;
  text: string;
}
type Tables = Record<string, Record<string, Entry>>;

const TABLES = join(__dirname, '..', '..', '..', '..', '..', 'shared', 'reference', 'api-keys.json');

const ACCESS: Record<string, string> = { R: 'r', W: 'w', 'R/W': 'rw' };

/** Keys whose access is wrong in the tables. */
const OTHER_ACCESS: Record<string, string> = {
  fsp: 'chargers refuse to have it written',
  ids: 'one table has the row of another key',
  frm: 'one table calls it read-only, older and newer ones do not',
};
/** Texts that a table copied from another key. */
const COPIED: Record<string, string> = { eem: 'has the text of ecf, and its value is a text' };

function typeOf(vendors: string): { type: string; nullable: boolean } {
  const optional = /^optional<(.*)>$/.exec(vendors);
  const plain = (optional?.[1] ?? vendors).replace(/_t$/, '');
  if (/^(u?int\d*|size|milliseconds|seconds|minutes)$/.test(plain)) return { type: 'int', nullable: optional !== null };
  return { type: plain === 'double' ? 'float' : plain, nullable: optional !== null };
}

/** Every number in a text: `Name=1`, `1=Name`, and `(1: …, 2: …)`. */
function numbersNamedIn(text: string): number[] {
  const named = new Set<number>();
  for (const [, left, right] of text.matchAll(/([\w/]+)\s*=\s*(\w+)/g)) {
    const number = /^\d+$/.test(left!) ? left! : right!;
    if (/^\d+$/.test(number)) named.add(Number(number));
  }
  for (const [, number] of text.matchAll(/[(,]\s*(\d+):\s/g)) named.add(Number(number));
  return [...named];
}

function knows(row: KeyRow, number: number): boolean {
  if (optionListsOf(row).some((options) => options.some((option) => option.value === number))) return true;
  // The entries of a list have no fields in a row: the description names them.
  return row.type === 'array' && !row.fields && new RegExp(`[(,] ?${number} \\S`).test(row.description.en);
}

const words = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

if (existsSync(TABLES)) {
  const tables: Tables = JSON.parse(readFileSync(TABLES, 'utf8'));
  const entries = Object.entries(tables).flatMap(([key, byTable]) =>
    Object.entries(byTable)
      .filter(([table]) => table !== 'observed')
      .map(([table, entry]) => ({ key, table, ...entry })),
  );
  const rowFor = (key: string): KeyRow => meaningsOf(key)[0] ?? assert.fail(`no row for ${key}`);

  describe("The key registry, compared with the vendor's tables", () => {
    it('has a row for each of their 402 keys', () => {
      assert.equal(Object.keys(tables).length, 402);
      assert.deepEqual(
        Object.keys(tables).filter((key) => meaningsOf(key).length === 0),
        [],
      );
    });

    it('has no key from elsewhere but the four of the TLS and cloud settings and the two of firmware 60.5', () => {
      assert.deepEqual(
        keys.map((row) => row.name).filter((name) => !Object.hasOwn(tables, name)),
        ['cak', 'mck', 'mfw', 'mqcc', 'msc', 'ss'],
      );
    });

    it('agrees with the first document about access, type and category of its 90 keys', () => {
      const first = entries.filter((entry) => entry.table === 'seed');
      assert.equal(first.length, 90);
      for (const { key, access, type, category } of first) {
        const row = rowFor(key);
        const expected = { access: ACCESS[access], category, type: typeOf(type).type };
        assert.deepEqual({ access: row.access, category: row.category, type: row.type }, expected, key);
        if (typeOf(type).nullable) assert.ok(row.nullable, `${key} can be null`);
      }
    });

    it('agrees with the later tables about access, firmware by firmware', () => {
      const different = entries
        .filter(({ key, table }) => /^\d/.test(table) && !Object.hasOwn(OTHER_ACCESS, key))
        .filter(({ key, table, access }) => rowOf(key, table)?.access !== ACCESS[access])
        .map(({ key, table, access }) => `${key} is ${access} in ${table}`);
      assert.deepEqual(different, []);
    });

    it('knows every option that any table names, by number', () => {
      let count = 0;
      const missing: string[] = [];
      for (const { key, table, text } of entries) {
        if (Object.hasOwn(COPIED, key)) continue;
        for (const number of numbersNamedIn(text)) {
          count += 1;
          if (!knows(rowFor(key), number)) missing.push(`${key} ${number} (${table})`);
        }
      }
      assert.deepEqual(missing, []);
      assert.ok(count > 500, `only ${count} options were found in the tables`);
    });

    it('says it in its own words', () => {
      const copied = entries
        .filter(({ text }) => words(text).split(' ').length > 3)
        .filter(({ key, text }) => words(rowFor(key).description.en).includes(words(text)))
        .map(({ key }) => key);
      assert.deepEqual(copied, []);
    });
  });
}
