import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAPPENINGS } from '../../../lib/charger/charger.types';
import { keys } from '../../../lib/keys';
import { FAILURE_TEXTS, OFFLINE_TEXTS } from '../../../nodes/runtime/failure';

/** Compiled tests live beside the compiled nodes, whose catalogues the build puts there. */
const nodes = join(__dirname, '..', '..', '..', 'nodes');

interface Catalogue {
  [key: string]: string | Catalogue;
}

function catalogue(node: string, language: string): Catalogue {
  const name = node === 'editor' ? 'goe-editor' : node;
  return JSON.parse(readFileSync(join(nodes, node, 'locales', language, `${name}.json`), 'utf8'));
}

/** Every entry as a path, with its text. */
function entries(part: Catalogue, path = ''): [string, string][] {
  return Object.entries(part).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : entries(value, `${path}${key}.`),
  );
}

describe('The catalogues', () => {
  for (const node of ['goe-charger', 'goe-status', 'goe-set', 'goe-event', 'editor']) {
    it(`of ${node} say the same in English and German`, () => {
      const english = entries(catalogue(node, 'en-US'));
      const german = new Map(entries(catalogue(node, 'de')));
      assert.ok(english.length > 10);
      assert.deepEqual([...german.keys()].sort(), english.map(([path]) => path).sort());
      const variables = (text: string) => [...text.matchAll(/__\w+__/g)].map(String).sort();
      for (const [path, text] of english) {
        assert.notEqual(german.get(path)?.trim(), '', path);
        assert.deepEqual(variables(german.get(path) ?? ''), variables(text), path);
      }
    });
  }

  for (const node of ['goe-status', 'goe-set'])
    it(`of ${node} have every status`, () => {
      const texts = ['connected', 'connecting', 'offline since', 'not configured', 'failed'];
      for (const text of [...texts, ...Object.values(FAILURE_TEXTS)])
        for (const language of ['en-US', 'de'])
          assert.equal(typeof catalogue(node, language)[text], 'string', `${language}: ${text}`);
    });

  for (const node of ['goe-status', 'goe-set', 'goe-event', 'goe-surplus'])
    it(`of ${node} say why a charger is offline`, () => {
      for (const text of Object.values(OFFLINE_TEXTS))
        for (const language of ['en-US', 'de'])
          assert.equal(typeof catalogue(node, language)[text], 'string', `${language}: ${text}`);
    });

  it('of goe-event name every happening', () => {
    for (const happening of HAPPENINGS)
      for (const language of ['en-US', 'de'])
        assert.equal(typeof catalogue('goe-event', language)[happening], 'string', `${language}: ${happening}`);
  });

  it('of the editor title every group of keys', () => {
    const groups = new Set(keys.map(({ group }) => group));
    for (const group of groups)
      assert.equal(typeof (catalogue('editor', 'de').group as Catalogue)[group], 'string', group);
  });
});
