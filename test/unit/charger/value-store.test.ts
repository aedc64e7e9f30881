import assert from 'node:assert/strict';
import { createValueStore } from '../../../lib/charger/value-store';
import { keys } from '../../../lib/keys';

describe('What is known of a charger', () => {
  it('does not grow for ever when it makes up new keys all the time', () => {
    const known = createValueStore();
    known.update(new Map(keys.map(({ name }) => [name, 1])), 1, true);
    for (let round = 0; round < 10; round += 1)
      known.update(new Map(Array.from({ length: 1000 }, (_, at) => [`k${round}_${at}`, 1])), 2, true);
    assert.equal([...known.keys()].length, 2000);
    const changes = known.update(
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
