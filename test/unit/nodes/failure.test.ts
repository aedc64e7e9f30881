import assert from 'node:assert/strict';
import { ChargerError } from '../../../lib/errors';
import { asError, attempt, failureText, MessageError } from '../../../nodes/runtime/failure';

/** Calls to Node-RED during an attempt. */
async function seen(work: () => Promise<void>, done: (error?: Error) => void = () => {}) {
  const calls = { done: [] as (Error | undefined)[], failed: [] as Error[], logged: [] as Error[] };
  await attempt(
    { error: (error) => calls.logged.push(error) },
    work,
    (error) => calls.failed.push(error),
    (error) => {
      calls.done.push(error);
      done(error);
    },
  );
  return calls;
}

describe('A message that fails', () => {
  it('ends in done with the error itself, whose code reaches Catch nodes', async () => {
    const error = new ChargerError('REFUSED', 'the charger said no');
    const { done, failed } = await seen(() => Promise.reject(error));
    assert.deepEqual([done, failed], [[error], [error]]);
    assert.ok(Object.hasOwn(error, 'code'));
  });

  it('ends in done also when something else than an error is thrown', async () => {
    for (const thrown of ['text', undefined, null, { message: 'from JSONata' }, Object.create(null)]) {
      const { done } = await seen(() => Promise.reject(thrown));
      assert.ok(done[0] instanceof Error);
    }
    assert.equal(asError({ message: 'from JSONata' }).message, 'from JSONata');
  });

  it('does not end Node-RED when done itself throws, and is logged without the message', async () => {
    const error = new ChargerError('INVALID', 'msg.payload cannot be read');
    const { logged } = await seen(
      () => Promise.reject(error),
      () => {
        throw new Error('the message cannot be copied');
      },
    );
    assert.deepEqual(logged, [error]);
  });

  it('says under the node why, in at most three words', () => {
    assert.equal(failureText(new ChargerError('OFFLINE', '…')), 'charger offline');
    assert.equal(failureText(new MessageError('nothing to set', '…')), 'nothing to set');
    assert.equal(failureText(Object.assign(new Error('…'), { code: 'ENOENT' })), 'failed');
    assert.equal(failureText(Object.assign(new Error('…'), { code: 'constructor' })), 'failed');
  });
});

describe('A message that succeeds', () => {
  it('ends in done without an error', async () => {
    const { done, failed } = await seen(async () => {});
    assert.deepEqual([done, failed], [[undefined], []]);
  });
});
