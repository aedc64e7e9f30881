/**
 * Takes the pictures of the README from the real editor: starts the demonstration on a port of its own, waits until the cars
 * charge, and photographs a flow and the dialogs. Run it after something visible has changed: `npm run pictures`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { chromium as browsers } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const images = join(root, 'docs', 'images');

mkdirSync(images, { recursive: true });
const demonstration = spawn(process.execPath, ['scripts/start.mjs', '--fresh'], {
  cwd: root,
  env: { ...process.env, PORT: '18800' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const address = await editorAddress();
  const browser = await browsers.launch({
    executablePath: INSTALLED.find((path) => existsSync(path)) ?? (await chromium.executablePath()),
    args: ['--no-sandbox', '--disable-gpu'],
    headless: true,
  });
  try {
    await photograph(await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'en-US' }), address);
  } finally {
    await browser.close();
  }
} finally {
  demonstration.kill('SIGTERM');
}

/** What the demonstration prints says where it is: the port may have been taken. */
async function editorAddress() {
  let printed = '';
  for await (const chunk of demonstration.stdout) {
    printed += chunk;
    const address = /Editor\s+(http:\S+)/.exec(printed)?.[1];
    if (address) {
      // Goes on reading, so that the demonstration can go on printing.
      demonstration.stdout.resume();
      return address;
    }
  }
  throw new Error(`The demonstration ended before it started:\n${printed}`);
}

async function photograph(page, address) {
  await page.goto(address);
  await page.waitForSelector('.red-ui-palette-node[data-palette-type="goe-status"]');
  await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
  await sleep(1_000);
  await page.evaluate(() => {
    globalThis.RED.sidebar.show('debug');
  });
  await page.addStyleTag({ content: '.red-ui-sidebar-info-help, #red-ui-sidebar-info-tips { display: none }' });
  await page.locator('#red-ui-palette-search input').pressSequentially('goe');
  // The car arrives after eight seconds and wakes after some more.
  await sleep(25_000);
  await picture(page, 'demonstration');

  await openTab(page, 'Set the current');
  await page.click('#red-ui-sidebar-debug-clear');
  await pressInject(page, '10 A');
  await page.mouse.move(600, 800);
  await sleep(3_000);
  await picture(page, 'flow');
  await dialog(page, 'goe-set', 'One phase, 10 A', 'set');

  await openTab(page, 'Status on a button');
  await dialog(page, 'goe-status', 'Car, current, power', 'status');

  await page.evaluate(() => globalThis.RED.editor.editConfig('', 'goe-charger', 'demo-charger-http'));
  await page.waitForSelector('#node-config-dialog-ok', { state: 'visible' });
  await sleep(800);
  await page.click('.goe-test');
  await sleep(3_000);
  await picture(page, 'charger');
  await page.click('#node-config-dialog-cancel');
  await page.waitForSelector('#node-config-dialog-ok', { state: 'hidden' });

  await openTab(page, 'Charging finished');
  await dialog(page, 'goe-event', 'Charging', 'event');
}

async function openTab(page, label) {
  await page.evaluate((label) => {
    globalThis.RED.nodes.eachWorkspace((tab) => {
      if (tab.label === label) globalThis.RED.workspaces.show(tab.id);
    });
  }, label);
  await sleep(500);
}

async function pressInject(page, name) {
  await page.request.post(`${new URL(page.url()).origin}/inject/${await idOf(page, 'inject', name)}`);
}

async function dialog(page, type, name, file) {
  await page.locator(`[id="${await idOf(page, type, name)}"]`).dblclick();
  await page.waitForSelector('#node-dialog-ok', { state: 'visible' });
  await sleep(800);
  await picture(page, file);
  await page.click('#node-dialog-cancel');
  await page.waitForSelector('#node-dialog-ok', { state: 'hidden' });
}

function idOf(page, type, name) {
  return page.evaluate(
    ([type, name]) =>
      globalThis.RED.nodes
        .filterNodes({ type, z: globalThis.RED.workspaces.active() })
        .find((node) => node.name === name).id,
    [type, name],
  );
}

async function picture(page, name) {
  await page.screenshot({ path: join(images, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}
