import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { LeftOutNews } from '../../../lib/charger';
import { logMissingValues } from '../../../nodes/goe-charger/missing-log';

describe('The log of values that are not shown any more', () => {
  let told: string[];
  let tell: (news: readonly LeftOutNews[]) => void;
  const start = (quietMs?: number) => {
    told = [];
    logMissingValues(
      { log: (text) => told.push(`log ${text}`), warn: (text) => told.push(`warn ${text}`) },
      {
        identity: { name: 'Garage', serial: '123456', connection: 'http' },
        onLeftOut(listener) {
          tell = listener;
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
    tell([{ key: 'nrg', state: 'stale' }]);
    assert.deepEqual(told, [], 'one answer without it is no news');
    tell([missing('nrg'), missing('car')]);
    tell([shown('nrg'), shown('car')]);
    assert.equal(told.length, 2);
    assert.match(told[0]!, /^warn Garage does not show nrg, car any more, although it answers: .*restart it/);
    assert.equal(told[1], 'log Garage shows nrg, car again');
  });

  it('is not filled by one that comes and goes', async () => {
    start(50);
    for (let times = 0; times < 10; times += 1) {
      tell([missing('nrg')]);
      tell([shown('nrg')]);
    }
    assert.equal(told.length, 2);
    await delay(60);
    tell([missing('nrg')]);
    assert.equal(told.length, 3);
  });
});
