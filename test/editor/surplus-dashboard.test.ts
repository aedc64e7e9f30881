import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { openPage, type WatchedPage } from '../support/browser-page';
import { until } from '../support/until';
import { type EditorEnvironment, startEnvironment } from './environment';

const EXAMPLE = join(__dirname, '..', '..', '..', 'examples', 'Surplus on a page.json');

describe('The page of the surplus example', function () {
  this.timeout(60_000);
  let environment: EditorEnvironment;
  let browser: Browser;
  let dashboard: WatchedPage;
  let meter: MqttClient;
  let beat: NodeJS.Timeout;
  /** Meter value without the car, in watt. */
  let withoutCarW = 900;

  before(async () => {
    environment = await startEnvironment({ packages: ['@flowfuse/node-red-dashboard'] });
    const { hostname, port } = new URL(environment.broker.url);
    const flows = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { type: string }[];
    const located = flows.map((node) => {
      if (node.type === 'goe-charger') return { ...node, host: environment.host, pollInterval: '0.5' };
      if (node.type === 'mqtt-broker') return { ...node, broker: hostname, port };
      // As short as a test; the page is what is tested here.
      return node.type === 'goe-surplus'
        ? { ...node, startDelay: '1', stopDelay: '1', minRun: '1', minPause: '1' }
        : node;
    });
    const answer = await fetch(`${environment.nodeRed.url}/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(located),
    });
    assert.equal(answer.status, 204);
    meter = await mqtt.connectAsync(environment.broker.url);
    beat = setInterval(() => {
      const [grid, pv] = [withoutCarW + chargeW(), Math.max(0, 400 - withoutCarW)];
      meter.publish('house/meter', JSON.stringify({ grid, pv }));
    }, 300);
    browser = await startBrowser();
    dashboard = await openPage(browser);
    await dashboard.page.goto(`${environment.nodeRed.url}/dashboard/surplus`);
  });
  after(async () => {
    clearInterval(beat);
    await meter?.endAsync();
    await browser?.close();
    await environment?.end();
  });

  it('says that the car waits for the sun, and lights the mode', async () => {
    await shows('Waits for the sun');
    await until(() => environment.garage.get('frc') === 1, 'the charger has it');
    await until(async () => (await lit()) === 'Sun', 'the button of the mode');
  });

  it('shows every mode as a whole on a phone', async () => {
    const { page } = dashboard;
    const usual = page.viewportSize()!;
    await page.setViewportSize({ width: 390, height: 844 });
    try {
      const reachable = () =>
        page.locator('.goe-mode button').evaluateAll((buttons) =>
          buttons.map((button) => {
            const { left, right, top, bottom } = button.getBoundingClientRect();
            // A little inside of the corners, which are round.
            const points = [
              [left + 8, (top + bottom) / 2],
              [right - 8, (top + bottom) / 2],
              [(left + right) / 2, bottom - 8],
            ];
            return points.every(([x, y]) => button.contains(document.elementFromPoint(x!, y!)));
          }),
        );
      await until(async () => (await reachable()).join() === 'true,true,true,true', 'all buttons can be pressed');
    } finally {
      await page.setViewportSize(usual);
    }
  });

  it('charges fast at the press of a button', async () => {
    await dashboard.page.locator('.goe-mode button', { hasText: 'Fast' }).click();
    await until(
      () => environment.garage.get('frc') === 2 && environment.garage.get('amp') === 16,
      'the charger has it',
      15_000,
    );
    await shows('Charging');
    await until(async () => (await lit()) === 'Fast', 'the button of the mode');
  });

  it('follows the sun when there is some, and draws the curve of the day', async () => {
    withoutCarW = -5000;
    await dashboard.page.locator('.goe-mode button', { hasText: /^Sun$/ }).click();
    await until(
      () => Number(environment.garage.get('amp')) < 10 && environment.garage.get('alw') === true,
      'less than fast',
      30_000,
    );
    await until(async () => (await dashboard.page.locator('.goe-today canvas').count()) > 0, 'the curve');
    await dashboard.picture('dashboard-surplus');
  });

  it('reports the session when the car is unplugged', async () => {
    environment.garage.car.unplug();
    await shows('No car');
    await until(async () => /kWh/.test(await textOf('.goe-session')), 'energy of the session', 10_000);
  });

  it('leaves nothing on the browser’s console', () => {
    assert.deepEqual(dashboard.complaints, []);
  });

  const textOf = (selector: string) => dashboard.page.locator(selector).innerText();
  const lit = async () => (await textOf('.goe-mode button.v-btn--active')).trim();
  const chargeW = () => (environment.garage.get('nrg') as number[])[11] ?? 0;

  async function shows(words: string): Promise<void> {
    await until(async () => (await textOf('.goe-state')).includes(words), words, 20_000);
  }
});
