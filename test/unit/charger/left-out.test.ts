import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createLeftOutKeys, type LeftOutKeys } from '../../../lib/charger/left-out';
import { createValueStore, MOST_STORED_KEYS, type ValueStore } from '../../../lib/charger/value-store';
import type { Json } from '../../../lib/json';
import type { Keys } from '../../../lib/transport/transport';

describe('Keys that are left out of answers', () => {
  let store: ValueStore;
  let leftOut: LeftOutKeys;
  let polled: Set<string>;
  const start = (intervalMs = 20) => {
    polled = new Set();
    store = createValueStore();
    leftOut = createLeftOutKeys(store, intervalMs, (key) => polled.has(key));
  };
  /** An answer comes in. @returns the news of it */
  const answer = (asked: Keys, values: Record<string, Json>) => {
    const map = new Map(Object.entries(values));
    const news = leftOut.answered(asked, map).map(({ key, state }) => `${key} ${state}`);
    store.update(map, Date.now(), true);
    return news.join();
  };
  const both = new Set(['amp', 'nrg']);

  it('are stale with the first answer, missing after some time and some answers, and forgotten then', async () => {
    start();
    answer(both, { amp: 16, nrg: [] });
    assert.equal(answer(both, { amp: 16 }), 'nrg stale');
    assert.equal(leftOut.has('nrg'), true);
    for (let times = 0; times < 5; times += 1) assert.equal(answer(both, { amp: 16 }), '', 'not in a moment');
    await delay(150);
    assert.equal(answer(both, { amp: 16 }), 'nrg missing');
    assert.equal(store.get('nrg'), undefined);
    assert.equal(answer(both, { amp: 16 }), '', 'only once');
    assert.equal(answer(both, { amp: 16, nrg: [] }), 'nrg shown');
    assert.deepEqual([...leftOut.keys()], []);
  });

  it('are not missing after a long time with two answers', async () => {
    start(1);
    answer(both, { amp: 16, nrg: [] });
    answer(both, { amp: 16 });
    await delay(30);
    assert.equal(answer(both, { amp: 16 }), '');
    assert.equal(answer(both, { amp: 16 }), 'nrg missing');
  });

  it('are none that the charger never had, and none that were not asked for', () => {
    start();
    assert.equal(answer(new Set(['amp', 'tcl']), { amp: 16 }), '');
    assert.equal(answer(new Set(['car']), { car: 1 }), '', 'amp was not asked for');
    assert.equal(leftOut.has('tcl') || leftOut.has('amp'), false);
  });

  it('are also those that an answer to a question for everything lacks, where one had them', () => {
    start();
    answer(new Set(['sua']), { sua: true });
    assert.equal(answer('all', { amp: 16, nrg: [] }), '', 'what everything never has says nothing');
    assert.equal(answer('all', { amp: 16 }), 'nrg stale');
    assert.equal(answer('all', { amp: 16, nrg: [] }), 'nrg shown');
    polled.add('nrg');
    assert.equal(answer('all', { amp: 16 }), '', 'its own poll shows it');
  });

  it('do not grow for ever when a charger makes up new keys all the time', () => {
    start(0);
    for (let times = 0; times < 30; times += 1)
      answer('all', Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${times}_${at}`, at])));
    assert.ok([...leftOut.keys()].length <= MOST_STORED_KEYS);
  });
});
