/** The house's fuses, and a meter that falls silent. */
import assert from 'node:assert/strict';
import { end, play, starts, stops } from './house';

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
