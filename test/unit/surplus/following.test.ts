/** Following the surplus: current, phases, lag of the meter, interval of the steps. */
import assert from 'node:assert/strict';
import { energy, lastStep, type PlayedStep, play, starts, sun, switches } from './environment';

const writesOf = (steps: readonly PlayedStep[]) => steps.filter(({ commands }) => Object.keys(commands).length > 0);

describe('following the sun', () => {
  it('settles on the whole ampere that the surplus feeds and then writes nothing', () => {
    const steps = play({ settings: { phases: '1' }, seconds: 900, now: sun(2600) });
    assert.equal(lastStep(steps).explanation.currentA, 11);
    assert.deepEqual(writesOf(steps.slice(300)), []);
  });

  it('goes down within seconds when a kettle is switched on, and up again after it', () => {
    const steps = play({
      settings: { phases: '1' },
      seconds: 700,
      now: (second) => ({ sunW: second >= 300 && second < 400 ? 1500 : 3500 }),
    });
    assert.ok(steps[310]!.drawA[0] <= 7, `${steps[310]!.drawA[0]} A after 10 s`);
    assert.ok(steps[440]!.drawA[0] >= 14);
  });

  it('does not count its own change twice when the meter is behind', () => {
    for (const meterLagS of [0, 1, 2, 5]) {
      const steps = play({
        settings: { phases: '1' },
        meterLagS,
        seconds: 900,
        now: (second) => ({ sunW: second < 400 ? 3400 : 2300 }),
      });
      const settled = steps.slice(460);
      assert.ok(settled.every(({ explanation }) => [9, 10].includes(explanation.currentA)));
      assert.ok(writesOf(settled).length <= 1, `${writesOf(settled).length} writes after a minute`);
      if (meterLagS <= 2) assert.ok(steps.slice(410).every(({ explanation }) => explanation.currentA >= 9));
    }
  });

  it('learns how late the meter is, and does not swing with one that is ten or twenty seconds late', () => {
    for (const meterLagS of [10, 20]) {
      const steps = play({
        settings: { phases: '1' },
        meterLagS,
        seconds: 3000,
        now: (second) => ({ sunW: second % 600 < 300 ? 3300 : 2100 }),
      });
      const learned = steps.slice(1200);
      assert.ok(writesOf(learned).length <= 18, `${writesOf(learned).length} writes for 6 changes of the sun`);
      const { solarWh, gridWh } = energy(learned);
      assert.ok(gridWh < 0.05 * solarWh, `${Math.round(gridWh)} Wh from the grid, ${Math.round(solarWh)} from the sun`);
    }
  });

  it('works from ten steps in a second to one in thirty', () => {
    for (const everyS of [1, 5, 10, 30]) {
      const steps = play({ settings: { staleAfter: 60 }, everyS, seconds: 1800, now: sun(6000) });
      assert.equal(lastStep(steps).explanation.phases, 3);
      assert.ok([8, 9].includes(lastStep(steps).explanation.currentA), `${lastStep(steps).explanation.currentA} A`);
      assert.equal(starts(steps).length, 1);
    }
  });

  it('stays calm in the gap between one phase at its maximum and three at the minimum', () => {
    const steps = play({ seconds: 7200, now: sun(3900) });
    assert.ok(switches(steps).length <= 1, `${switches(steps).length} switches`);
    const { solarWh, gridWh } = energy(steps.slice(600));
    assert.ok(gridWh < 0.08 * solarWh);
  });

  it('switches to three phases when that is worth more than the switch, and back when clouds stay', () => {
    const steps = play({
      seconds: 3000,
      now: (second) => ({ sunW: second < 400 ? 3000 : second < 1500 ? 8000 : 1800 }),
    });
    const asked = steps.filter(({ commands }) => commands.phases !== undefined);
    assert.deepEqual(
      asked.map(({ commands }) => commands.phases),
      [3, 1],
    );
    assert.ok(asked[0]!.second < 600 && asked[1]!.second < 1800);
    assert.equal(lastStep(steps).explanation.currentA, 8);
  });

  it('does not move the contactor for every cloud', () => {
    const steps = play({ seconds: 7200, now: (second) => ({ sunW: second % 120 < 60 ? 9000 : 2000 }) });
    for (const at of switches(steps))
      assert.ok(switches(steps).filter((other) => other > at - 3600 && other <= at).length <= 4);
  });

  it('keeps to the number of phases that the owner chose', () => {
    const one = play({ settings: { phases: '1' }, seconds: 600, now: sun(9000) });
    assert.deepEqual([lastStep(one).explanation.phases, lastStep(one).explanation.currentA], [1, 16]);
    assert.equal(lastStep(one).explanation.reason, 'at-maximum');
    const three = play({ settings: { phases: 3 }, seconds: 600, now: sun(3000) });
    assert.deepEqual(starts(three), []);
  });

  it('leaves the reserve for export, and allows the import of a negative one', () => {
    const kept = play({ settings: { phases: '1', reserve: 500 }, seconds: 600, now: sun(3000) });
    assert.equal(lastStep(kept).explanation.currentA, 11);
    const bought = play({ settings: { phases: '1', reserve: -1000 }, seconds: 600, now: sun(600) });
    assert.equal(starts(bought).length, 1);
  });
});

describe('the home battery', () => {
  const charging = () => ({ sunW: 3000, batteryW: -2500, socPercent: 50 });

  it('gives way to the car by default', () => {
    assert.equal(starts(play({ seconds: 120, now: charging })).length, 1);
  });

  it('comes first where the owner wants it', () => {
    const steps = play({ settings: { batteryPriority: 'battery' }, seconds: 300, now: charging });
    assert.deepEqual(starts(steps), []);
  });

  it('comes first below its level, and the car above it', () => {
    const settings = { batteryPriority: 'above-soc' as const, batterySoc: 60 };
    assert.deepEqual(starts(play({ settings, seconds: 300, now: charging })), []);
    const full = play({ settings, seconds: 300, now: () => ({ ...charging(), socPercent: 61 }) });
    assert.equal(starts(full).length, 1);
  });

  it('is never drained for the car', () => {
    for (const batteryPriority of ['car', 'battery', 'above-soc'] as const) {
      const steps = play({
        settings: { batteryPriority },
        seconds: 600,
        now: () => ({ sunW: 0, batteryW: 4000, socPercent: 95 }),
      });
      assert.deepEqual(starts(steps), []);
      assert.equal(lastStep(steps).explanation.surplusW, 0);
    }
  });
});
