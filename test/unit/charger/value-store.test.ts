import assert from 'node:assert/strict';
import { createValueStore } from '../../../lib/charger/value-store';
import { keys } from '../../../lib/keys';

describe('The value store', () => {
  it('does not grow for ever when a charger makes up new keys all the time', () => {
    const store = createValueStore();
    store.update(new Map(keys.map(({ name }) => [name, 1])), 1, true);
    for (let round = 0; round < 10; round += 1)
      store.update(new Map(Array.from({ length: 1000 }, (_, at) => [`k${round}_${at}`, 1])), 2, true);
    assert.equal([...store.keys()].length, 2000);
    const changes = store.update(
      new Map([
        ['amp', 6],
        ['made_up', 1],
      ]),
      3,
      true,
    );
    assert.deepEqual(changes, [{ key: 'amp', value: 6, previous: 1 }]);
  });
});
