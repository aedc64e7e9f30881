import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Charger, Json } from '../../../lib/charger/charger.types';
import { recordOf } from '../../../nodes/goe-surplus/charger-record';
import { openStateFile } from '../../../nodes/runtime/state-file';

describe('The record of a charger', () => {
  let directory: string;
  let stands: Record<string, Json>;
  const charger = {
    identity: { name: 'Garage', serial: '123456', connection: 'http' },
    known: (name: string) => (name in stands ? { value: stands[name]!, time: 0, stale: false } : undefined),
  } as unknown as Pick<Charger, 'identity' | 'known'>;
  /** As a process that has just started sees it. */
  const anotherLife = () => recordOf(charger, 'id', openStateFile(join(directory, 'record.json')));
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'goe-record-'));
    stands = { frc: 0, amp: 14, psm: 2, dwo: null };
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps what stood before the first write of each key, over any number of lives', () => {
    const record = anotherLife();
    record.note({ frc: 1, psm: 1 });
    stands = { ...stands, frc: 1, psm: 1 };
    record.note({ frc: 2, amp: 8 });
    assert.deepEqual(record.found, { frc: 0, psm: 2, amp: 14 });
    stands = { ...stands, frc: 2, amp: 8 };
    const next = anotherLife();
    for (const [key, value] of Object.entries(stands)) next.shown(key, value, true);
    assert.deepEqual(next.found, { frc: 0, psm: 2, amp: 14 });
    next.forget();
    assert.deepEqual(anotherLife().found, {});
  });

  it('knows the limits it wrote, in this life and the next, and no other', () => {
    const record = anotherLife();
    assert.equal(record.keep('dwo', 2017), true);
    assert.equal(record.keep('dwo', 3027), true);
    for (const one of [record, anotherLife()]) {
      assert.deepEqual(
        [2017, 3027, 107, 5000, null].map((value) => one.isOwn('dwo', value)),
        [true, true, false, false, false],
      );
    }
  });

  it('takes what the owner sets for what is given back', () => {
    const record = anotherLife();
    record.note({ frc: 2, psm: 1, dwo: 2017 });
    record.shown('psm', 0, false);
    record.shown('dwo', 5000, false);
    record.shown('frc', 1, false);
    assert.deepEqual(record.found, { frc: 1, psm: 0, dwo: 5000 });
    // A key that nobody here has set is nobody's to give back.
    record.shown('amp', 10, false);
    assert.equal('amp' in record.found, false);
  });

  it('takes what was set while nobody looked for the owner’s, where it is not what was written', () => {
    anotherLife().note({ psm: 1, dwo: 2017, amp: 8 });
    const record = anotherLife();
    record.shown('psm', 1, true);
    record.shown('dwo', 9000, true);
    record.shown('amp', 11, true);
    assert.deepEqual(record.found, { psm: 2, dwo: 9000, amp: 14 });
  });

  it('gives no force back that has lapsed', () => {
    stands.frc = 2;
    const record = anotherLife();
    record.note({ frc: 1 });
    assert.equal(record.found.frc, 2);
    record.shown('frc', 0, false);
    assert.equal(record.found.frc, 0);
  });
});
