import assert from 'node:assert/strict';
import { onAbort } from '../../lib/abort';

describe('Being told of an abort', () => {
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

  it('takes one listener for thousands who wait, and none when all have left', () => {
    const { signal, count } = counted();
    const leaving = Array.from({ length: 5000 }, () => onAbort(signal, () => assert.fail('told')));
    assert.deepEqual(count, { added: 1, now: 1 });
    for (const leave of leaving) leave();
    assert.equal(count.now, 0);
  });

  it('tells each who waits once, and nobody who has left', () => {
    const { ending, signal, count } = counted();
    const told: string[] = [];
    const tell = () => told.push('twice');
    onAbort(signal, tell);
    onAbort(signal, tell);
    const leave = onAbort(signal, () => told.push('left'));
    leave();
    leave();
    ending.abort();
    assert.deepEqual(told, ['twice', 'twice']);
    assert.equal(count.now, 0);
  });

  it('tells at once where the signal has aborted', () => {
    const told: string[] = [];
    onAbort(AbortSignal.abort(), () => told.push('at once'))();
    assert.deepEqual(told, ['at once']);
  });

  it('waits anew at a signal that nobody waited for meanwhile', () => {
    const { ending, signal } = counted();
    onAbort(signal, () => assert.fail('told'))();
    const told: string[] = [];
    onAbort(signal, () => told.push('again'));
    ending.abort();
    assert.deepEqual(told, ['again']);
  });
});
