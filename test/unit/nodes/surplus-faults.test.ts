/** Faults of a goe-surplus: each is reported once, and a failed write is tried again later and later. */
import assert from 'node:assert/strict';
import { ChargerError } from '../../../lib/errors';
import { createFaultReport } from '../../../nodes/goe-surplus/fault-report';
import { createWriteBackoff } from '../../../nodes/goe-surplus/write-backoff';

describe('A fault report', () => {
  it('reports an error once while its reason stays the same, and its end once', () => {
    const reported: string[] = [];
    const report = createFaultReport({
      failed: ({ message }) => reported.push(message),
      recovered: () => reported.push('recovered'),
    });
    report(undefined);
    report(new ChargerError('TIMEOUT', 'first'));
    report(new ChargerError('TIMEOUT', 'the same code'));
    report(new ChargerError('OFFLINE', 'another code'));
    report(undefined);
    report(undefined);
    report(new Error('no code'));
    report(new ChargerError('INVALID', 'amp is missing'), 'amp is missing');
    report(new ChargerError('INVALID', 'psm is missing'), 'psm is missing');
    assert.deepEqual(reported, ['first', 'another code', 'recovered', 'no code', 'amp is missing', 'psm is missing']);
  });
});

describe('The backoff of failed writes', () => {
  const S = 1000;

  it('holds a value back for 10 s, then for twice as long each time, up to five minutes', () => {
    const backoff = createWriteBackoff();
    assert.equal(backoff.isHeldBack('amp', 6, 0), false);
    let nowMs = 0;
    for (const waitS of [10, 20, 40, 80, 160, 300, 300]) {
      backoff.failed('amp', 6, nowMs);
      assert.equal(backoff.isHeldBack('amp', 6, nowMs + waitS * S - 1), true);
      nowMs += waitS * S;
      assert.equal(backoff.isHeldBack('amp', 6, nowMs), false);
    }
  });

  it('lets another value through at once, but after three failures in a row only after 10 s', () => {
    const backoff = createWriteBackoff();
    for (const [value, isHeldBack] of [
      [6, false],
      [7, false],
      [8, true],
    ] as const) {
      backoff.failed('amp', value, 0);
      assert.equal(backoff.isHeldBack('amp', 16, 1), isHeldBack, `after ${value}`);
    }
    assert.equal(backoff.isHeldBack('amp', 16, 10 * S), false);
  });

  it('holds back no other key, and nothing after a success', () => {
    const backoff = createWriteBackoff();
    backoff.failed('amp', 6, 0);
    assert.equal(backoff.isHeldBack('frc', 6, 1), false);
    backoff.succeeded('amp');
    assert.equal(backoff.isHeldBack('amp', 6, 1), false);
  });
});
