/**
 * Pictures of the README and of the pages in docs/nodes, taken from the real editor: starts the demonstration on a port of its own,
 * waits until the cars charge, and photographs flows and dialogs, the dialogs in every language that has pages. To be run after
 * something visible has changed: `npm run pictures`, which takes about five minutes.
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
/** Of the window in which a dialog opens; it grows by what the dialog hides. */
const DIALOG_WINDOW = { width: 1280, height: 660 };
/** Time since the start for a good part of a day, which takes a quarter of an hour in the demonstration. */
const CURVE_MS = 280_000;
/** Noon for everybody, whenever the pictures are taken: one of the examples pauses all charging in the evening. */
const NOON = noonZone(new Date());
/** Languages whose dialogs are photographed, and where those pictures go. */
const DIALOGS = { 'en-US': '', 'de-DE': 'de' };

for (const folder of Object.values(DIALOGS)) mkdirSync(join(images, folder), { recursive: true });
const startedMs = Date.now();
const demonstration = spawn(process.execPath, ['scripts/start.mjs', '--fresh'], {
  cwd: root,
  env: { ...process.env, PORT: '18800', TZ: NOON },
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
    const editor = await open(browser, address, 'en-US', { width: 1280, height: 860 });
    // The car arrives after eight seconds and wakes after some more.
    await sleep(25_000);
    await photographFlows(editor);
    await editor.context().close();
    for (const [locale, folder] of Object.entries(DIALOGS)) {
      const page = await open(browser, address, locale, DIALOG_WINDOW);
      await photographDialogs(page, folder);
      await page.context().close();
    }
    await photographSurplusPage(browser, address);
  } finally {
    await browser.close();
  }
} finally {
  demonstration.kill('SIGTERM');
}

/** The time zone in which it is the hour after noon now; in these names the sign is the other way round. */
function noonZone(now) {
  const hours = now.getUTCHours() - 12;
  return `Etc/GMT${hours < 0 ? '' : '+'}${hours}`;
}

/** The address that the demonstration prints: the port may have been taken. */
async function editorAddress() {
  let printed = '';
  // Kept open and read to the end, so that the demonstration can go on printing.
  for await (const chunk of demonstration.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk;
    const address = /Editor\s+(http:\S+)/.exec(printed)?.[1];
    if (address) {
      demonstration.stdout.resume();
      return address;
    }
  }
  throw new Error(`The demonstration ended before it started:\n${printed}`);
}

async function open(browser, address, locale, viewport) {
  // Pictures of flows are seen small, those of dialogs in their own size, on screens of any density.
  const page = await browser.newPage({ viewport, locale, timezoneId: NOON, deviceScaleFactor: 1.5 });
  await page.goto(address);
  await page.waitForSelector('.red-ui-palette-node[data-palette-type="goe-status"]');
  await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
  await sleep(1_000);
  await page.evaluate(() => {
    globalThis.RED.sidebar.show('debug');
  });
  await page.addStyleTag({ content: '.red-ui-sidebar-info-help, #red-ui-sidebar-info-tips { display: none }' });
  await page.locator('#red-ui-palette-search input').pressSequentially('goe');
  return page;
}

async function photographFlows(page) {
  await picture(page, 'demonstration');
  await openTab(page, 'Set the current');
  await page.click('#red-ui-sidebar-debug-clear');
  await pressInject(page, '10 A');
  await page.mouse.move(600, 800);
  await sleep(3_000);
  await picture(page, 'flow');
  await openTab(page, 'Surplus on a page');
  // A flow this wide needs the place of the sidebar.
  await page.evaluate(() => globalThis.RED.actions.invoke('core:toggle-sidebar'));
  await page.setViewportSize({ width: 1280, height: 700 });
  await sleep(1_500);
  await picture(page, 'surplus');
}

/** The page of the surplus example, when there is a curve to see. */
async function photographSurplusPage(browser, address) {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 520 },
    timezoneId: NOON,
    deviceScaleFactor: 1.5,
  });
  await page.goto(`${address}/dashboard/surplus`);
  const waitMs = Math.max(3_000, startedMs + CURVE_MS - Date.now());
  console.log(`Waiting ${Math.round(waitMs / 1000)} s for the curve of the day …`);
  await sleep(waitMs);
  await picture(page, 'surplus-page');
  await page.context().close();
}

async function photographDialogs(page, folder) {
  await openTab(page, 'Set the current');
  await dialog(page, 'goe-set', 'One phase, 10 A', folder);
  await openTab(page, 'Status on a button');
  await dialog(page, 'goe-status', 'Car, current, power', folder);
  await openTab(page, 'Charging finished');
  await dialog(page, 'goe-event', 'Charging', folder);
  await openTab(page, 'Surplus: meter over MQTT');
  await dialog(page, 'goe-surplus', 'Charge from the sun', folder);

  await page.setViewportSize(DIALOG_WINDOW);
  await page.evaluate(() => globalThis.RED.editor.editConfig('', 'goe-charger', 'demo-charger-http'));
  await page.waitForSelector('#node-config-dialog-ok', { state: 'visible' });
  await sleep(800);
  await page.click('.goe-test');
  await page.waitForSelector('.goe-test-result dl', { timeout: 15_000 });
  await tray(page, join(folder, 'goe-charger'));
  await page.click('#node-config-dialog-cancel');
  await page.waitForSelector('#node-config-dialog-ok', { state: 'hidden' });
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

async function dialog(page, type, name, folder) {
  await page.setViewportSize(DIALOG_WINDOW);
  await page.locator(`[id="${await idOf(page, type, name)}"]`).dblclick();
  await page.waitForSelector('#node-dialog-ok', { state: 'visible' });
  // Values of the charger come within two seconds.
  await sleep(3_000);
  await tray(page, join(folder, type));
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

/** The whole dialog, without the workspace beside it. */
async function tray(page, name) {
  const dialog = page.locator('.red-ui-tray').last();
  const hidden = await dialog
    .locator('.red-ui-tray-content:visible')
    .evaluate((part) => part.scrollHeight - part.clientHeight);
  await page.setViewportSize({ ...DIALOG_WINDOW, height: DIALOG_WINDOW.height + hidden });
  await sleep(800);
  await dialog.screenshot({ path: join(images, `${name}.png`) });
  console.log(`docs/images/${name.replaceAll('\\', '/')}.png`);
}
