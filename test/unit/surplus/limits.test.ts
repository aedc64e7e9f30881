/** The house's fuses, and a meter that falls silent. */
import assert from 'node:assert/strict';
import { surplus } from '../../../lib';
import { end, energy, play, starts, stops } from './environment';

describe('the fuse of the house', () => {
  const settings = { mode: 'fast' as const, phases: '3' as const, fuse: 25 };

  it('lowers the current with the step that sees too much, on whichever phase', () => {
    const moments = play({
      settings,
      seconds: 300,
      now: (second) => ({ sunW: 0, houseA: second < 150 ? [2, 2, 2] : [2, 15, 2] }),
    });
    assert.deepEqual(moments[140]!.drawA, [16, 16, 16]);
    assert.equal(moments[150]!.commands.currentA, 10);
    assert.deepEqual([end(moments).explanation.state, end(moments).explanation.reason], ['limited', 'fuse']);
  });

  it('switches off at once where even the minimum is too much, and on again with room to spare', () => {
    const moments = play({
      settings,
      seconds: 900,
      now: (second) => ({ sunW: 0, houseA: second >= 100 && second < 200 ? [2, 22, 2] : [2, 2, 2] }),
    });
    assert.deepEqual(stops(moments), [100]);
    assert.deepEqual([moments[110]!.explanation.state, moments[110]!.explanation.reason], ['limited', 'fuse']);
    const again = starts(moments).find((second) => second > 100)!;
    assert.ok(again >= 260, `again at ${again}`);
  });

  it('takes what a phase exports for room, and not for a load', () => {
    const moments = play({ settings, seconds: 300, now: () => ({ sunW: 0, houseA: [-30, -30, -30] }) });
    assert.deepEqual(end(moments).drawA, [16, 16, 16]);
  });

  it('watches the phase that is measured where the house measures one', () => {
    const moments = play({
      settings,
      seconds: 300,
      now: (second) => ({ sunW: 0, houseA: [second < 150 ? 2 : 15, null, null] }),
    });
    assert.deepEqual(moments[140]!.drawA, [16, 16, 16]);
    assert.equal(moments[150]!.commands.currentA, 10);
  });

  it('counts a phase that is not measured as the most loaded one that is', () => {
    const moments = play({ settings, seconds: 300, now: () => ({ sunW: 0, houseA: [null, 15, 2] }) });
    assert.deepEqual(end(moments).drawA, [10, 10, 10]);
  });

  it('does not go on when the current of a phase gets lost that was measured', () => {
    const moments = play({
      settings,
      seconds: 300,
      now: (second) => ({ sunW: 0, houseA: [2, second < 150 ? 2 : null, 2] }),
    });
    assert.ok(stops(moments)[0]! >= 179 && stops(moments)[0]! <= 182, `${stops(moments)}`);
    assert.equal(end(moments).explanation.reason, 'meter-stale');
  });

  it('does not charge while the currents of the house are not known', () => {
    const moments = play({ settings, seconds: 200, now: () => ({ sunW: 0 }) });
    assert.equal(end(moments).explanation.reason, 'meter-stale');
    assert.equal(end(moments).reading.enabled, false);
  });
});

describe('a meter that falls silent', () => {
  const silentAt = (second: number) => ({ sunW: 5000, silent: second >= 200 });

  it('stops the charge after staleAfter', () => {
    const moments = play({ seconds: 300, now: silentAt });
    assert.equal(stops(moments).length, 1);
    assert.ok(stops(moments)[0]! >= 229 && stops(moments)[0]! <= 231);
    assert.deepEqual([end(moments).explanation.state, end(moments).explanation.reason], ['stale', 'meter-stale']);
  });

  it('goes to the minimum where the owner wants that', () => {
    const moments = play({ settings: { onStale: 'minimum' }, seconds: 300, now: silentAt });
    assert.deepEqual(stops(moments), []);
    assert.equal(end(moments).drawA[0], 6);
  });

  it('leaves the fuse its say also at the minimum', () => {
    const moments = play({
      settings: { onStale: 'minimum', fuse: 25 },
      seconds: 320,
      now: (second) => ({ ...silentAt(second), houseA: second < 300 ? [2, 2, 2] : [22, 2, 2] }),
    });
    assert.deepEqual([moments[290]!.explanation.reason, moments[290]!.drawA[0]], ['meter-stale', 6]);
    assert.deepEqual(stops(moments), [300]);
    assert.equal(end(moments).explanation.reason, 'fuse');
  });

  it('hands the charger back to its own rules, once, where the owner wants that', () => {
    const moments = play({ settings: { onStale: 'release' }, seconds: 400, now: silentAt });
    const released = moments.filter(({ commands }) => commands.enabled === 'release');
    assert.equal(released.length, 1);
  });

  it('takes absurd numbers for silence', () => {
    const moments = play({ seconds: 300, now: (second) => ({ sunW: second < 200 ? 5000 : 5e6 }) });
    assert.equal(end(moments).explanation.state, 'stale');
  });

  it('says that no measurement has come yet', () => {
    const moments = play({ seconds: 10, now: () => ({ sunW: 5000, silent: true }) });
    assert.equal(end(moments).explanation.reason, 'no-meter');
  });

  it('goes on when the meter is back', () => {
    const moments = play({ seconds: 700, now: (second) => ({ sunW: 5000, silent: second >= 200 && second < 260 }) });
    assert.equal(starts(moments).length, 2);
    assert.equal(end(moments).explanation.state, 'charging');
  });
});

describe('a meter that stands still', () => {
  /** The last thing that it says, at 200 s: 1 kW more is fed in than there is. */
  const stillFrom = (second: number, saidW: number) => (second < 200 ? { sunW: 2500 } : { sunW: 2500, saidW });
  const settings = { phases: '1' as const };

  it('is noticed by the charging power that it does not show, and counts as lost', () => {
    const moments = play({ settings, seconds: 500, now: (second) => stillFrom(second, -1013) });
    assert.equal(stops(moments).length, 1);
    assert.deepEqual([end(moments).explanation.state, end(moments).explanation.reason], ['stale', 'meter-frozen']);
    const { gridWh } = energy(moments.slice(stops(moments)[0]! + 10));
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
    const moments = play({
      settings: { ...settings, onStale: 'minimum' },
      seconds: 900,
      now: (second) => (second < 500 ? stillFrom(second, -1013) : { sunW: 2500 }),
    });
    assert.deepEqual(stops(moments), []);
    assert.deepEqual([moments[490]!.explanation.reason, moments[490]!.drawA[0]], ['meter-frozen', 6]);
    assert.equal(end(moments).explanation.state, 'charging');
    assert.ok(Math.abs(end(moments).drawA[0] - 11) <= 1, `${end(moments).drawA[0]} A`);
  });

  it('is not one where nothing was charged that it could have shown', () => {
    const moments = play({ settings, seconds: 4000, now: () => ({ sunW: -313, saidW: 313 }) });
    assert.ok(moments.every(({ explanation }) => explanation.reason !== 'meter-frozen'));
  });

  it('is not one where it says zero, or has never said anything but round values', () => {
    for (const saidW of [0, -4000])
      assert.ok(
        play({
          settings,
          seconds: 900,
          // An inverter that must not feed in more gives the car what it takes.
          now: (second) => ({ sunW: 4000, saidW: second < 100 ? -4000 : saidW }),
        }).every(({ explanation }) => explanation.reason !== 'meter-frozen'),
        `${saidW} W`,
      );
  });
});

describe('a home battery that is not measured any more', () => {
  const settings = { phases: '1' as const, batteryPriority: 'battery' as const };

  it('goes on counting with what it gave: that is no sun', () => {
    const moments = play({
      settings: { ...settings, mode: 'solar' },
      seconds: 280,
      now: (second) => ({ sunW: -500, batteryW: 3000, batterySilent: second >= 60 }),
    });
    assert.deepEqual(starts(moments), []);
    assert.equal(end(moments).explanation.reason, 'too-little-surplus');
  });

  it('does not count with what it took', () => {
    const moments = play({
      settings: { phases: '1', batteryPriority: 'car', minRun: 0 },
      seconds: 300,
      now: (second) => ({ sunW: 3000, batteryW: -2500, batterySilent: second >= 200 }),
    });
    assert.ok(Math.abs(moments[190]!.drawA[0] - 13) <= 1, `${moments[190]!.drawA[0]} A`);
    assert.equal(end(moments).drawA[0], 6);
  });

  it('counts as lost when it is silent for ten times staleAfter, until it is measured again', () => {
    const moments = play({
      settings,
      seconds: 1000,
      now: (second) => ({ sunW: 3000, batteryW: 0, batterySilent: second >= 200 && second < 600 }),
    });
    assert.deepEqual(stops(moments), [500]);
    assert.deepEqual([moments[590]!.explanation.state, moments[590]!.explanation.reason], ['stale', 'battery-stale']);
    assert.equal(end(moments).explanation.state, 'charging');
  });

  it('is none where a battery was never measured', () => {
    const moments = play({ settings, seconds: 900, now: () => ({ sunW: 3000 }) });
    assert.deepEqual(stops(moments), []);
  });
});

describe('a gap of the meter', () => {
  it('is no part of startDelay: nothing starts with the first measurement after it', () => {
    const moments = play({
      seconds: 400,
      now: (second) => ({ sunW: second < 20 ? 3000 : -3000, silent: second >= 20 && second < 300 }),
      settings: { startDelay: 60 },
    });
    assert.deepEqual(starts(moments), []);
  });

  it('is no part of stopDelay: nothing stops with the first measurement after it', () => {
    const moments = play({
      settings: { onStale: 'minimum', minRun: 0 },
      seconds: 900,
      now: (second) => ({ sunW: second >= 380 && second < 400 ? 0 : 3000, silent: second >= 400 && second < 880 }),
    });
    assert.deepEqual(stops(moments), []);
  });
});
