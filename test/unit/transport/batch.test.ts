import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Json } from '../../../lib/json';
import { createBatch } from '../../../lib/transport/mqtt/batch';

describe('A batch of values', () => {
  let delivered: [Record<string, Json>, boolean][];
  const batch = () => createBatch((values, live) => delivered.push([Object.fromEntries(values), live]));
  beforeEach(() => {
    delivered = [];
  });

  it('is delivered together also where each value comes with a read of its own, as over TLS', async () => {
    const { add } = batch();
    add('amp', 16, true);
    await Promise.resolve();
    await new Promise<void>((resolve) => process.nextTick(resolve));
    add('car', 2, true);
    await nextTurn();
    assert.deepEqual(delivered, [[{ amp: 16, car: 2 }, true]]);
  });

  it('has one value of a key, and either live or retained values', async () => {
    const { add } = batch();
    add('amp', 16, false);
    add('amp', 10, true);
    add('amp', 12, true);
    await nextTurn();
    assert.deepEqual(delivered, [
      [{ amp: 16 }, false],
      [{ amp: 10 }, true],
      [{ amp: 12 }, true],
    ]);
  });

  it('is dropped when it is stopped', async () => {
    const { add, stop } = batch();
    add('amp', 16, true);
    stop();
    await nextTurn();
    assert.deepEqual(delivered, []);
  });
});
