import assert from 'node:assert/strict';
import { type CloudBackoff, createCloudBackoff } from '../../../lib/transport/http/cloud-backoff';

describe('The backoff of the cloud', () => {
  let backoff: CloudBackoff;
  beforeEach(() => {
    backoff = createCloudBackoff();
  });
  /** The pause after each of these answers, in seconds. */
  const pausesAfter = (endpoint: 'status' | 'set', ...answers: (number | [status: number, retryAfter: string])[]) =>
    answers.map((answer) => {
      const [status, retryAfter] = typeof answer === 'number' ? [answer, undefined] : answer;
      const error = backoff.pauseAfter(endpoint, status, retryAfter);
      return error && Math.round(error.retryAfterMs! / 1000);
    });
  const isPaused = (endpoint: 'status' | 'set') => {
    try {
      backoff.throwIfPaused(endpoint);
      return false;
    } catch {
      return true;
    }
  };

  it('has pauses that grow with each answer of a kind, whatever other errors come between', () => {
    assert.deepEqual(pausesAfter('status', 403, 429, 502, 403, 429, 401, 403), [2, 5, undefined, 4, 10, 60, 8]);
  });

  it('has a longest pause', () => {
    assert.deepEqual(pausesAfter('status', ...Array(12).fill(403)).at(-1), 60);
    assert.deepEqual(pausesAfter('status', ...Array(12).fill(429)).at(-1), 600);
    assert.deepEqual(pausesAfter('status', ...Array(12).fill(401)).at(-1), 900);
    assert.deepEqual(pausesAfter('status', [429, '99999999999']), [3600]);
  });

  it('begins with the first pause again after a good answer, for reads and writes each', () => {
    assert.deepEqual(pausesAfter('status', 403, 403, 200, 403), [2, 4, undefined, 2]);
    pausesAfter('set', 429, 429);
    assert.deepEqual(pausesAfter('status', 200), [undefined]);
    assert.deepEqual(pausesAfter('set', 429), [20]);
  });

  it('pauses at least as long as `Retry-After` says, and after 503 only then', () => {
    assert.deepEqual(pausesAfter('status', [429, '30'], [403, '1'], [503, '7'], 503), [30, 2, 7, undefined]);
    assert.deepEqual(pausesAfter('status', [429, 'soon'], [429, '-5']), [10, 20]);
  });

  it('after a write pauses writes only, but for too many requests', () => {
    for (const status of [401, 403]) pausesAfter('set', status);
    assert.deepEqual([isPaused('status'), isPaused('set')], [false, true]);
    pausesAfter('set', 429);
    assert.deepEqual([isPaused('status'), isPaused('set')], [true, true]);
  });

  it('after a read pauses writes too', () => {
    for (const status of [401, 403, 429]) {
      backoff = createCloudBackoff();
      pausesAfter('status', status);
      assert.deepEqual([isPaused('status'), isPaused('set')], [true, true]);
    }
  });
});
