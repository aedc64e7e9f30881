import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { addRow, assertTranslated } from './dialogs';
import { type Editor, openEditor } from './editor';
import { type EditorEnvironment, startEnvironment } from './environment';

describe('A schedule in the dialog of goe-set', function () {
  this.timeout(60_000);
  let environment: EditorEnvironment;
  let browser: Browser;
  let editor: Editor;

  before(async () => {
    environment = await startEnvironment();
    browser = await startBrowser();
    editor = await openEditor(browser, environment.nodeRed.url);
  });
  after(async () => {
    await browser?.close();
    await environment?.end();
  });

  it('takes a third range and gives it back, and may be sent even when unchanged', async () => {
    const { page } = editor;
    const id = await editor.drag('goe-set', { x: 200, y: 80 });
    await editor.open(id);
    await addRow(editor, 'sch_week', 'sch_week');
    await page.selectOption('.goe-schedule-control', '1');
    assert.equal(await page.locator('.goe-schedule-range').count(), 2);
    await editor.click('.goe-schedule-add');
    const times = ['06:00', '08:00', '12:00', '13:00', '22:00', '24:00'];
    for (const [at, time] of times.entries()) {
      await editor.click(page.locator('.goe-schedule input.goe-time').nth(at));
      await editor.type(time);
    }
    assert.match(await page.locator('.goe-schedule').innerText(), /60\.5/);
    await assertTranslated(editor);
    await editor.click('#node-input-resend');
    await editor.done();
    const saved = await page.evaluate((of) => {
      const { values, resend } = (
        globalThis as never as { RED: { nodes: { node(id: string): never } } }
      ).RED.nodes.node(of);
      return { values, resend } as { values: { value: string }[]; resend: boolean };
    }, id);
    assert.equal(saved.resend, true);
    const { control, ranges } = JSON.parse(saved.values[0]?.value ?? '');
    assert.equal(control, 1);
    assert.deepEqual(ranges[2], { begin: { hour: 22, minute: 0 }, end: { hour: 24, minute: 0 } });

    await editor.open(id);
    assert.equal(await page.locator('.goe-schedule-range').count(), 3);
    await editor.click(page.locator('.goe-schedule-remove').first());
    assert.equal(await page.locator('.goe-schedule-range').count(), 2);
    assert.equal(await page.locator('.goe-schedule input.goe-time').first().inputValue(), '12:00');
    assert.equal(await page.locator('.goe-schedule-remove').count(), 0);
    await editor.cancel();
    assert.deepEqual(editor.complaints, []);
  });
});
