import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { settingsOf } from '../../nodes/goe-surplus/properties';
import { startBrowser } from '../support/browser';
import { NODE_FOLDERS } from '../support/node-folders';
import { settled } from './dialogs';
import { type Editor, openEditor } from './editor';
import { type EditorEnvironment, startEnvironment } from './environment';

type Properties = Record<string, unknown>;

type Migrate = (saved: Properties) => Properties;

interface Case {
  id: string;
  type: string;
  title: string;
  saved: Properties;
  migrate: Migrate;
  schema: number;
}

const CASES: Case[] = NODE_FOLDERS.flatMap(({ type, migrations: { migrate, schema }, examples }) =>
  examples.map(({ title, saved }, at) => ({ id: `${type}-${at}`, type, title, saved, migrate, schema })),
);

/** Nodes that make settings of their saved properties: what runs are these. */
const SETTINGS: Readonly<Record<string, (saved: Properties) => object>> = {
  'goe-surplus': (saved) => settingsOf(saved as never),
};

/** Properties with which a node runs: an empty value equals a missing one, and the text of a number equals the number. */
function asItRuns({ type, migrate }: Case, saved: Properties): Properties {
  const isGiven = ([, value]: [string, unknown]) => value !== undefined && value !== null;
  const given = Object.fromEntries(Object.entries(migrate(saved)).filter(isGiven));
  const { id, type: _type, x, y, z, wires, name, charger, schema, ...own } = { ...migrate({}), ...given } as Properties;
  const runs: Properties = { ...own, ...SETTINGS[type]?.(own) };
  return Object.fromEntries(
    Object.entries(runs).flatMap(([key, value]) => {
      if (value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0))
        return [];
      return [[key, typeof value === 'string' && Number.isFinite(Number(value)) ? Number(value) : value]];
    }),
  );
}

/** Lists of the open dialog without a chosen option: Node-RED keeps the value, and nobody sees it. */
const EMPTY_LISTS = `[...document.querySelectorAll('select[id^="node-input-"]')]
  .filter(({ selectedIndex }) => selectedIndex < 0).map(({ id }) => id)`;

describe('Nodes of other versions in the editor', function () {
  this.timeout(60_000);
  let environment: EditorEnvironment;
  let browser: Browser;
  let editor: Editor;

  before(async () => {
    environment = await startEnvironment();
    const cell = (at: number) => ({ z: 'tab', x: 200 + 350 * (at % 2), y: 40 + 50 * Math.floor(at / 2), wires: [] });
    const inFlow = (type: string, at: number) =>
      type === 'goe-charger' ? {} : { charger: 'goe-charger-0', name: `${type} ${at}`, ...cell(at) };
    const nodes = CASES.map(({ id, type, saved }, at) => ({ id, type, ...inFlow(type, at), ...saved }));
    const newer = NODE_FOLDERS.map(({ type, examples: [example], migrations }, at) => {
      const schema = migrations.schema + 1;
      return { id: `newer-${type}`, type, ...inFlow(type, CASES.length + at), ...example?.saved, schema };
    });
    const flows = [{ id: 'tab', type: 'tab', label: 'Saved' }, ...nodes, ...newer];
    const answer = await fetch(`${environment.nodeRed.url}/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(flows),
    });
    assert.ok(answer.ok, await answer.text());
    browser = await startBrowser();
    editor = await openEditor(browser, environment.nodeRed.url);
  });
  after(async () => {
    await browser?.close();
    await environment?.end();
  });

  for (const each of CASES)
    it(`${each.type}, ${each.title}: what is saved by Done is what ran before`, async () => {
      const { id, type, saved, schema } = each;
      const ran = asItRuns(each, saved);
      assert.deepEqual(asItRuns(each, await editor.exported(id)), ran, 'before it is opened');
      if (type === 'goe-charger') {
        await editor.inEditor(`void RED.editor.editConfig('', 'goe-charger', '${id}')`);
        await editor.page.waitForSelector('.goe-charger-form', { state: 'visible' });
        await settled(editor);
        await editor.click('#node-config-dialog-ok');
        await editor.page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
      } else {
        await editor.open(id);
        assert.deepEqual(await editor.inEditor(EMPTY_LISTS), [], `nodes/${type}/form.html has no option for the value`);
        await editor.done();
      }
      const after = await editor.exported(id);
      assert.deepEqual(asItRuns(each, after), ran);
      assert.equal(after.schema, schema);
      assert.equal(await editor.inEditor<boolean>(`RED.nodes.node('${id}').valid`), true);
    });

  it('are marked where they are newer than the package, and stay as they are', async () => {
    for (const { type, migrations } of NODE_FOLDERS) {
      const { valid, schema } = await editor.inEditor<{ valid: boolean; schema: number }>(
        `(({ valid, schema }) => ({ valid, schema }))(RED.nodes.node('newer-${type}'))`,
      );
      assert.deepEqual([valid, schema], [false, migrations.schema + 1], type);
    }
  });

  it('leave nothing on the browser’s console', () => {
    assert.deepEqual(editor.complaints, []);
  });
});
