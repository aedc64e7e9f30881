import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { Json } from '../../../lib/json';
import { createBatch } from '../../../lib/transport/batch';

describe('Values that arrive one by one', () => {
  let delivered: [Record<string, Json>, boolean][];
  const gathering = () => createBatch((values, live) => delivered.push([Object.fromEntries(values), live]));
  beforeEach(() => {
    delivered = [];
  });

  it('are taken together also where each comes with a read of its own, as over TLS', async () => {
    const { add } = gathering();
    add('amp', 16, true);
    await Promise.resolve();
    await new Promise<void>((resolve) => process.nextTick(resolve));
    add('car', 2, true);
    await turn();
    assert.deepEqual(delivered, [[{ amp: 16, car: 2 }, true]]);
  });

  it('are a change each where they are of one key, and never mixed with what was kept', async () => {
    const { add } = gathering();
    add('amp', 16, false);
    add('amp', 10, true);
    add('amp', 12, true);
    await turn();
    assert.deepEqual(delivered, [
      [{ amp: 16 }, false],
      [{ amp: 10 }, true],
      [{ amp: 12 }, true],
    ]);
  });

  it('are forgotten when nobody takes them any more', async () => {
    const { add, stop } = gathering();
    add('amp', 16, true);
    stop();
    await turn();
    assert.deepEqual(delivered, []);
  });
});
