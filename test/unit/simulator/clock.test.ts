import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createManualClock, createSimulator } from '../../../lib/simulator';

describe('the manual clock', () => {
  it('runs what is due in order, at its own time', async () => {
    const clock = createManualClock(0);
    const ran: string[] = [];
    clock.after(1500, () => ran.push(`once ${clock.now()}`));
    const stop = clock.every(1000, () => ran.push(`tick ${clock.now()}`));
    await clock.advance(2500);
    stop();
    await clock.advance(5000);
    assert.deepEqual(ran, ['tick 1000', 'once 1500', 'tick 2000']);
    assert.equal(clock.now(), 7500);
  });

  it('serves promises and sockets between the steps', async () => {
    const clock = createManualClock();
    const ran: string[] = [];
    clock.after(1, () => void Promise.resolve().then(() => ran.push('promise')));
    clock.after(2, () => ran.push('later'));
    await clock.advance(2);
    assert.deepEqual(ran, ['promise', 'later']);
  });

  it('is not needed: without it a charger ticks once a second', async () => {
    const simulator = createSimulator();
    const before = Number(simulator.get('rbt'));
    await new Promise((resolve) => setTimeout(resolve, 1150));
    const passed = Number(simulator.get('rbt')) - before;
    await simulator.close();
    assert.ok(passed >= 990 && passed < 1300, `${passed} ms`);
  });

  it('advances by a day without a growing list', async () => {
    const clock = createManualClock();
    const simulator = createSimulator({ clock, car: {} });
    await clock.advance(3_600_000);
    const size = JSON.stringify(simulator.all()).length;
    await clock.advance(24 * 3_600_000);
    assert.ok(Math.abs(JSON.stringify(simulator.all()).length - size) < 100);
    await simulator.close();
  }).timeout(30_000);
});
