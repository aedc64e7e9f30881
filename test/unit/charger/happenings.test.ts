import assert from 'node:assert/strict';
import type { Happening } from '../../../lib/charger/charger.types';
import { createHappenings } from '../../../lib/charger/happenings';
import { until } from '../../support/until';

describe('Happenings of a charger whose values are pushed', () => {
  it('wait for the values that belong together, also when the event loop stands still meanwhile', async () => {
    const happened: Happening[] = [];
    const happenings = createHappenings({
      watch: () => () => {},
      firmware: () => '59.4',
      restarted: () => {},
      isOwnWrite: () => false,
      settleMs: 200,
    });
    happenings.add(['card-read'], (happening) => happened.push(happening));
    happenings.changed([{ key: 'lrr', value: 2, previous: 1 }], Date.now());
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    // The timer is due, and the next message has arrived as well; timers come first in a turn of the event loop.
    setTimeout(() => happenings.changed([{ key: 'lrc', value: 0, previous: undefined }], Date.now()), 50);
    await until(() => happened.length > 0, 'the happening');
    happenings.close();
    assert.equal(happened[0]?.payload.card, 0);
  });
});
