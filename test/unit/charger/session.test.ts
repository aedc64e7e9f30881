import assert from 'node:assert/strict';
import { createHappenings } from '../../../lib/charger/happenings';
import type { Json } from '../../../lib/json';

describe('A charging session', () => {
  const energyOf = (moments: Record<string, Json>[]): Json | undefined => {
    let energy: Json | undefined;
    const shown: Record<string, Json> = {};
    const happenings = createHappenings({
      watch: () => () => {},
      firmware: () => '60.5',
      restarted: () => {},
      isOwnWrite: () => false,
      settleMs: 0,
    });
    happenings.add(['session-ended'], ({ payload }) => {
      energy = payload.energy;
    });
    for (const [at, moment] of moments.entries()) {
      const changes = Object.entries(moment).map(([key, value]) => ({ key, value, previous: shown[key] }));
      Object.assign(shown, moment);
      happenings.changed(changes, 1000 * at);
      happenings.answered(new Map(Object.entries(shown)), 1000 * at);
    }
    return energy;
  };

  it('counts what was charged before it was observed, in whatever order the values come', () => {
    assert.equal(energyOf([{ car: 2, wh: 5000 }, { wh: 5100 }, { car: 1 }]), 5100);
    assert.equal(energyOf([{ car: 2 }, { wh: 5000 }, { wh: 5100 }, { car: 1 }]), 5100);
  });

  it('does not count the session before', () => {
    assert.equal(energyOf([{ car: 1, wh: 5000 }, { car: 3 }, { wh: 0, car: 2 }, { wh: 70 }, { car: 1 }]), 70);
  });
});
