/** Settings tables of goe-charger and goe-surplus: each setting is in its table, with its texts, and nowhere else. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTION_KINDS } from '../../../lib/charger/connection-kinds';
import { CONTROLLER_SETTINGS } from '../../../lib/surplus/settings';
import { SETTINGS as CHARGER } from '../../../nodes/goe-charger/settings';
import { SETTINGS as SURPLUS } from '../../../nodes/goe-surplus/settings';
import {
  applies,
  completed,
  defaultOf,
  initialOf,
  isSymbol,
  type NumberProblem,
  numberProblem,
  type Setting,
  settingOf,
} from '../../../nodes/runtime/settings';

const root = join(__dirname, '..', '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

type Texts = Record<string, Record<string, string> | undefined>;
const LANGUAGES = readdirSync(join(root, 'nodes', 'goe-surplus', 'locales'));
const textsOf = (type: string, language: string): Texts =>
  JSON.parse(read('nodes', type, 'locales', language, `${type}.json`))[type];

/** Files that are made of the table: a setting that is written there would have to be written there again for the next one. */
const MADE_OF_TABLE: Readonly<Record<string, readonly string[]>> = {
  'goe-charger': [
    'form.html',
    'options.ts',
    'goe-charger.ts',
    'admin.ts',
    'admin-form.ts',
    'admin-gate.ts',
    'admin-find.ts',
    'admin-test.ts',
  ],
  'goe-surplus': ['form.html', 'properties.ts', 'goe-surplus.ts'],
};
/** Folders whose code reads the settings. */
const USERS: Readonly<Record<string, readonly string[]>> = {
  'goe-charger': ['lib/charger', 'nodes/goe-charger'],
  'goe-surplus': ['lib/surplus', 'nodes/goe-surplus'],
};
/** Files that only say what settings there are, or how they are saved and shown. */
const NO_USERS = /^(settings|index|migrate|texts|charger\.types|connection-kinds|editor.*)\.ts$/;
const sourcesIn = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts') && !NO_USERS.test(file))
    .map((file) => withoutComments(read(folder, file)));
const withoutComments = (source: string) => source.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');
/** Names of settings that are words of another kind as well. */
const OTHER_WORDS = ['name'];

/** Every table has them: the next number may need any. */
const NUMBER_PROBLEMS: readonly NumberProblem['entry'][] = ['number', 'wholeNumber', 'moreThan'];

const TABLES: Readonly<Record<string, readonly Setting[]>> = { 'goe-charger': CHARGER, 'goe-surplus': SURPLUS };

for (const [type, table] of Object.entries(TABLES))
  describe(`The settings of ${type}`, () => {
    for (const language of LANGUAGES)
      it(`have all their texts (${language})`, () => {
        const texts = textsOf(type, language);
        const problems = NUMBER_PROBLEMS.map((entry): [string, string] => ['problem', entry]);
        const missing = [...table.flatMap(textsNeededBy), ...problems].filter(([part, entry]) => !texts[part]?.[entry]);
        const entries = missing.map((path) => path.join('.'));
        assert.deepEqual(entries, [], `nodes/${type}/locales/${language}/${type}.json: below ${type}`);
      });

    it('have their bounds in no text: what a text says of them is put in', () => {
      for (const language of LANGUAGES) {
        const { problem = {} } = textsOf(type, language);
        for (const entry of [...NUMBER_PROBLEMS, 'serial'])
          assert.doesNotMatch(problem[entry] ?? '', /\d/, `${language} ${entry}`);
      }
    });

    it('have their names in no file that is made of the table', () => {
      const found = MADE_OF_TABLE[type]!.flatMap((file) => {
        const source = read('nodes', type, file);
        const names = table.map(({ name }) => name).filter((name) => !OTHER_WORDS.includes(name));
        const written = names.filter((name) => new RegExp(`['"\`]${name}['"\`]|input-${name}\\b`).test(source));
        return written.map((name) => `${file}: ${name}`);
      });
      assert.deepEqual(found, []);
    });

    it('have their bounds in no other file of the node', () => {
      const files = readdirSync(join(root, 'nodes', type)).filter(
        (file) => file.endsWith('.ts') && !['settings.ts', 'index.ts'].includes(file),
      );
      const bounds = table.flatMap((setting) => (setting.kind === 'number' ? [setting.max, setting.min ?? 0] : []));
      // Small numbers, and a thousand, mean many things.
      const telling = new Set(bounds.map(Math.abs).filter((bound) => bound > 1000));
      for (const file of files)
        for (const [, literal = ''] of read('nodes', type, file).matchAll(/\b(\d[\d_]*)\b/g))
          assert.ok(!telling.has(Number(literal.replaceAll('_', ''))), `${file}: ${literal}`);
    });

    it('are each one row of the built form, and one default or credential of its definition', () => {
      const html = read('dist', 'nodes', type, `${type}.html`);
      for (const { name } of table) {
        assert.equal(html.split(`<div data-setting="${name}">`).length, 2, name);
        assert.match(html, new RegExp(`id="node-(config-)?input-${name}"`));
        assert.match(html, new RegExp(`\\b${name}: \\w+\\.(defaults|credentials)\\.${name}\\b`));
      }
    });

    it('have each a line in the documentation', () => {
      for (const { name } of table)
        assert.ok(
          read('docs', 'nodes', `${type}.md`).includes(`| \`${name}\` |`),
          `docs/nodes/${type}.md has no ${name}: npm run docs`,
        );
    });

    it('are a generated table in the README', () => {
      const [, part = ''] =
        new RegExp(`<!-- settings of ${type} -->(.*?)<!-- /settings -->`, 's').exec(read('README.md')) ?? [];
      for (const { name } of table)
        assert.ok(part.includes(`| \`${name}\` |`), `README.md has no ${name}: npm run docs`);
    });

    it('are each used by code', () => {
      const code = USERS[type]!.flatMap(sourcesIn).join('\n');
      const unused = table.filter(({ name }) => !new RegExp(`\\b${name}S?\\b`).test(code)).map(({ name }) => name);
      assert.deepEqual(unused, [], `${unused.join(', ')}: in nodes/${type}/settings.ts, and used nowhere`);
    });

    it('that are numbers can be used as a new node has them, and as an empty box', () => {
      for (const setting of table) {
        if (setting.kind !== 'number') continue;
        for (const value of ['', initialOf(setting)]) assert.equal(numberProblem(setting, value), undefined);
      }
    });
  });

describe('The kinds of connection', () => {
  for (const language of LANGUAGES)
    it(`are all in the help of goe-charger (${language})`, () => {
      const { connection = {} } = textsOf('goe-charger', language);
      const file = `nodes/goe-charger/locales/${language}/goe-charger.html`;
      for (const kind of Object.keys(CONNECTION_KINDS))
        assert.ok(read(file).includes(`<dt>${connection[kind]}`), `${file} has no <dt>${connection[kind]}`);
    });
});

describe('The settings of the surplus controller', () => {
  it('are all settings of goe-surplus', () => {
    const names: string[] = SURPLUS.map(({ name }) => name);
    assert.deepEqual(
      Object.keys(CONTROLLER_SETTINGS).filter((name) => !names.includes(name)),
      [],
    );
  });

  for (const [language, path] of [
    ['en-US', ['docs', 'surplus.md']],
    ['de', ['docs', 'de', 'surplus.md']],
  ] as const)
    it(`are called in ${path.join('/')} as in the dialog, with their defaults`, () => {
      const { label = {} } = textsOf('goe-surplus', language);
      const rows = [...read(...path).matchAll(/^\| \*([^*|]+)\* \| (\d+)[^|]*\|/gm)];
      assert.equal(rows.length, 6);
      for (const [, called, given] of rows) {
        const setting = (SURPLUS as readonly Setting[]).find(({ name }) => label[name] === called);
        assert.ok(setting?.kind === 'number', called);
        assert.equal(setting.default, Number(given), called);
      }
    });
});

describe('A setting', () => {
  it('applies while others have the values it needs', () => {
    const priority = settingOf(SURPLUS, 'priority');
    assert.equal(applies(priority, { strategy: 'regulate', group: 'roof' }), true);
    assert.equal(applies(priority, { strategy: 'regulate', group: ' ' }), false);
    assert.equal(applies(priority, { strategy: 'feed', group: 'roof' }), false);
    assert.equal(applies(settingOf(CHARGER, 'tls'), { connection: 'mqtt', brokerNode: '' }), true);
    assert.equal(applies(settingOf(CHARGER, 'tls'), { connection: 'mqtt', brokerNode: 'b1' }), false);
  });

  it('can have a default that depends on another', () => {
    const interval = settingOf(CHARGER, 'pollInterval');
    assert.equal(defaultOf(interval, { connection: 'http' }), CONNECTION_KINDS.http.pollIntervalS);
    assert.equal(defaultOf(interval, { connection: 'cloud' }), CONNECTION_KINDS.cloud.pollIntervalS);
    assert.equal(defaultOf(interval, { connection: 'mqtt' }), undefined);
  });

  it('that a flow leaves out has its default; what is there stays, and so do secrets', () => {
    const { mode, minCurrent, manual } = completed(SURPLUS, {
      mode: 'fast',
      manual: false,
      minCurrent: null as unknown,
    });
    assert.deepEqual([mode, minCurrent, manual], ['fast', '', false]);
    assert.equal('password' in completed(CHARGER, {}), false);
    const complete = completed(CHARGER, {});
    assert.equal(completed(CHARGER, complete), complete);
  });
});

/** Part and entry of each text of the catalogues that a row needs. */
function textsNeededBy(setting: Setting): [part: string, entry: string][] {
  const { name, placeholder, note } = setting;
  const needed: [string, string][] = [['label', name]];
  if (placeholder === true) needed.push(['placeholder', name]);
  if (note === 'text') needed.push(['note', name]);
  if (setting.kind === 'choice') {
    needed.push(...setting.choices.map((choice): [string, string] => [name, choice]));
    // A card has a line, and a text below all cards while it is chosen.
    if (setting.cards) for (const choice of setting.choices) needed.push(['card', choice], ['about', choice]);
  }
  if (setting.kind === 'number') {
    if (setting.unit !== undefined && !isSymbol(setting.unit)) needed.push(['unit', setting.unit]);
  }
  return needed;
}
