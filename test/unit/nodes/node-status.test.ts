import assert from 'node:assert/strict';
import type { NodeStatus } from 'node-red';
import { createStatusDisplay } from '../../../nodes/runtime/node-status';
import { until } from '../../support/until';
import { translations } from './translations';

describe('The status of a node that never rests', () => {
  const charger = { availability: { state: 'online' as const, since: 0 }, onAvailability: () => () => {} };

  function faced() {
    const shown: NodeStatus[] = [];
    return {
      shown,
      display: createStatusDisplay({ status: (status) => void shown.push(status) }, charger, translations('en-US')),
    };
  }

  it('is made and shown now and then, and the last one in the end', async () => {
    const { shown, display } = faced();
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

  it('tells at once what goes wrong', () => {
    const { shown, display } = faced();
    for (let n = 1; n <= 1000; n += 1) display.served(() => `${n} A`);
    display.failed(Object.assign(new Error('no'), { code: 'REFUSED' }));
    assert.equal(shown.at(-1)?.fill, 'red');
    display.close();
  });

  it('is not shown any more when the node has ended', async () => {
    const { shown, display } = faced();
    for (let n = 1; n <= 1000; n += 1) display.news(() => `${n} A`);
    display.close();
    const before = shown.length;
    await new Promise((resolve) => setTimeout(resolve, 2200));
    assert.equal(shown.length, before);
  });

  it('waits for news of all other nodes with its own, and not with what a message has waited for', () => {
    const nodes = Array.from({ length: 300 }, faced);
    const before = nodes.reduce((sum, { shown }) => sum + shown.length, 0);
    for (const { display } of nodes) display.news(() => '16 A');
    const after = nodes.reduce((sum, { shown }) => sum + shown.length, 0);
    assert.ok(after - before < 100, `${after - before} were shown at once`);
    const last = nodes.at(-1)!;
    last.display.served(() => '10 A');
    assert.equal(last.shown.at(-1)?.text, '10 A');
    for (const { display } of nodes) display.close();
  });

  it('leaves the turns it has not had to the others when it ends', async () => {
    for (let deploy = 0; deploy < 5; deploy += 1) {
      const nodes = Array.from({ length: 300 }, faced);
      for (const { display } of nodes) display.news(() => '16 A');
      for (const { display } of nodes) display.close();
    }
    const { shown, display } = faced();
    display.news(() => '10 A');
    await until(() => shown.at(-1)?.text === '10 A', 'it is shown');
    display.close();
  });

  it('takes no turn of the others with news that shows nothing new', async () => {
    const nodes = Array.from({ length: 300 }, faced);
    for (let news = 0; news < 5; news += 1) for (const { display } of nodes) display.news(() => undefined);
    const { shown, display } = faced();
    display.news(() => '10 A');
    await until(() => shown.at(-1)?.text === '10 A', 'it is shown');
    for (const each of nodes) each.display.close();
    display.close();
  });
});
