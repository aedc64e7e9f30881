import assert from 'node:assert/strict';
import { onAbort } from '../../lib/abort';

describe('An abort listener', () => {
  /** Counts the listeners at a signal. */
  const counted = () => {
    const ending = new AbortController();
    const { signal } = ending;
    const { addEventListener, removeEventListener } = signal;
    const count = { added: 0, now: 0 };
    signal.addEventListener = (...rest: Parameters<typeof addEventListener>) => {
      count.added += 1;
      count.now += 1;
      return addEventListener.apply(signal, rest);
    };
    signal.removeEventListener = (...rest: Parameters<typeof removeEventListener>) => {
      count.now -= 1;
      return removeEventListener.apply(signal, rest);
    };
    return { ending, signal, count };
  };

  it('is one at the signal for thousands who wait, and none when all have been removed', () => {
    const { signal, count } = counted();
    const leaving = Array.from({ length: 5000 }, () => onAbort(signal, () => assert.fail('called')));
    assert.deepEqual(count, { added: 1, now: 1 });
    for (const leave of leaving) leave();
    assert.equal(count.now, 0);
  });

  it('is called once for each that was added, and for none that was removed', () => {
    const { ending, signal, count } = counted();
    const called: string[] = [];
    const callback = () => called.push('twice');
    onAbort(signal, callback);
    onAbort(signal, callback);
    const leave = onAbort(signal, () => called.push('left'));
    leave();
    leave();
    ending.abort();
    assert.deepEqual(called, ['twice', 'twice']);
    assert.equal(count.now, 0);
  });

  it('is called at once where the signal has aborted', () => {
    const called: string[] = [];
    onAbort(AbortSignal.abort(), () => called.push('at once'))();
    assert.deepEqual(called, ['at once']);
  });

  it('can be added again to a signal without any', () => {
    const { ending, signal } = counted();
    onAbort(signal, () => assert.fail('called'))();
    const called: string[] = [];
    onAbort(signal, () => called.push('again'));
    ending.abort();
    assert.deepEqual(called, ['again']);
  });
});
