import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Availability } from '../../../lib/charger/charger.types';
import { createAvailabilityLog } from '../../../nodes/goe-charger/availability-log';
import { until } from '../../support/until';

describe('The log of a charger that comes and goes', () => {
  let lines: string[];
  let notify: (availability: Availability) => void;
  let endUse: () => void;
  const offline = (reason = 'no answer') => notify({ state: 'offline', since: 0, code: 'OFFLINE', reason });
  const online = () => notify({ state: 'online', since: 0 });

  const start = (countedMs?: number) => {
    lines = [];
    const node = { log: (text: string) => lines.push(text), warn: (text: string) => lines.push(text) };
    const charger = {
      identity: { name: 'Garage', serial: undefined, connection: 'http' as const },
      onAvailability(listener: typeof notify) {
        notify = listener;
        return () => {};
      },
    };
    endUse = createAvailabilityLog(node, charger, countedMs)();
  };
  afterEach(() => endUse());

  it('logs a loss and the return, once each, whatever the reasons meanwhile', () => {
    start();
    offline('no answer');
    offline('refused');
    online();
    online();
    assert.deepEqual(lines, ['Garage is offline: no answer', 'Garage is online again']);
  });

  it('counts a thousand losses in a row, and logs them when nobody uses the charger any more', () => {
    start();
    for (let time = 0; time < 1000; time += 1) {
      offline(time % 2 ? 'refused' : 'no answer');
      online();
    }
    endUse();
    assert.deepEqual(lines, [
      'Garage is offline: no answer',
      'Garage is online again',
      'Garage was offline 999 more times; it is online now. The last reason: refused',
    ]);
  });

  it('logs after a while that it is lost for good, and when it is back', async () => {
    start(60);
    offline();
    online();
    offline('refused');
    await until(() => lines.length === 3, 'the count');
    online();
    assert.deepEqual(lines.slice(2), [
      'Garage was offline once more; it is offline now. The last reason: refused',
      'Garage is online again',
    ]);
  });

  it('logs a loss at once again after a calm time', async () => {
    start(30);
    offline();
    online();
    await delay(200);
    offline('refused');
    assert.equal(lines.at(-1), 'Garage is offline: refused');
  });

  it('logs less and less often while it goes on', async () => {
    start(40);
    const end = performance.now() + 1000;
    while (performance.now() < end) {
      offline();
      online();
      await delay(2);
    }
    // 2 at first, then after 40, 120, 280 and 600 ms; a busy machine may be late.
    assert.ok(lines.length >= 3 && lines.length <= 8, lines.join('\n'));
  });
});
