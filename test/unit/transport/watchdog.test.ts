import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createWatchdog, type Watchdog } from '../../../lib/transport/watchdog';
import { until } from '../../support/until';

describe('A watchdog', function () {
  this.timeout(20_000);
  const SILENCE_MS = 2000;
  let said: string[];
  let watchdog: Watchdog;
  beforeEach(() => {
    said = [];
    watchdog = createWatchdog(SILENCE_MS, { quiet: () => said.push('quiet'), silent: () => said.push('silent') });
  });
  afterEach(() => watchdog.stop());

  it('tells of quiet before silence, and of silence again and again', async () => {
    watchdog.start();
    await until(() => said.length === 3, 'two silences', 10_000);
    assert.deepEqual(said, ['quiet', 'silent', 'silent']);
    assert.equal(watchdog.isAlive, false);
  });

  it('says nothing as long as it is fed, and begins again when it was fed in between', async () => {
    watchdog.start();
    const feeding = setInterval(watchdog.feed, 200);
    await delay(SILENCE_MS * 1.5);
    assert.deepEqual([said, watchdog.isAlive], [[], true]);
    clearInterval(feeding);
    await until(() => said.includes('silent'), 'silence', 10_000);
    watchdog.feed();
    assert.equal(watchdog.isAlive, true);
    await until(() => said.length === 4, 'silence again', 10_000);
    assert.deepEqual(said, ['quiet', 'silent', 'quiet', 'silent']);
  });

  it('forgets what it was fed', () => {
    watchdog.start();
    watchdog.feed();
    watchdog.forget();
    assert.equal(watchdog.isAlive, false);
  });
});
