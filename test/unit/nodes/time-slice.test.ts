import assert from 'node:assert/strict';
import { timeSlice } from '../../../nodes/runtime/time-slice';

describe('Time slices', () => {
  const busy = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  it('need no waiting for a single message', () => {
    assert.equal(timeSlice(), undefined);
  });

  it('let others go on between thousands of messages, and keep their order', async () => {
    const done: number[] = [];
    let ticks = 0;
    let isOver = false;
    const other = () => {
      ticks += 1;
      if (!isOver) setTimeout(other, 0);
    };
    setTimeout(other, 0);
    const work = async (message: number) => {
      await timeSlice();
      busy(0.1);
      done.push(message);
      // Work that goes on later waits for its slice too.
      await timeSlice();
      busy(0.1);
    };
    await Promise.all(Array.from({ length: 2000 }, (_, message) => work(message)));
    isOver = true;
    assert.deepEqual(
      done,
      [...done].sort((a, b) => a - b),
    );
    assert.equal(done.length, 2000);
    assert.ok(ticks >= 10, `${ticks} ticks of others in 400 ms of work`);
  });

  it('are free again when all is done', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(timeSlice(), undefined);
  });
});
