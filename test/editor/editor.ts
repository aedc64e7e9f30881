/** Node-RED's editor in the browser, worked with mouse and keyboard as people do. */
import type { Browser, Locator } from 'playwright-core';
import { openPage, type PageOptions, type WatchedPage } from '../support/browser-page';
import { until } from '../support/until';

export interface Place {
  x: number;
  y: number;
}

export interface Editor extends WatchedPage {
  /** Presses of the mouse and of keys since the beginning. */
  readonly effort: { clicks: number; keys: number };
  click(selector: string | Locator): Promise<void>;
  /** Types where the focus is. */
  type(text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Something in the editor, from JavaScript. */
  inEditor<Answer>(script: string): Promise<Answer>;
  /** Drags a type from the palette to a place of the workspace. @returns the id of the new node */
  drag(type: string, to: Place): Promise<string>;
  /** Opens the dialog of a node. */
  open(id: string): Promise<void>;
  /** Presses Done, and waits until the dialog is gone. */
  done(): Promise<void>;
  cancel(): Promise<void>;
  /** Drags a wire from an output to the input of another node. */
  wire(from: string, output: number, to: string): Promise<void>;
  /** Loads the page again. */
  reload(): Promise<void>;
  /** Presses Deploy and waits until it is done. */
  deploy(): Promise<void>;
  /** Presses the button of an inject node. */
  inject(id: string): Promise<void>;
  /** Status text below a node. */
  statusOf(id: string): Promise<string>;
  /** The texts of the messages in the debug sidebar. */
  debugged(): Promise<string[]>;
  /** As it would be saved. */
  exported(id: string): Promise<Record<string, unknown>>;
}

/** Options of the browser page, and the login if the editor asks for one. */
export interface EditorOptions extends PageOptions {
  login?: { user: string; password: string };
}

/** Node-RED 4 knows no dark scheme of its own; themes set its colours like this. The class is Node-RED 5's own scheme. */
const DARK = `:root:not(.nr-theme-dark) { ${Object.entries({
  'primary-background': '#1c1c1c',
  'secondary-background': '#242424',
  'secondary-background-selected': '#3a3a3a',
  'secondary-background-inactive': '#2a2a2a',
  'secondary-background-hover': '#3a3a3a',
  'secondary-background-disabled': '#2a2a2a',
  'tertiary-background': '#1f1f1f',
  'primary-text-color': '#ddd',
  'secondary-text-color': '#aaa',
  'tertiary-text-color': '#999',
  'header-text-color': '#ddd',
  'text-color-link': '#6ab0ff',
  'text-color-warning': '#ff9d9d',
  'primary-border-color': '#444',
  'secondary-border-color': '#555',
  'form-input-background': '#2b2b2b',
  'form-input-background-disabled': '#222',
  'form-input-border-color': '#666',
  'form-text-color': '#ddd',
  'form-placeholder-color': '#999',
  'form-tips-background': '#3a3520',
  'form-button-background': '#333',
  'workspace-button-background': '#333',
  'workspace-button-background-hover': '#444',
  'workspace-button-color': '#ddd',
  'list-item-color': '#ddd',
  'list-item-background': '#242424',
  'list-item-background-hover': '#333',
  'list-item-background-selected': '#3a3a3a',
  'view-background': '#1a1a1a',
  'view-grid-color': '#2a2a2a',
})
  .map(([name, color]) => `--red-ui-${name}: ${color};`)
  .join(' ')} }`;

export async function openEditor(browser: Browser, url: string, options: EditorOptions = {}): Promise<Editor> {
  const watched = await openPage(browser, options);
  const { page } = watched;
  const effort = { clicks: 0, keys: 0 };

  const inEditor = <Answer>(script: string) => page.evaluate(script) as Promise<Answer>;
  const group = (id: string) => page.locator(`#red-ui-workspace-chart [id="${id}"]`);

  const press = async (key: string) => {
    effort.keys += 1;
    await page.keyboard.press(key);
  };
  const click = async (selector: string | Locator) => {
    effort.clicks += 1;
    await (typeof selector === 'string' ? page.locator(selector) : selector).click();
  };
  const pull = async (from: Place, to: Place) => {
    effort.clicks += 1;
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 8, from.y + 8, { steps: 3 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
  };
  /** Animations move what is to be dragged. */
  const resting = async (what: Locator): Promise<Place> => {
    await what.waitFor({ state: 'visible' });
    let before = '';
    let middle: Place = { x: 0, y: 0 };
    await until(async () => {
      const box = await what.boundingBox();
      const now = JSON.stringify(box);
      const same = box !== null && now === before;
      before = now;
      if (box) middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      if (!same) await page.waitForTimeout(60);
      return same;
    }, 'it stands still');
    return middle;
  };
  const ready = async () => {
    await page.waitForSelector('.red-ui-palette-node[data-palette-type="goe-status"]', { state: 'attached' });
    await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
    if (options.scheme === 'dark') {
      await page.addStyleTag({ content: DARK });
      if (await inEditor<boolean>('RED.settings.version.startsWith("5")'))
        await inEditor('document.documentElement.classList.add("nr-theme-dark")');
    }
    await inEditor('RED.sidebar.show("debug")');
    await resting(page.locator('#red-ui-workspace-chart'));
  };
  const dialogGone = async () => {
    await page.waitForFunction('$(".red-ui-tray").length === 0 && !$("#red-ui-editor-shade").is(":visible")');
    await page.waitForFunction('!$("#red-ui-main-container > .ui-effects-wrapper").length');
  };

  const editor: Editor = {
    ...watched,
    effort,
    click,
    press,
    inEditor,
    async type(text) {
      effort.keys += text.length;
      await page.keyboard.type(text);
    },
    async drag(type, to) {
      // Opening a dialog moves the workspace, so that the node stays in sight.
      await inEditor('void $("#red-ui-workspace-chart").scrollLeft(0).scrollTop(0)');
      const before = await inEditor<string[]>('RED.nodes.filterNodes({}).map((node) => node.id)');
      const item = page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
      await item.scrollIntoViewIfNeeded();
      const chart = await page.locator('#red-ui-workspace-chart').boundingBox();
      await pull(await resting(item), { x: (chart?.x ?? 0) + to.x, y: (chart?.y ?? 0) + to.y });
      const added = () =>
        inEditor<string | undefined>(
          `RED.nodes.filterNodes({}).map((node) => node.id).find((id) => !${JSON.stringify(before)}.includes(id))`,
        );
      await until(added, `a ${type} in the workspace`);
      const id = await added();
      await group(id as string).waitFor();
      return id as string;
    },
    async open(id) {
      const { x, y } = await resting(group(id).locator('.red-ui-flow-node'));
      effort.clicks += 2;
      // Node-RED takes two clicks in one millisecond for one.
      await page.mouse.dblclick(x, y, { delay: 30 });
      await resting(page.locator('#node-dialog-ok'));
    },
    async done() {
      await click('#node-dialog-ok');
      await dialogGone();
    },
    async cancel() {
      await click('#node-dialog-cancel');
      await dialogGone();
    },
    async wire(from, output, to) {
      const port = group(from).locator('.red-ui-flow-port-output .red-ui-flow-port').nth(output);
      const input = group(to).locator('.red-ui-flow-port-input .red-ui-flow-port');
      await pull(await resting(port), await resting(input));
      await until(
        () => inEditor<number>(`RED.nodes.filterLinks({ source: { id: "${from}" }, target: { id: "${to}" } }).length`),
        'a wire',
      );
    },
    async reload() {
      await page.reload();
      await ready();
    },
    async deploy() {
      const deployed = page.waitForResponse(
        (answer) => answer.request().method() === 'POST' && /\/flows$/.test(answer.url()),
      );
      await click('#red-ui-header-button-deploy');
      await deployed;
      // For a while after deploying Node-RED lays a shade over everything, which takes the clicks.
      await page.waitForFunction(
        '!RED.nodes.dirty() && !$("#red-ui-palette-shade, #red-ui-editor-shade, #red-ui-full-shade").is(":visible")',
      );
    },
    inject: (id) => click(group(id).locator('.red-ui-flow-node-button-button')),
    async statusOf(id) {
      return (await group(id).locator('.red-ui-flow-node-status-label').textContent()) ?? '';
    },
    async debugged() {
      return page.locator('.red-ui-debug-msg').allInnerTexts();
    },
    exported: (id) => inEditor(`JSON.parse(JSON.stringify(RED.nodes.convertNode(RED.nodes.node("${id}"), false)))`),
  };

  await page.goto(url);
  if (options.login) {
    await page.fill('#node-dialog-login-username', options.login.user);
    await page.fill('#node-dialog-login-password', options.login.password);
    await page.click('#node-dialog-login-submit');
    await page.waitForSelector('#node-dialog-login-submit', { state: 'detached' });
    // That nobody was logged in is an error on the console, Node-RED's own.
    watched.complaints.length = 0;
  }
  await ready();
  return editor;
}
