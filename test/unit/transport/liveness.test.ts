import assert from 'node:assert/strict';
import { asked, isLive, newRecord, type TopicRecord } from '../../../lib/transport/liveness';

describe('A message is live', () => {
  let record: TopicRecord;
  beforeEach(() => {
    record = newRecord();
    asked(record);
  });
  const live = (payload: string, retain: boolean, levelAsks = 0) =>
    isLive(record, Buffer.from(payload), retain, levelAsks);

  it('where it has no flag, whatever it says', () => {
    assert.deepEqual([live('1', false), live('1', false)], [true, true]);
  });

  it('not where it comes with the flag behind the subscription', () => {
    assert.equal(live('1', true), false);
  });

  it('where it comes with the flag once more, unasked', () => {
    live('1', true);
    assert.deepEqual([live('1', true), live('2', true)], [true, true]);
  });

  it('not where it was asked for once more and says the same', () => {
    live('1', true);
    for (let times = 0; times < 3; times += 1) {
      asked(record);
      assert.equal(live('1', true), false);
    }
  });

  it('where it was asked for once more and says something else', () => {
    live('1', true);
    asked(record);
    assert.equal(live('2', true), true);
    // What was asked for comes all the same.
    assert.equal(live('2', true), true);
  });

  it('not where the broker takes the flag off live messages, and sends the last of them when asked', () => {
    live('1', true);
    live('2', false);
    asked(record);
    assert.equal(live('2', true), false);
    asked(record);
    assert.equal(live('2', true), false);
  });

  it('not as often as its whole level was asked for', () => {
    assert.deepEqual([live('1', true, 1), live('1', true, 1), live('1', true, 1)], [false, false, true]);
  });

  it('not behind a subscription to its whole level, however much has come by itself before', () => {
    for (const payload of ['1', '2', '3']) live(payload, true);
    assert.equal(live('3', true, 1), false);
    assert.equal(live('3', true, 1), true);
    assert.equal(live('3', true, 2), false);
  });

  it('not behind a subscription of its own, however much has come by itself before', () => {
    for (const payload of ['1', '2', '3']) live(payload, true);
    asked(record);
    assert.equal(live('3', true), false);
  });
});
