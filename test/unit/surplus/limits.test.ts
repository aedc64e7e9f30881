/** Limits: the fuses of the house, a lost meter, a stuck meter, a lost home battery. */
import assert from 'node:assert/strict';
import { surplus } from '../../../lib';
import { energy, lastStep, play, starts, stops } from './environment';

describe('the fuse of the house', () => {
  const settings = { mode: 'fast' as const, phases: '3' as const, fuse: 25 };

  it('lowers the current with the step that sees too much, on whichever phase', () => {
    const steps = play({
      settings,
      seconds: 300,
      now: (second) => ({ sunW: 0, houseA: second < 150 ? [2, 2, 2] : [2, 15, 2] }),
    });
    assert.deepEqual(steps[140]!.drawA, [16, 16, 16]);
    assert.equal(steps[150]!.commands.currentA, 10);
    assert.deepEqual([lastStep(steps).explanation.state, lastStep(steps).explanation.reason], ['limited', 'fuse']);
  });

  it('switches off at once where even the minimum is too much, and on again with headroom', () => {
    const steps = play({
      settings,
      seconds: 900,
      now: (second) => ({ sunW: 0, houseA: second >= 100 && second < 200 ? [2, 22, 2] : [2, 2, 2] }),
    });
    assert.deepEqual(stops(steps), [100]);
    assert.deepEqual([steps[110]!.explanation.state, steps[110]!.explanation.reason], ['limited', 'fuse']);
    const again = starts(steps).find((second) => second > 100)!;
    assert.ok(again >= 260, `again at ${again}`);
  });

  it('counts the export of a phase as no load', () => {
    const steps = play({ settings, seconds: 300, now: () => ({ sunW: 0, houseA: [-30, -30, -30] }) });
    assert.deepEqual(lastStep(steps).drawA, [16, 16, 16]);
  });

  it('watches the phase that is measured where the house measures one', () => {
    const steps = play({
      settings,
      seconds: 300,
      now: (second) => ({ sunW: 0, houseA: [second < 150 ? 2 : 15, null, null] }),
    });
    assert.deepEqual(steps[140]!.drawA, [16, 16, 16]);
    assert.equal(steps[150]!.commands.currentA, 10);
  });

  it('counts a phase that is not measured as the most loaded one that is', () => {
    const steps = play({ settings, seconds: 300, now: () => ({ sunW: 0, houseA: [null, 15, 2] }) });
    assert.deepEqual(lastStep(steps).drawA, [10, 10, 10]);
  });

  it('does not go on when the current of a phase gets lost that was measured', () => {
    const steps = play({
      settings,
      seconds: 300,
      now: (second) => ({ sunW: 0, houseA: [2, second < 150 ? 2 : null, 2] }),
    });
    assert.ok(stops(steps)[0]! >= 179 && stops(steps)[0]! <= 182, `${stops(steps)}`);
    assert.equal(lastStep(steps).explanation.reason, 'meter-stale');
  });

  it('does not charge while the currents of the house are not known', () => {
    const steps = play({ settings, seconds: 200, now: () => ({ sunW: 0 }) });
    assert.equal(lastStep(steps).explanation.reason, 'meter-stale');
    assert.equal(lastStep(steps).reading.enabled, false);
  });
});

describe('a lost meter', () => {
  const silentAt = (second: number) => ({ sunW: 5000, silent: second >= 200 });

  it('stops the charge after staleAfter', () => {
    const steps = play({ seconds: 300, now: silentAt });
    assert.equal(stops(steps).length, 1);
    assert.ok(stops(steps)[0]! >= 229 && stops(steps)[0]! <= 231);
    assert.deepEqual([lastStep(steps).explanation.state, lastStep(steps).explanation.reason], ['stale', 'meter-stale']);
  });

  it('goes to the minimum where the owner wants that', () => {
    const steps = play({ settings: { onStale: 'minimum' }, seconds: 300, now: silentAt });
    assert.deepEqual(stops(steps), []);
    assert.equal(lastStep(steps).drawA[0], 6);
  });

  it('keeps to the fuse also at the minimum', () => {
    const steps = play({
      settings: { onStale: 'minimum', fuse: 25 },
      seconds: 320,
      now: (second) => ({ ...silentAt(second), houseA: second < 300 ? [2, 2, 2] : [22, 2, 2] }),
    });
    assert.deepEqual([steps[290]!.explanation.reason, steps[290]!.drawA[0]], ['meter-stale', 6]);
    assert.deepEqual(stops(steps), [300]);
    assert.equal(lastStep(steps).explanation.reason, 'fuse');
  });

  it('leaves the charger to its own rules, with one command, where the owner wants that', () => {
    const steps = play({ settings: { onStale: 'release' }, seconds: 400, now: silentAt });
    const released = steps.filter(({ commands }) => commands.enabled === 'release');
    assert.equal(released.length, 1);
  });

  it('counts implausible values as no measurement', () => {
    const steps = play({ seconds: 300, now: (second) => ({ sunW: second < 200 ? 5000 : 5e6 }) });
    assert.equal(lastStep(steps).explanation.state, 'stale');
  });

  it('says that no measurement has come yet', () => {
    const steps = play({ seconds: 10, now: () => ({ sunW: 5000, silent: true }) });
    assert.equal(lastStep(steps).explanation.reason, 'no-meter');
  });

  it('goes on when the meter is back', () => {
    const steps = play({ seconds: 700, now: (second) => ({ sunW: 5000, silent: second >= 200 && second < 260 }) });
    assert.equal(starts(steps).length, 2);
    assert.equal(lastStep(steps).explanation.state, 'charging');
  });
});

describe('a stuck meter', () => {
  /** Its last value, at 200 s: 1 kW more export than there is. */
  const stillFrom = (second: number, meterW: number) => (second < 200 ? { sunW: 2500 } : { sunW: 2500, meterW });
  const settings = { phases: '1' as const };

  it('is noticed by the charging power that it does not show, and counts as lost', () => {
    const steps = play({ settings, seconds: 500, now: (second) => stillFrom(second, -1013) });
    assert.equal(stops(steps).length, 1);
    assert.deepEqual(
      [lastStep(steps).explanation.state, lastStep(steps).explanation.reason],
      ['stale', 'meter-frozen'],
    );
    const { gridWh } = energy(steps.slice(stops(steps)[0]! + 10));
    assert.equal(Math.round(gridWh), 0);
  });

  it('is noticed behind a share of it too, which changes with the charging power', () => {
    let state = surplus.initial();
    let reason = '';
    for (let second = 0; second < 400; second += 1) {
      const chargeW = second < 100 ? 1380 : 3680;
      const reading = { car: 2, enabled: true, currentA: 6, phases: 1, chargeW, gridW: chargeW - 2000, meterW: -613 };
      const result = surplus.step(settings, state, reading, second * 1000);
      state = result.state;
      reason = result.explanation.reason;
    }
    assert.equal(reason, 'meter-frozen');
  });

  it('goes to the minimum where the owner wants that, and follows the sun again when the meter moves', () => {
    const steps = play({
      settings: { ...settings, onStale: 'minimum' },
      seconds: 900,
      now: (second) => (second < 500 ? stillFrom(second, -1013) : { sunW: 2500 }),
    });
    assert.deepEqual(stops(steps), []);
    assert.deepEqual([steps[490]!.explanation.reason, steps[490]!.drawA[0]], ['meter-frozen', 6]);
    assert.equal(lastStep(steps).explanation.state, 'charging');
    assert.ok(Math.abs(lastStep(steps).drawA[0] - 11) <= 1, `${lastStep(steps).drawA[0]} A`);
  });

  it('is not one where nothing was charged that it could have shown', () => {
    const steps = play({ settings, seconds: 4000, now: () => ({ sunW: -313, meterW: 313 }) });
    assert.ok(steps.every(({ explanation }) => explanation.reason !== 'meter-frozen'));
  });

  it('is not one where it shows zero, or has shown round values only', () => {
    for (const meterW of [0, -4000])
      assert.ok(
        play({
          settings,
          seconds: 900,
          // An inverter that must not feed in more gives the car what it takes.
          now: (second) => ({ sunW: 4000, meterW: second < 100 ? -4000 : meterW }),
        }).every(({ explanation }) => explanation.reason !== 'meter-frozen'),
        `${meterW} W`,
      );
  });
});

describe('a lost home battery', () => {
  const settings = { phases: '1' as const, batteryPriority: 'battery' as const };

  it('goes on counting with its last discharge: that is no sun', () => {
    const steps = play({
      settings: { ...settings, mode: 'solar' },
      seconds: 280,
      now: (second) => ({ sunW: -500, batteryW: 3000, batterySilent: second >= 60 }),
    });
    assert.deepEqual(starts(steps), []);
    assert.equal(lastStep(steps).explanation.reason, 'too-little-surplus');
  });

  it('does not count with its last charging power', () => {
    const steps = play({
      settings: { phases: '1', batteryPriority: 'car', minRun: 0 },
      seconds: 300,
      now: (second) => ({ sunW: 3000, batteryW: -2500, batterySilent: second >= 200 }),
    });
    assert.ok(Math.abs(steps[190]!.drawA[0] - 13) <= 1, `${steps[190]!.drawA[0]} A`);
    assert.equal(lastStep(steps).drawA[0], 6);
  });

  it('counts as lost after ten times staleAfter without a measurement, until it is measured again', () => {
    const steps = play({
      settings,
      seconds: 1000,
      now: (second) => ({ sunW: 3000, batteryW: 0, batterySilent: second >= 200 && second < 600 }),
    });
    assert.deepEqual(stops(steps), [500]);
    assert.deepEqual([steps[590]!.explanation.state, steps[590]!.explanation.reason], ['stale', 'battery-stale']);
    assert.equal(lastStep(steps).explanation.state, 'charging');
  });

  it('is none where a battery was never measured', () => {
    const steps = play({ settings, seconds: 900, now: () => ({ sunW: 3000 }) });
    assert.deepEqual(stops(steps), []);
  });
});

describe('a gap of the meter', () => {
  it('is no part of startDelay: nothing starts with the first measurement after it', () => {
    const steps = play({
      seconds: 400,
      now: (second) => ({ sunW: second < 20 ? 3000 : -3000, silent: second >= 20 && second < 300 }),
      settings: { startDelay: 60 },
    });
    assert.deepEqual(starts(steps), []);
  });

  it('is no part of stopDelay: nothing stops with the first measurement after it', () => {
    const steps = play({
      settings: { onStale: 'minimum', minRun: 0 },
      seconds: 900,
      now: (second) => ({ sunW: second >= 380 && second < 400 ? 0 : 3000, silent: second >= 400 && second < 880 }),
    });
    assert.deepEqual(stops(steps), []);
  });
});
