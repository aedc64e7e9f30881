import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WriteOutcome } from '../../../lib/charger';
import { checkWrite } from '../../../lib/charger/check-write';
import { isFailure, type PendingWrite } from '../../../lib/charger/pending-write';
import {
  createWriteRequest,
  TRANSITIONS,
  type WriteRequest,
  type WriteState,
} from '../../../lib/charger/write-request';
import type { KeyFailure } from '../../../lib/errors';

const STATES = Object.keys(TRANSITIONS) as WriteState[];
const OPEN: readonly WriteState[] = ['waiting', 'sent', 'taken'];
const ends = STATES.filter((state) => Object.keys(TRANSITIONS[state]).length === 0);

function pendingWrite(confirm: 'readback' | 'accepted' = 'readback', resend = false, timeoutMs = 1000): PendingWrite {
  const permissions = { charger: 'C', firmware: '60.5' };
  return checkWrite({ amp: 16 }, confirm, performance.now() + timeoutMs, permissions, { resend })[0]!;
}

/** The legal transitions that bring a new request to a state. */
const WAYS: Readonly<Record<(typeof OPEN)[number] & string, readonly WriteState[]>> = {
  waiting: [],
  sent: ['sent'],
  taken: ['sent', 'taken'],
  confirmed: ['sent', 'taken', 'confirmed'],
  accepted: ['sent', 'taken', 'accepted'],
  unchanged: ['unchanged'],
  superseded: ['superseded'],
  refused: ['sent', 'refused'],
  unconfirmed: ['sent', 'unconfirmed'],
  expired: ['expired'],
};

function step(request: WriteRequest, next: WriteState): void {
  if (next === 'waiting' || next === 'sent' || next === 'taken') request.become(next);
  else if (next === 'confirmed' || next === 'accepted' || next === 'unchanged' || next === 'superseded')
    request.end(next, { outcome: next, value: 16, previous: 6 });
  else request.end(next, { code: 'UNCONFIRMED', why: next });
}

function requestThatIs(state: WriteState): { request: WriteRequest; pending: PendingWrite } {
  const pending = pendingWrite();
  const request = createWriteRequest(pending);
  for (const next of WAYS[state]!) step(request, next);
  assert.equal(request.state, state);
  return { request, pending };
}

const resultOf = (result: WriteOutcome | KeyFailure) => (isFailure(result) ? result.why : result.outcome);

describe('A write request', () => {
  it('begins waiting, and ends in one of seven ways', () => {
    assert.equal(createWriteRequest(pendingWrite()).state, 'waiting');
    assert.deepEqual([...OPEN, ...ends].sort(), [...STATES].sort());
    assert.equal(ends.length, 7);
  });

  for (const from of STATES)
    for (const to of STATES) {
      const legal = TRANSITIONS[from][to] !== undefined;
      it(`${legal ? 'can' : 'cannot'} go from ${from} to ${to}`, async () => {
        const { request, pending } = requestThatIs(from);
        if (!legal) {
          assert.throws(() => step(request, to), new RegExp(`${from} cannot be ${to}`));
          assert.equal(request.state, from);
          return;
        }
        step(request, to);
        assert.equal(request.state, to);
        assert.equal(pending.ended, ends.includes(to));
        if (pending.ended) assert.equal(resultOf(await pending.result), to);
      });
    }

  it('is drawn in docs/contributing.md with all its transitions', async () => {
    const script = join(__dirname, '..', '..', '..', '..', 'scripts', 'write-states.mjs');
    await promisify(execFile)(process.execPath, [script, '--check']);
  });

  it('ends for all who joined it, for each once', async () => {
    const pending = [1, 2, 3].map(() => pendingWrite());
    const request = createWriteRequest(pending[0]!);
    request.join(pending[1]!);
    request.become('sent');
    request.become('taken');
    request.join(pending[2]!);
    step(request, 'confirmed');
    assert.deepEqual(
      (await Promise.all(pending.map(({ result }) => result))).map(resultOf),
      Array(3).fill('confirmed'),
    );
  });

  it('is accepted for those who wait only for the reply, and goes on for the others', async () => {
    const [reply, readback, late] = [pendingWrite('accepted'), pendingWrite(), pendingWrite('accepted')];
    const request = createWriteRequest(reply);
    request.join(readback);
    request.become('sent');
    assert.equal(reply.ended, false);
    request.become('taken');
    assert.equal(resultOf(await reply.result), 'accepted');
    request.join(late);
    assert.equal(resultOf(await late.result), 'accepted');
    assert.deepEqual([readback.ended, request.endIfAbandoned(), request.state], [false, false, 'taken']);
    step(request, 'unconfirmed');
    assert.equal(resultOf(await readback.result), 'unconfirmed');
  });

  it('is abandoned when no message waits any more, which is an end too', () => {
    const pending = pendingWrite();
    const request = createWriteRequest(pending);
    assert.equal(request.endIfAbandoned(), false);
    pending.end({ code: 'CLOSED', why: 'redeployed' });
    assert.equal(request.endIfAbandoned(), true);
    assert.equal(request.state, 'expired');
  });

  it('ends only the pending writes that are over time', async () => {
    const [early, later] = [pendingWrite('readback', false, 1000), pendingWrite('readback', false, 2000)];
    const request = createWriteRequest(early);
    request.join(later);
    request.expire(early.deadline, { code: 'TIMEOUT', why: 'late' });
    assert.equal(resultOf(await early.result), 'late');
    assert.equal(request.deadline, later.deadline);
    assert.equal(later.ended, false);
  });

  it('is sent in any case as soon as one of its messages wants that', () => {
    const request = createWriteRequest(pendingWrite());
    assert.equal(request.resend, false);
    request.join(pendingWrite('readback', true));
    assert.equal(request.resend, true);
  });
});
