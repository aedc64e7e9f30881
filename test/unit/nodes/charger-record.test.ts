import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Charger, Json } from '../../../lib/charger/charger.types';
import { chargerRecordOf } from '../../../nodes/goe-surplus/charger-record';
import { openStateFile } from '../../../nodes/runtime/state-file';

describe('The record of a charger', () => {
  let directory: string;
  let values: Record<string, Json>;
  const charger = {
    identity: { name: 'Garage', serial: '123456', connection: 'http' },
    known: (name: string) => (name in values ? { value: values[name]!, time: 0, stale: false } : undefined),
  } as unknown as Pick<Charger, 'identity' | 'known'>;
  /** As a process that has just started sees it. */
  const nextProcess = () => chargerRecordOf(charger, 'id', openStateFile(join(directory, 'record.json')));
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'goe-record-'));
    values = { frc: 0, amp: 14, psm: 2, dwo: null };
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps the value from before the first write of each key, over any number of processes', () => {
    const record = nextProcess();
    record.noteWrite({ frc: 1, psm: 1 });
    values = { ...values, frc: 1, psm: 1 };
    record.noteWrite({ frc: 2, amp: 8 });
    assert.deepEqual(record.found, { frc: 0, psm: 2, amp: 14 });
    values = { ...values, frc: 2, amp: 8 };
    const next = nextProcess();
    for (const [key, value] of Object.entries(values)) next.noteShown(key, value, true);
    assert.deepEqual(next.found, { frc: 0, psm: 2, amp: 14 });
    next.forget();
    assert.deepEqual(nextProcess().found, {});
  });

  it('knows the limits that it wrote, in this process and the next, and no other', () => {
    const record = nextProcess();
    assert.equal(record.saveOwn('dwo', 2017), true);
    assert.equal(record.saveOwn('dwo', 3027), true);
    for (const one of [record, nextProcess()]) {
      assert.deepEqual(
        [2017, 3027, 107, 5000, null].map((value) => one.isOwn('dwo', value)),
        [true, true, false, false, false],
      );
    }
  });

  it('takes what the owner sets for what is given back', () => {
    const record = nextProcess();
    record.noteWrite({ frc: 2, psm: 1, dwo: 2017 });
    record.noteShown('psm', 0, false);
    record.noteShown('dwo', 5000, false);
    record.noteShown('frc', 1, false);
    assert.deepEqual(record.found, { frc: 1, psm: 0, dwo: 5000 });
    // A key that this node has not set is not restored.
    record.noteShown('amp', 10, false);
    assert.equal('amp' in record.found, false);
  });

  it('takes what was set while nobody looked for the owner’s, where it is not what was written', () => {
    nextProcess().noteWrite({ psm: 1, dwo: 2017, amp: 8 });
    const record = nextProcess();
    record.noteShown('psm', 1, true);
    record.noteShown('dwo', 9000, true);
    record.noteShown('amp', 11, true);
    assert.deepEqual(record.found, { psm: 2, dwo: 9000, amp: 14 });
  });

  it('gives no force back that has lapsed', () => {
    values.frc = 2;
    const record = nextProcess();
    record.noteWrite({ frc: 1 });
    assert.equal(record.found.frc, 2);
    record.noteShown('frc', 0, false);
    assert.equal(record.found.frc, 0);
  });
});
