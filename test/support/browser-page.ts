/** A page of the browser that remembers what went wrong in it, and takes pictures of itself. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Kept out of the repository; `.ci/run` leaves it for whoever wants to look. */
const SCREENSHOTS = join(__dirname, '..', '..', '..', 'screenshots');

/** Node-RED's debug sidebar stumbles over a message that comes before the editor has loaded the flow it is from. */
const SIDEBAR_TOO_EARLY = /handleDebugMessage|RED\.comms\.subscribe: TypeError: .*reading 'label'/;

/** On a slow machine Node-RED's editor shows its first tip before it has made the sidebar for it. No frame is anybody else's. */
const TIP_TOO_EARLY = /^TypeError: .*reading 'html'\)\n\s+at \w+ \(\S+\/red\.min\.js\S*\)$/;

export interface PageOptions {
  /** As browsers name it. */
  language?: 'en-US' | 'de-DE';
  scheme?: 'light' | 'dark';
}

export interface WatchedPage {
  page: Page;
  /** Warnings and errors of the console, exceptions, and requests to anywhere but this machine. */
  complaints: string[];
  /** @param name without an extension; which Node-RED it was is put in front */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPage(browser: Browser, { language = 'en-US', scheme = 'light' }: PageOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: language,
    colorScheme: scheme,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !SIDEBAR_TOO_EARLY.test(message.text()))
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => {
    const text = error.stack ?? error.message;
    if (!TIP_TOO_EARLY.test(text)) complaints.push(`exception: ${text}`);
  });
  await page.route(
    (url) => url.hostname !== '127.0.0.1' && url.protocol !== 'data:' && url.protocol !== 'blob:',
    (route) => {
      const url = route.request().url();
      // The list of all palettes, which the editor loads to show what is new.
      if (/\/catalogue\.json/.test(url)) return route.fulfill({ json: { name: 'none', modules: [] } });
      complaints.push(`request: ${url}`);
      return route.abort();
    },
  );
  const watched: WatchedPage = {
    page,
    complaints,
    async picture(name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      const nodeRed = process.env.GOE_TEST_NODE_RED ? 'other' : 'usual';
      await page.screenshot({ path: join(SCREENSHOTS, `${nodeRed}-${name}.png`) });
    },
    close: () => context.close(),
  };
  return watched;
}
