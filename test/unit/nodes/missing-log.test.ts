import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { LeftOutNews } from '../../../lib/charger';
import { logMissingValues } from '../../../nodes/goe-charger/missing-log';

describe('The log of values that are not shown any more', () => {
  let logged: string[];
  let notify: (news: readonly LeftOutNews[]) => void;
  const start = (quietMs?: number) => {
    logged = [];
    logMissingValues(
      { log: (text) => logged.push(`log ${text}`), warn: (text) => logged.push(`warn ${text}`) },
      {
        identity: { name: 'Garage', serial: '123456', connection: 'http' },
        onLeftOut(listener) {
          notify = listener;
          return () => {};
        },
      },
      quietMs,
    );
  };
  const missing = (key: string): LeftOutNews => ({ key, state: 'missing' });
  const shown = (key: string): LeftOutNews => ({ key, state: 'shown' });

  it('has one line for all that an answer lacks, and one when they are back', () => {
    start();
    notify([{ key: 'nrg', state: 'stale' }]);
    assert.deepEqual(logged, [], 'one answer without it is no news');
    notify([missing('nrg'), missing('car')]);
    notify([shown('nrg'), shown('car')]);
    assert.equal(logged.length, 2);
    assert.match(logged[0]!, /^warn Garage does not show nrg, car any more, although it answers: .*restart it/);
    assert.equal(logged[1], 'log Garage shows nrg, car again');
  });

  it('is not filled by one that comes and goes', async () => {
    start(50);
    for (let times = 0; times < 10; times += 1) {
      notify([missing('nrg')]);
      notify([shown('nrg')]);
    }
    assert.equal(logged.length, 2);
    await delay(60);
    notify([missing('nrg')]);
    assert.equal(logged.length, 3);
  });
});
