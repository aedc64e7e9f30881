import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createWatchdog, type Watchdog } from '../../../lib/transport/mqtt/watchdog';
import { until } from '../../support/until';

describe('A watchdog', function () {
  this.timeout(20_000);
  const TIMEOUT_MS = 2000;
  let events: string[];
  let watchdog: Watchdog;
  beforeEach(() => {
    events = [];
    watchdog = createWatchdog(TIMEOUT_MS, {
      pretimeout: () => events.push('pretimeout'),
      timeout: () => events.push('timeout'),
    });
  });
  afterEach(() => watchdog.stop());

  it('has one pretimeout, and then a timeout again and again', async () => {
    watchdog.start();
    await until(() => events.length === 3, 'two timeouts', 10_000);
    assert.deepEqual(events, ['pretimeout', 'timeout', 'timeout']);
    assert.equal(watchdog.isAlive, false);
  });

  it('calls nothing back as long as it is fed, and has another pretimeout after a feed', async () => {
    watchdog.start();
    const feeding = setInterval(watchdog.feed, 200);
    await delay(TIMEOUT_MS * 1.5);
    assert.deepEqual([events, watchdog.isAlive], [[], true]);
    clearInterval(feeding);
    await until(() => events.includes('timeout'), 'a timeout', 10_000);
    watchdog.feed();
    assert.equal(watchdog.isAlive, true);
    await until(() => events.length === 4, 'another timeout', 10_000);
    assert.deepEqual(events, ['pretimeout', 'timeout', 'pretimeout', 'timeout']);
  });

  it('is not alive after a reset', () => {
    watchdog.start();
    watchdog.feed();
    watchdog.reset();
    assert.equal(watchdog.isAlive, false);
  });
});
