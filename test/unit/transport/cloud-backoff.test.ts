import assert from 'node:assert/strict';
import { type CloudBackoff, createCloudBackoff } from '../../../lib/transport/cloud-backoff';

describe('Rests that the cloud asks for', () => {
  let rest: CloudBackoff;
  beforeEach(() => {
    rest = createCloudBackoff();
  });
  /** How long each of these answers has it left alone, in seconds. */
  const restsOf = (asked: 'status' | 'set', ...answers: (number | [status: number, retryAfter: string])[]) =>
    answers.map((answer) => {
      const [status, retryAfter] = typeof answer === 'number' ? [answer, undefined] : answer;
      const error = rest.began(asked, status, retryAfter);
      return error && Math.round(error.retryAfterMs! / 1000);
    });
  const isResting = (asked: 'status' | 'set') => {
    try {
      rest.unlessResting(asked);
      return false;
    } catch {
      return true;
    }
  };

  it('grow with each of a kind, whatever came between that was no answer', () => {
    assert.deepEqual(restsOf('status', 403, 429, 502, 403, 429, 401, 403), [2, 5, undefined, 4, 10, 60, 8]);
  });

  it('have a longest one', () => {
    assert.deepEqual(restsOf('status', ...Array(12).fill(403)).at(-1), 60);
    assert.deepEqual(restsOf('status', ...Array(12).fill(429)).at(-1), 600);
    assert.deepEqual(restsOf('status', ...Array(12).fill(401)).at(-1), 900);
    assert.deepEqual(restsOf('status', [429, '99999999999']), [3600]);
  });

  it('begin anew after an answer, of reading and of writing each', () => {
    assert.deepEqual(restsOf('status', 403, 403, 200, 403), [2, 4, undefined, 2]);
    restsOf('set', 429, 429);
    assert.deepEqual(restsOf('status', 200), [undefined]);
    assert.deepEqual(restsOf('set', 429), [20]);
  });

  it('are as long as they are asked for at least, and a server that is out of order has one only then', () => {
    assert.deepEqual(restsOf('status', [429, '30'], [403, '1'], [503, '7'], 503), [30, 2, 7, undefined]);
    assert.deepEqual(restsOf('status', [429, 'soon'], [429, '-5']), [10, 20]);
  });

  it('of writing alone leave reading as it is, but for too many requests', () => {
    for (const status of [401, 403]) restsOf('set', status);
    assert.deepEqual([isResting('status'), isResting('set')], [false, true]);
    restsOf('set', 429);
    assert.deepEqual([isResting('status'), isResting('set')], [true, true]);
  });

  it('of reading are rests of writing', () => {
    for (const status of [401, 403, 429]) {
      rest = createCloudBackoff();
      restsOf('status', status);
      assert.deepEqual([isResting('status'), isResting('set')], [true, true]);
    }
  });
});
