import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAPPENINGS } from '../../lib/charger/charger.types';
import { encode, named } from '../../lib/keys';

interface Example {
  id: string;
  type: string;
  z?: string;
  wires?: string[][];
  [property: string]: unknown;
}

const FOLDER = join(__dirname, '..', '..', '..', 'examples');
/** Tabs, and what belongs to no tab. */
const SHARED = /^(tab|goe-charger|mqtt-broker|ui-(base|theme|page|group))$/;
const files = readdirSync(FOLDER);
const examples = new Map(
  files.map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example[]]),
);
const all = [...examples.values()].flat();

describe('The example flows', () => {
  it('can be imported together: no id comes twice', () => {
    const ids = all.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  for (const [file, nodes] of examples) {
    describe(file.replace('.json', ''), () => {
      it('is one tab that is whole by itself', () => {
        const ids = new Set(nodes.map(({ id }) => id));
        const tabs = nodes.filter(({ type }) => type === 'tab');
        assert.equal(tabs.length, 1);
        for (const node of nodes) {
          if (!SHARED.test(node.type)) assert.equal(node.z, tabs[0]!.id, node.type);
          for (const target of node.wires?.flat() ?? []) assert.ok(ids.has(target), `${node.id} leads nowhere`);
          for (const caught of (node.scope as string[] | undefined) ?? [])
            assert.ok(ids.has(caught), `${node.id} catches nothing`);
        }
      });

      it('explains itself, and shows what comes out', () => {
        assert.ok(nodes.some(({ type, name }) => type === 'comment' && String(name).length > 20));
        assert.ok(nodes.some(({ type }) => type === 'debug'));
      });

      it('has a charger of its own, with an address that no device has', () => {
        const chargers = nodes.filter(({ type }) => type === 'goe-charger');
        assert.equal(chargers.length, 1);
        const [{ id, connection, host, broker }] = chargers as [Example];
        assert.equal(
          connection === 'mqtt' ? broker : host,
          connection === 'mqtt' ? 'mqtt://localhost:1883' : 'go-echarger_123456.local',
        );
        for (const node of nodes.filter(({ type }) => /^goe-(status|set|event|surplus)$/.test(type)))
          assert.equal(node.charger, id);
      });

      it('names only keys and happenings there are, and values that can be written', () => {
        for (const { type, keys, happenings, values } of nodes) {
          if (!type.startsWith('goe-') || type === 'goe-charger') continue;
          for (const name of (keys as string[] | undefined) ?? []) assert.ok(named(name).known, name);
          for (const happening of (happenings as string[] | undefined) ?? [])
            assert.ok((HAPPENINGS as readonly string[]).includes(happening), happening);
          for (const { key, value } of (values as { key: string; value: string }[] | undefined) ?? [])
            assert.ok('value' in encode(key, value), key);
        }
      });
    });
  }

  it('show every node', () => {
    const { nodes } = JSON.parse(readFileSync(join(FOLDER, '..', 'package.json'), 'utf8'))['node-red'];
    const shown = new Set(all.map(({ type }) => type));
    assert.deepEqual(
      Object.keys(nodes).filter((type) => !shown.has(type)),
      [],
    );
  });
});
