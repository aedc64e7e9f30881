/** Steps of people in the dialogs of this package. */
import assert from 'node:assert/strict';
import { NODE_TYPES } from '../support/node-folders';
import { until } from '../support/until';
import type { Editor } from './editor';
import type { EditorEnvironment } from './environment';

/** Adds a charger on the local network: it is found without being asked for, or its address is typed. */
export async function addFoundCharger(editor: Editor, environment: EditorEnvironment): Promise<void> {
  const { page } = editor;
  await addCharger(editor);
  if (environment.announced) {
    await editor.click(page.locator('.goe-found-charger', { hasText: environment.garage.name }));
  } else {
    await editor.click('#node-config-input-host');
    await editor.type(environment.host);
    await editor.click('.goe-test');
  }
  await page.waitForSelector('.goe-test-result .goe-success');
  assert.equal(await page.locator('.goe-success [data-fact="serial"]').innerText(), environment.garage.serial);
}

/** Adds a charger that a broker knows of. */
export async function addChargerOfBroker(editor: Editor, environment: EditorEnvironment): Promise<void> {
  const { page } = editor;
  await addCharger(editor);
  await editor.click('.goe-card:has([value="mqtt"])');
  await editor.click('#node-config-input-broker');
  await editor.type(environment.broker.url);
  await editor.click('.goe-find');
  await editor.click(page.locator('.goe-found-charger', { hasText: environment.carport.serial }));
  await page.waitForSelector('.goe-test-result .goe-success');
  assert.equal(await page.inputValue('#node-config-input-serial'), environment.carport.serial);
}

async function addCharger(editor: Editor): Promise<void> {
  await editor.click('#node-input-btn-charger-add');
  await editor.page.waitForSelector('.goe-charger-form', { state: 'visible' });
  await settled(editor);
}

/** Presses Add or Update in the dialog of the charger. */
export async function keepCharger(editor: Editor): Promise<void> {
  await editor.click('#node-config-dialog-ok');
  await editor.page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
  await settled(editor);
}

/** Dialogs slide in and out. */
export async function settled({ page }: Editor): Promise<void> {
  let before = '';
  await until(async () => {
    const now = JSON.stringify(await page.locator('.red-ui-tray').last().boundingBox());
    const same = now === before;
    before = now;
    if (!same) await page.waitForTimeout(80);
    return same;
  }, 'the dialog stands still');
}

/** Looks for a key by words, and takes the one that is meant with the keyboard. */
export async function pickKey(editor: Editor, words: string, name: string): Promise<void> {
  const { page } = editor;
  await editor.click('.goe-picker .goe-search');
  await editor.type(words);
  const line = page.locator(`.goe-picker .goe-listbox li[data-name="${name}"]`);
  await line.waitFor();
  for (
    let step = 0;
    step < 10 && !(await line.evaluate((element) => element.className.includes('goe-active')));
    step += 1
  )
    await editor.press('ArrowDown');
  await editor.press('Enter');
  await page.waitForSelector(`.goe-picker .goe-chosen li[data-name="${name}"]`);
  await editor.press('Escape');
}

/** The names that are chosen in the picker. */
export function pickedKeys({ page }: Editor): Promise<string[]> {
  return page
    .locator('.goe-picker .goe-chosen li[data-name]')
    .evaluateAll((items) => items.map((item) => item.dataset.name as string));
}

/** Adds a row to a goe-set dialog: a key found by words. */
export async function addRow(editor: Editor, words: string, key: string): Promise<void> {
  const { page } = editor;
  await editor.click('.goe-set-form .red-ui-editableList-addButton');
  await editor.click(page.locator('.goe-set-key').last());
  await editor.type(words);
  await editor.click(page.locator(`.goe-popup li[data-name="${key}"]`));
  await page.waitForFunction(`$(".goe-set-key").last().val() === ${JSON.stringify(key)}`);
}

/** Chooses the value of the last row by the words it has. */
export async function chooseOption(editor: Editor, label: string): Promise<void> {
  const { page } = editor;
  await editor.click(page.locator('.goe-set-value-box .red-ui-typedInput-option-trigger').last());
  await editor.click(page.locator('.red-ui-typedInput-options:visible a', { hasText: label }));
}

/** Adds an inject node before and a debug node behind, wired. @returns the ids */
export async function surround(editor: Editor, id: string, y: number): Promise<{ inject: string; debug: string }> {
  const inject = await editor.drag('inject', { x: 120, y });
  const debug = await editor.drag('debug', { x: 600, y });
  await editor.wire(inject, 0, id);
  await editor.wire(id, 0, debug);
  return { inject, debug };
}

/** Every text of an open dialog is one of a catalogue, not the name of an entry that is missing. */
export async function assertTranslated({ page }: Editor): Promise<void> {
  const shown = await page.locator('.red-ui-tray').last().innerText();
  const names = [...NODE_TYPES, 'goe-editor'].join('|');
  assert.doesNotMatch(shown, new RegExp(`\\b(${names})[.:]\\w|\\b(label|problem|preview|value|group)\\.\\w+\\b`));
}
