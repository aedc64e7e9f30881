import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { until } from '../support/until';
import { type Editor, openEditor } from './editor';
import { type EditorEnvironment, startEnvironment } from './environment';

const FOLDER = join(__dirname, '..', '..', '..', 'examples');
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

describe('The examples in the editor’s menu', function () {
  this.timeout(60_000);
  let environment: EditorEnvironment;
  let browser: Browser;
  let editor: Editor;

  before(async () => {
    environment = await startEnvironment({ packages: ['@flowfuse/node-red-dashboard'] });
    browser = await startBrowser();
    editor = await openEditor(browser, environment.nodeRed.url);
  });
  after(async () => {
    await browser?.close();
    await environment?.end();
  });

  for (const name of NAMES) {
    it(`${name}: is imported, and every node is valid`, async () => {
      const { tab, wrong } = await imported(name);
      assert.deepEqual(wrong, []);
      const nodes = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as {
        type: string;
        label?: string;
      }[];
      assert.equal(tab, nodes.find(({ type }) => type === 'tab')?.label);
      await editor.picture(`example-${name.toLowerCase().replaceAll(' ', '-')}`);
    });
  }

  it('leave nothing on the browser’s console', () => {
    assert.deepEqual(editor.complaints, []);
  });

  /** Imports an example as the menu does. @returns the tab that is shown then, and nodes that would not run */
  async function imported(name: string): Promise<{ tab: string; wrong: string[] }> {
    const { page } = editor;
    await editor.inEditor('RED.actions.invoke("core:show-examples-import-dialog")');
    const dialog = page.locator('.red-ui-clipboard-dialog, #red-ui-clipboard-dialog').first();
    await dialog.waitFor();
    const line = dialog.locator('.red-ui-treeList-label:visible', { hasText: name });
    // The folder of the last import may be open still, and its lines come shortly after it: a click too soon would close it.
    const isOpen = line
      .first()
      .waitFor({ timeout: 1000 })
      .then(
        () => true,
        () => false,
      );
    if (!(await isOpen))
      await editor.click(dialog.locator('.red-ui-treeList-label:visible', { hasText: 'go-echarger' }));
    await editor.click(line);
    const tabs = () => editor.inEditor<string[]>('RED.nodes.getWorkspaceOrder()');
    const before = await tabs();
    await editor.click('#red-ui-clipboard-dialog-ok');
    const added = async () => (await tabs()).filter((id) => !before.includes(id));
    await until(async () => (await added()).length === 1, 'a tab more');
    const [id] = await added();
    return editor.inEditor(`(() => {
      RED.workspaces.show('${id}');
      return {
        tab: RED.nodes.workspace('${id}').label,
        wrong: RED.nodes.filterNodes({ z: '${id}' })
          .filter((node) => node.type === 'unknown' || node.valid === false)
          .map((node) => node.type + ' ' + node.name + ' ' + JSON.stringify(node.validationErrors)),
      };
    })()`);
  }
});
