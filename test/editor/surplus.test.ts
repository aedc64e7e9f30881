import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { IS_LONG } from '../support/rounds';
import { addFoundCharger, assertTranslated, keepCharger } from './dialogs';
import { type Editor, openEditor } from './editor';
import { type EditorEnvironment, startEnvironment } from './environment';
import { stepByStep } from './step-by-step';

const EDITORS = [
  {
    language: 'en-US',
    scheme: 'light',
    label: 'surplus: sun only',
    gap: /Between 3\.7 and 4\.1 kW/,
    reserveProblem: '“Reserve for the grid” must be a number from -50000 to 50000',
  },
  {
    language: 'de-DE',
    scheme: 'dark',
    label: 'Überschuss: nur Sonne',
    gap: /Zwischen 3,7 und 4,1 kW/,
    reserveProblem: '„Reserve für das Netz“ muss eine Zahl von -50000 bis 50000 sein',
  },
] as const;

/** One of the two in `npm test`; the other language is that of the editor's own story. */
for (const { language, scheme, label, gap, reserveProblem } of IS_LONG ? EDITORS : EDITORS.slice(1)) {
  describe(`The dialog of goe-surplus, ${language}`, function () {
    this.timeout(60_000);
    let environment: EditorEnvironment;
    let browser: Browser;
    let editor: Editor;
    let id: string;

    before(async () => {
      environment = await startEnvironment();
      browser = await startBrowser();
      editor = await openEditor(browser, environment.nodeRed.url, { language, scheme });
    });
    stepByStep(async () => editor?.picture(`${language}-surplus-failed`));
    after(async () => {
      await browser?.close();
      await environment?.end();
    });

    it('needs no more than a charger', async () => {
      id = await editor.drag('goe-surplus', { x: 300, y: 120 });
      assert.equal(await shownLabel(), label);
      await editor.open(id);
      await addFoundCharger(editor, environment);
      await keepCharger(editor);
      await assertTranslated(editor);
      assert.match(await text('[data-note="maxCurrent"]'), gap);
      await pictures('regulate');
      await editor.done();
      const { charger, wires, ...saved } = await editor.exported(id);
      assert.ok(charger);
      assert.deepEqual(wires, [[], []]);
      const { strategy, mode, phases, minCurrent, maxCurrent, stopDelay, onStale, fuse, manual, prepare } = saved;
      assert.deepEqual(
        { strategy, mode, phases, minCurrent, maxCurrent, stopDelay, onStale, fuse, manual, prepare },
        {
          strategy: 'regulate',
          mode: 'solar',
          phases: 'auto',
          minCurrent: '6',
          maxCurrent: '16',
          stopDelay: '180',
          onStale: 'stop',
          fuse: '',
          manual: true,
          prepare: false,
        },
      );
      assert.equal(await valid(), true);
    });

    it('shows only the settings that apply', async () => {
      await editor.open(id);
      assert.deepEqual(await Promise.all(['batterySoc', 'priority', 'prepare'].map(visible)), [false, false, false]);
      await editor.page.selectOption('#node-input-batteryPriority', 'above-soc');
      await editor.page.fill('#node-input-group', 'roof');
      assert.deepEqual(await Promise.all(['batterySoc', 'priority', 'prepare'].map(visible)), [true, true, false]);
      await editor.page.selectOption('#node-input-strategy', 'feed');
      assert.deepEqual(await Promise.all(['batterySoc', 'startDelay', 'prepare'].map(visible)), [false, false, true]);
      assert.equal(await editor.page.locator('#node-input-mode option[value="min-solar"]').isDisabled(), true);
      await assertTranslated(editor);
      await pictures('feed');
      await editor.cancel();
    });

    it('shows the power of the currents while they are typed', async () => {
      await editor.open(id);
      await editor.page.selectOption('#node-input-phases', '1');
      assert.match(await text('[data-note="maxCurrent"]'), /1[.,]4 .* 3[.,]7 kW/);
      await editor.page.fill('#node-input-maxCurrent', '32');
      assert.match(await text('[data-note="maxCurrent"]'), /1[.,]4 .* 7[.,]4 kW/);
      await editor.cancel();
    });

    it('marks a maximum current below the minimum, and numbers out of bounds', async () => {
      for (const [name, value] of [
        ['maxCurrent', '5'],
        ['minCurrent', '20'],
        ['staleAfter', '0'],
        ['fuse', '-1'],
      ] as const) {
        await editor.open(id);
        await editor.page.fill(`#node-input-${name}`, value);
        await editor.done();
        assert.equal(await valid(), false, `${name} ${value}`);
        await editor.press('Control+z');
        assert.equal(await valid(), true, `${name} as it was`);
      }
    });

    it('steps numbers with the arrow keys, within their bounds, and nothing else', async () => {
      await editor.open(id);
      const stepped = async (name: string, value: string, key: string) => {
        await editor.page.fill(`#node-input-${name}`, value);
        await editor.page.locator(`#node-input-${name}`).press(key);
        return editor.page.inputValue(`#node-input-${name}`);
      };
      assert.equal(await stepped('maxCurrent', '16', 'ArrowUp'), '17');
      assert.match(await text('[data-note="maxCurrent"]'), /11[.,]7 kW/);
      assert.equal(await stepped('minCurrent', '6', 'ArrowDown'), '6');
      assert.equal(await stepped('reserve', '-0.4', 'ArrowDown'), '-1.4');
      assert.equal(await stepped('startDelay', '', 'ArrowUp'), '61', 'from the default that an empty box shows');
      assert.equal(await stepped('fuse', '', 'ArrowUp'), '6', 'an empty box without a default');
      assert.equal(await stepped('stopDelay', 'much', 'ArrowUp'), 'much');
      await editor.cancel();
    });

    it('takes a decimal comma where numbers are written with one', async () => {
      await editor.open(id);
      await editor.click('#node-input-backstop');
      await editor.press('Control+a');
      await editor.type('2,5');
      assert.equal(await editor.page.inputValue('#node-input-backstop'), language === 'de-DE' ? '2.5' : '2,5');
      await editor.cancel();
    });

    it('brings the minimum back where the strategy is only tried', async () => {
      await editor.open(id);
      await editor.page.selectOption('#node-input-mode', 'min-solar');
      await editor.page.selectOption('#node-input-strategy', 'feed');
      assert.equal(await editor.page.inputValue('#node-input-mode'), 'solar');
      await editor.page.selectOption('#node-input-strategy', 'regulate');
      assert.equal(await editor.page.inputValue('#node-input-mode'), 'min-solar');
      await editor.cancel();
    });

    it('keeps environment variables in lists and boxes, and says of no other text that it is a number', async () => {
      const variable = (name: string) => ['$', `{${name}}`].join('');
      const given = { onStale: variable('LOST'), phases: variable('PHASES'), minCurrent: variable('LEAST') };
      await editor.inEditor(`Object.assign(RED.nodes.node("${id}"), ${JSON.stringify(given)})`);
      await editor.open(id);
      assert.equal(await editor.page.inputValue('#node-input-minCurrent'), given.minCurrent);
      await editor.page.fill('#node-input-reserve', 'much');
      await editor.done();
      const { onStale, phases, minCurrent } = await editor.exported(id);
      assert.deepEqual({ onStale, phases, minCurrent }, given);
      assert.deepEqual(await editor.inEditor(`RED.nodes.node("${id}").validationErrors`), [reserveProblem]);
      await editor.press('Control+z');
      const usual = { onStale: 'stop', phases: 'auto', minCurrent: '6' };
      await editor.inEditor(`Object.assign(RED.nodes.node("${id}"), ${JSON.stringify(usual)})`);
    });

    it('shows everything as it was saved after opening it again', async () => {
      await editor.deploy();
      const before = await editor.exported(id);
      await editor.reload();
      await editor.open(id);
      await editor.done();
      assert.deepEqual(await editor.exported(id), before);
      assert.equal(await editor.inEditor('RED.nodes.dirty()'), false);
    });

    it('leaves nothing on the browser’s console', () => {
      assert.deepEqual(editor.complaints, []);
    });

    const visible = (name: string) => editor.page.locator(`#node-input-${name}`).isVisible();
    const text = (selector: string) => editor.page.locator(selector).innerText();
    const valid = () => editor.inEditor<boolean>(`RED.nodes.node("${id}").valid`);
    const shownLabel = () => editor.inEditor<string>(`RED.utils.getNodeLabel(RED.nodes.node("${id}"))`);

    /** The dialog is higher than the window. */
    async function pictures(part: string): Promise<void> {
      await editor.picture(`${language}-surplus-${part}`);
      await editor.page.locator('.goe-surplus-form .form-tips').last().scrollIntoViewIfNeeded();
      await editor.picture(`${language}-surplus-${part}-end`);
    }
  });
}
