import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { openPage, type WatchedPage } from '../support/browser-page';
import { until } from '../support/until';
import { type EditorEnvironment, startEnvironment } from './environment';

const EXAMPLE = join(__dirname, '..', '..', '..', 'examples', 'Dashboard.json');

describe('The dashboard of the example', function () {
  this.timeout(60_000);
  let environment: EditorEnvironment;
  let browser: Browser;
  let dashboard: WatchedPage;

  before(async () => {
    environment = await startEnvironment({ packages: ['@flowfuse/node-red-dashboard'] });
    const flows = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { type: string }[];
    const located = flows.map((node) =>
      node.type === 'goe-charger' ? { ...node, host: environment.host, pollInterval: '0.5' } : node,
    );
    const answer = await fetch(`${environment.nodeRed.url}/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(located),
    });
    assert.equal(answer.status, 204);
    browser = await startBrowser();
    dashboard = await openPage(browser);
    await dashboard.page.goto(`${environment.nodeRed.url}/dashboard/charger`);
  });
  after(async () => {
    await browser?.close();
    await environment?.end();
  });

  it('shows the power and the energy of the car that charges', async () => {
    const gauge = dashboard.page.locator('.goe-power');
    const shown = async () => (await gauge.innerText()).split(/\s+/);
    await until(() => Number(power()) > 10, 'a car that charges', 15_000);
    await until(async () => (await shown()).includes(power()), `the power of the charger, ${power()} kW`, 10_000);
    await until(async () => /\d\.\d\d kWh/.test(await dashboard.page.locator('body').innerText()), 'the energy');
    await until(
      async () => (await dashboard.page.locator('body').innerText()).includes('Charging'),
      'the state of the car',
    );
    await until(async () => (await dashboard.page.locator('.goe-history canvas').count()) > 0, 'the history');
    await dashboard.picture('dashboard');
  });

  for (const { key, label, value } of [
    { key: 'lmo', label: 'Eco', value: 4 },
    { key: 'psm', label: 'One', value: 1 },
    { key: 'frc', label: 'Pause', value: 1 },
  ]) {
    it(`sets ${key} with a button`, async () => {
      assert.notEqual(environment.garage.get(key), value);
      await dashboard.page.locator(`.goe-${key} button`, { hasText: label }).click();
      await until(() => environment.garage.get(key) === value, 'the charger has it');
    });
  }

  it('follows what is set elsewhere', async () => {
    environment.garage.apply({ frc: 2 });
    const active = dashboard.page.locator('.goe-frc button.v-btn--active');
    await until(async () => (await active.allInnerTexts()).join().trim() === 'Charge', 'the button that is lit');
    await dashboard.picture('dashboard-charge');
  });

  it('sets the current with the slider', async () => {
    const { mouse } = dashboard.page;
    const thumb = await dashboard.page.locator('.goe-amp [role="slider"]').boundingBox();
    const track = await dashboard.page.locator('.goe-amp .v-slider-track').boundingBox();
    assert.ok(thumb && track);
    const y = thumb.y + thumb.height / 2;
    assert.notEqual(environment.garage.get('amp'), 6);
    await mouse.move(thumb.x + thumb.width / 2, y);
    await mouse.down();
    await mouse.move(track.x - 5, y, { steps: 8 });
    await mouse.up();
    await until(() => environment.garage.get('amp') === 6, 'the charger has the lowest');
  });

  it('leaves nothing on the browser’s console', () => {
    assert.deepEqual(dashboard.complaints, []);
  });

  /** In kW, as the gauge rounds it. */
  function power(): string {
    const nrg = environment.garage.get('nrg') as number[];
    return String(Math.round((nrg[11] ?? 0) / 10) / 100);
  }
});
