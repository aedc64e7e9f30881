import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { raceAbort, withTimeout } from '../../../lib/transport/timeout';

describe('Waiting with an end', () => {
  const never = () => new Promise<void>(() => {});

  it('ends although garbage is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const closing = new AbortController();
    setMaxListeners(0, closing.signal);
    const waits = Array.from({ length: 20 }, () =>
      withTimeout(100, [closing.signal], (signal) => raceAbort(signal, never())).catch(() => 'ended'),
    );
    await delay(20);
    collect();
    await delay(20);
    collect();
    const all = Promise.all(waits).then((each) => each.length);
    assert.equal(await Promise.race([all, delay(1000, 'not ended')]), 20);
  });

  it('ends with the signals it follows, also when they have aborted already', async () => {
    const closing = new AbortController();
    const wait = withTimeout(5000, [closing.signal], (signal) => raceAbort(signal, never()));
    closing.abort();
    await assert.rejects(wait);
    await assert.rejects(withTimeout(5000, [closing.signal], (signal) => raceAbort(signal, never())));
  });

  it('leaves no listener at the signals it follows', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...rest: Parameters<typeof addEventListener>) => {
      listeners += 1;
      return addEventListener.apply(signal, rest);
    };
    signal.removeEventListener = (...rest: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      return removeEventListener.apply(signal, rest);
    };
    await withTimeout(1000, [signal], async () => assert.equal(listeners, 1));
    assert.equal(listeners, 0);
  });

  it('does not end at once when the time is longer than a timer can hold', async () => {
    const signal = await withTimeout(2 ** 40, [], async (each) => {
      await delay(20);
      return each;
    });
    assert.equal(signal.aborted, false);
  });
});
