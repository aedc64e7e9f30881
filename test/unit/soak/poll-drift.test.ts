import assert from 'node:assert/strict';
import { createRandom } from '../../../lib/simulator/random';
import { driftMs } from '../../../soak/poll-drift';

describe('The drift of polls in the soak', () => {
  const random = createRandom(1);
  const polls = (everyMs: number) => Array.from({ length: 300 }, (_, at) => 1234 + at * everyMs);

  it('is none however late single polls are, and where some are left out', () => {
    const late = polls(2000).map((time, at) => time + (at % 7 === 0 ? 1100 : random() * 200));
    assert.ok(Math.abs(driftMs(late, 2000)) < 200, `${driftMs(late, 2000)}`);
    const some = polls(2000).filter((_, at) => at % 5 !== 0);
    assert.ok(Math.abs(driftMs(some, 2000)) < 1);
  });

  it('is that of polls with a little longer interval, also beyond a whole interval', () => {
    assert.ok(Math.abs(driftMs(polls(2010), 2000) - 2800) < 5, `${driftMs(polls(2010), 2000)}`);
    assert.ok(Math.abs(driftMs(polls(1995), 2000) + 1400) < 5, `${driftMs(polls(1995), 2000)}`);
  });
});
