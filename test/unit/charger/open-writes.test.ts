import assert from 'node:assert/strict';
import { checkWrite } from '../../../lib/charger/check-write';
import { createOpenWrites } from '../../../lib/charger/open-writes';
import { createWriteRequest } from '../../../lib/charger/write-request';

describe('The open writes', () => {
  const writeOf = (values: Record<string, unknown>) =>
    createWriteRequest(
      checkWrite(values, 'readback', performance.now() + 1000, { charger: 'C', firmware: '60.5' })[0]!,
    );

  it('have each request where its state says, until it has ended', () => {
    const open = createOpenWrites();
    const request = writeOf({ amp: 16 });
    const stage = () => [open.waitingOf('amp'), open.inBatchOf('amp'), open.confirmingOf('amp')].indexOf(request);
    open.add(request);
    assert.equal(stage(), 0);
    request.isInBatch = true;
    assert.equal(stage(), 1);
    request.become('sent');
    assert.equal(stage(), 1);
    request.sentAt = performance.now();
    request.become('taken');
    request.isInBatch = false;
    assert.equal(stage(), 2);
    assert.equal(open.isEmpty, false);
    request.end('confirmed', { outcome: 'confirmed', value: 16, previous: 6 });
    assert.equal(stage(), -1);
    assert.equal(open.isEmpty, true);
  });

  it('have a newer value of a key beside the one that is being confirmed', () => {
    const open = createOpenWrites();
    const [older, newer, other] = [writeOf({ amp: 16 }), writeOf({ amp: 10 }), writeOf({ frc: 1 })];
    for (const each of [older, newer, other]) open.add(each);
    older.become('sent');
    older.sentAt = performance.now();
    assert.equal(open.confirmingOf('amp'), older);
    assert.equal(open.waitingOf('amp'), newer);
    assert.deepEqual(open.waiting(), [newer, other]);
  });
});
