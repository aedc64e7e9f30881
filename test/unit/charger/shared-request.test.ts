import assert from 'node:assert/strict';
import { createSharedRequest } from '../../../lib/charger/shared-request';
import type { Keys } from '../../../lib/transport/transport';

describe('A shared request', () => {
  const asked: Keys[] = [];
  let ends: ((error?: Error) => void)[];
  const share = () => {
    asked.length = 0;
    ends = [];
    return createSharedRequest((keys) => {
      asked.push(keys);
      return new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
    });
  };
  const nextTick = () => new Promise((resolve) => setImmediate(resolve));

  it('is shared by those who come at once, and the next one by those who come meanwhile', async () => {
    const ask = share();
    const first = ask(new Set(['amp', 'car']));
    const later = Array.from({ length: 1000 }, () => ask(new Set(['car', 'amp'])));
    assert.equal(asked.length, 1);
    ends[0]!();
    await first;
    await nextTick();
    assert.equal(asked.length, 2);
    ends[1]!();
    await Promise.all(later);
    await nextTick();
    void ask(new Set(['amp', 'car']));
    assert.equal(asked.length, 3, 'a request that has ended is not shared');
    ends[2]!();
  });

  it('is not shared by those who ask for other keys', () => {
    const ask = share();
    void ask(new Set(['amp']));
    void ask(new Set(['car']));
    void ask('all');
    assert.deepEqual(asked, [new Set(['amp']), new Set(['car']), 'all']);
  });

  it('that failed fails for those who shared it, and not for those after them', async () => {
    const ask = share();
    const first = ask('all');
    const next = ask('all');
    ends[0]!(new Error('lost'));
    await assert.rejects(first, /lost/);
    await nextTick();
    ends[1]!();
    await next;
  });
});
