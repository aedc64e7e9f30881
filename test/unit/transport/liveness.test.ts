import assert from 'node:assert/strict';
import { isLive, newTopicRecord, subscribeSent, type TopicRecord } from '../../../lib/transport/mqtt/liveness';

describe('A message is live', () => {
  let record: TopicRecord;
  beforeEach(() => {
    record = newTopicRecord();
    subscribeSent(record);
  });
  const live = (payload: string, retain: boolean, wildcardSubscribes = 0) =>
    isLive(record, Buffer.from(payload), retain, wildcardSubscribes);

  it('where it has no flag, whatever its value', () => {
    assert.deepEqual([live('1', false), live('1', false)], [true, true]);
  });

  it('not where it comes with the flag behind the subscription', () => {
    assert.equal(live('1', true), false);
  });

  it('where it comes with the flag once more, without a subscription', () => {
    live('1', true);
    assert.deepEqual([live('1', true), live('2', true)], [true, true]);
  });

  it('not where it was subscribed to once more and has the same value', () => {
    live('1', true);
    for (let times = 0; times < 3; times += 1) {
      subscribeSent(record);
      assert.equal(live('1', true), false);
    }
  });

  it('where it was subscribed to once more and has another value', () => {
    live('1', true);
    subscribeSent(record);
    assert.equal(live('2', true), true);
    // The retained message comes all the same.
    assert.equal(live('2', true), true);
  });

  it('not where the broker takes the flag off live messages, and retains the last of them', () => {
    live('1', true);
    live('2', false);
    subscribeSent(record);
    assert.equal(live('2', true), false);
    subscribeSent(record);
    assert.equal(live('2', true), false);
  });

  it('not as often as its wildcard was subscribed to', () => {
    assert.deepEqual([live('1', true, 1), live('1', true, 1), live('1', true, 1)], [false, false, true]);
  });

  it('not behind a subscription to its wildcard, whatever has come before', () => {
    for (const payload of ['1', '2', '3']) live(payload, true);
    assert.equal(live('3', true, 1), false);
    assert.equal(live('3', true, 1), true);
    assert.equal(live('3', true, 2), false);
  });

  it('not behind a subscription of its own, whatever has come before', () => {
    for (const payload of ['1', '2', '3']) live(payload, true);
    subscribeSent(record);
    assert.equal(live('3', true), false);
  });
});
