import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { until } from '../support/until';
import { addFoundCharger, keepCharger, pickKey } from './dialogs';
import { type Editor, openEditor } from './editor';
import { type EditorEnvironment, startEnvironment } from './environment';

/** bcrypt of "electricity". */
const HASH = '$2y$08$FiqOg2m9Y7Cb9V8JTYxbweEIiuyFoHasF/leEoTgXeELsY.0GKTLK';

describe('The editor below a root of its own, with a login', function () {
  this.timeout(60_000);
  let environment: EditorEnvironment;
  let browser: Browser;
  let editor: Editor;

  before(async () => {
    environment = await startEnvironment({
      settings: {
        httpAdminRoot: '/admin',
        adminAuth: { type: 'credentials', users: [{ username: 'owner', password: HASH, permissions: '*' }] },
      },
    });
    browser = await startBrowser();
    editor = await openEditor(browser, `${environment.nodeRed.url}/admin`, {
      login: { user: 'owner', password: 'electricity' },
    });
  });
  after(async () => {
    await browser?.close();
    await environment?.end();
  });

  it('finds, tries and reads a charger', async () => {
    const id = await editor.drag('goe-status', { x: 200, y: 80 });
    await editor.open(id);
    await addFoundCharger(editor, environment);
    await keepCharger(editor);
    await pickKey(editor, 'amp', 'amp');
    await editor.done();
    await editor.deploy();
    await until(() => editor.statusOf(id), 'a status below the node', 15_000);
    await editor.open(id);
    const present = editor.page.locator('.goe-chosen li[data-name="amp"] .goe-live');
    await until(async () => (await present.count()) > 0, 'the present value beside the key');
    assert.match(await present.innerText(), new RegExp(`^${environment.garage.get('amp')}\\b`));
    await editor.cancel();
    assert.deepEqual(editor.complaints, []);
  });

  it('gives no values to a user who is not logged in', async () => {
    for (const path of ['/admin/goe-charger/find', '/admin/goe-charger/test']) {
      const answer = await fetch(environment.nodeRed.url + path, { method: 'POST', body: '{}' });
      assert.equal(answer.status, 401, path);
    }
  });
});
