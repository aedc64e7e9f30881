import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FOLDERS, NODE_TYPES } from '../../support/node-folders';

const ROOT = join(__dirname, '..', '..', '..', '..');
const description = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** Languages, by the folders of any node's catalogues. */
const LANGUAGES = [...new Set(NODE_TYPES.flatMap((type) => readdirSync(join(ROOT, 'nodes', type, 'locales'))))];
const exampleFlows = readdirSync(join(ROOT, 'examples')).flatMap((file): { type: string }[] =>
  JSON.parse(readFileSync(join(ROOT, 'examples', file), 'utf8')),
);

describe('A node is one folder', () => {
  it('and every folder but those that nodes share is a node', () => {
    const folders = readdirSync(join(ROOT, 'nodes'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual(
      folders.sort(),
      [...NODE_TYPES, 'editor', 'runtime'].sort(),
      'the types in nodes/*/index.ts, and the folders',
    );
  });

  it('and what nodes share imports nothing from any of them', () => {
    for (const shared of ['editor', 'runtime'])
      for (const file of readdirSync(join(ROOT, 'nodes', shared)).filter((name) => name.endsWith('.ts')))
        for (const type of NODE_TYPES)
          assert.ok(
            !readFileSync(join(ROOT, 'nodes', shared, file), 'utf8').includes(`'../${type}/`),
            `nodes/${shared}/${file} imports from nodes/${type}`,
          );
  });

  for (const { type, migrations, examples } of NODE_FOLDERS)
    describe(type, () => {
      it('has examples of every schema, and of none', () => {
        const schemas = new Set(examples.map(({ saved }) => saved.schema ?? 0));
        for (let schema = 0; schema <= migrations.schema; schema += 1)
          assert.ok(schemas.has(schema), `nodes/${type}/index.ts: no example of schema ${schema}`);
      });

      it('has all its files', () => {
        const files = [
          `icons/${type}.svg`,
          ...[`${type}.ts`, 'index.ts', 'node.ts', 'migrate.ts', 'editor.ts', 'form.html'].map(
            (file) => `nodes/${type}/${file}`,
          ),
          ...LANGUAGES.flatMap((language) => [
            `nodes/${type}/locales/${language}/${type}.json`,
            `nodes/${type}/locales/${language}/${type}.html`,
            `docs/${language === 'en-US' ? '' : `${language}/`}nodes/${type}.md`,
          ]),
        ];
        for (const file of files) assert.ok(existsSync(join(ROOT, file)), `${file} is missing`);
      });

      it('is named in package.json, and shown by an example flow', () => {
        const path = description['node-red'].nodes[type];
        assert.equal(path, `dist/nodes/${type}/${type}.js`, 'package.json: "node-red".nodes');
        assert.ok(
          exampleFlows.some((node) => node.type === type),
          `examples/: no flow has a ${type}`,
        );
      });

      it('is in README', () => {
        assert.ok(readFileSync(join(ROOT, 'README.md'), 'utf8').includes(type), `README.md does not name ${type}`);
      });
    });
});
