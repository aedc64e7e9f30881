import assert from 'node:assert/strict';
import { createRandom } from '../../../lib/simulator/random';
import { driftMs } from '../../../soak/beat';

describe('The beat of polls in the long run', () => {
  const chance = createRandom(1);
  const beats = (everyMs: number) => Array.from({ length: 300 }, (_, at) => 1234 + at * everyMs);

  it('stands still however late single polls are, and where some are left out', () => {
    const late = beats(2000).map((time, at) => time + (at % 7 === 0 ? 1100 : chance() * 200));
    assert.ok(Math.abs(driftMs(late, 2000)) < 200, `${driftMs(late, 2000)}`);
    const some = beats(2000).filter((_, at) => at % 5 !== 0);
    assert.ok(Math.abs(driftMs(some, 2000)) < 1);
  });

  it('moves where each poll waits a little longer than a beat, also by more than a whole beat', () => {
    assert.ok(Math.abs(driftMs(beats(2010), 2000) - 2800) < 5, `${driftMs(beats(2010), 2000)}`);
    assert.ok(Math.abs(driftMs(beats(1995), 2000) + 1400) < 5, `${driftMs(beats(1995), 2000)}`);
  });
});
