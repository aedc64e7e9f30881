import assert from 'node:assert/strict';
import type { NodeStatus } from 'node-red';
import { createStatusDisplay } from '../../../nodes/runtime/node-status';
import { until } from '../../support/until';
import { translations } from './translations';

describe('The status of a node that never rests', () => {
  const charger = { availability: { state: 'online' as const, since: 0 }, onAvailability: () => () => {} };

  function withDisplay() {
    const shown: NodeStatus[] = [];
    return {
      shown,
      display: createStatusDisplay({ status: (status) => void shown.push(status) }, charger, translations('en-US')),
    };
  }

  it('is made and shown now and then, and the last one in the end', async () => {
    const { shown, display } = withDisplay();
    let made = 0;
    for (let n = 1; n <= 1000; n += 1) {
      display.news(() => {
        made += 1;
        return `${n} A`;
      });
    }
    assert.ok(made < 50, `${made} were made`);
    await until(() => shown.at(-1)?.text === '1000 A', 'the last one is shown');
    assert.ok(shown.length < 50, `${shown.length} were shown`);
    display.close();
  });

  it('shows at once what goes wrong', () => {
    const { shown, display } = withDisplay();
    for (let n = 1; n <= 1000; n += 1) display.served(() => `${n} A`);
    display.failed(Object.assign(new Error('no'), { code: 'REFUSED' }));
    assert.equal(shown.at(-1)?.fill, 'red');
    display.close();
  });

  it('is not shown any more when the node has ended', async () => {
    const { shown, display } = withDisplay();
    for (let n = 1; n <= 1000; n += 1) display.news(() => `${n} A`);
    display.close();
    const before = shown.length;
    await new Promise((resolve) => setTimeout(resolve, 2200));
    assert.equal(shown.length, before);
  });

  it('has shown the result of a message when the message leaves', () => {
    const { shown, display } = withDisplay();
    const end = display.waiting('sending');
    assert.equal(shown.at(-1)?.text, 'sending');
    display.served(() => '10 A');
    end();
    assert.equal(shown.at(-1)?.text, '10 A');
    display.close();
  });

  it('delays nothing with news that shows nothing new', async () => {
    const { shown, display } = withDisplay();
    for (let news = 0; news < 100; news += 1) display.news(() => undefined);
    const startedMs = performance.now();
    display.news(() => '10 A');
    await until(() => shown.at(-1)?.text === '10 A', 'it is shown');
    assert.ok(performance.now() - startedMs < 1000);
    display.close();
  });

  it('lets others go on while thousands of nodes show theirs', async () => {
    const displays = Array.from({ length: 2000 }, withDisplay);
    let made = 0;
    for (const { display } of displays)
      display.news(() => {
        made += 1;
        // Time that making a text takes on a slow machine.
        const end = performance.now() + 0.05;
        while (performance.now() < end);
        return '16 A';
      });
    let ticks = 0;
    while (made < displays.length) {
      ticks += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(ticks >= 5, `${ticks} ticks of others`);
    for (const { shown, display } of displays) {
      assert.equal(shown.at(-1)?.text, '16 A');
      display.close();
    }
  });
});
