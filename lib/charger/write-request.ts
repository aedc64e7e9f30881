/**
 * A write request: one value on its way to one key, as one state machine, with the messages that wait for it. Messages that
 * want the same value while it is on its way join it and share its end.
 *
 *     waiting ──► sent ──► taken ──► confirmed     the charger shows the value
 *        │         │         ├─────► accepted      nobody waits for more than the charger's word
 *        │         │         │
 *        │         ├─────────┼─────► superseded    a newer value of the key takes its place
 *        │         ├─────────┼─────► unconfirmed   the value did not show in time
 *        │         ├─────────┴─────► expired       nobody waits any more
 *        │         ├───────────────► confirmed     the answer is lost, the value shows
 *        │         ├───────────────► refused       the charger says no
 *        │         ├───────────────► expired       it did not reach the charger
 *        │         └───────────────► waiting       only the time of another one in the same request was over
 *        ├─────────────────────────► unchanged     the value stands already
 *        ├─────────────────────────► taken         the same value was taken a moment ago and is on its way
 *        ├─────────────────────────► superseded
 *        ├─────────────────────────► refused       the charger does not have the key
 *        └─────────────────────────► expired       its time was over, or there was no connection
 */
import type { ErrorCode, KeyFailure } from '../errors';
import type { KeyRow } from '../keys';
import type { Json, WriteOutcome } from './charger.types';
import type { PendingWrite } from './pending-write';

export type WriteState = 'waiting' | 'sent' | 'taken' | EndState;
export type EndState = 'confirmed' | 'accepted' | 'unchanged' | 'superseded' | 'refused' | 'unconfirmed' | 'expired';

export const TRANSITIONS: Readonly<Record<WriteState, readonly WriteState[]>> = {
  waiting: ['sent', 'taken', 'unchanged', 'superseded', 'refused', 'expired'],
  sent: ['waiting', 'taken', 'confirmed', 'superseded', 'refused', 'unconfirmed', 'expired'],
  taken: ['confirmed', 'accepted', 'superseded', 'unconfirmed', 'expired'],
  confirmed: [],
  accepted: [],
  unchanged: [],
  superseded: [],
  refused: [],
  unconfirmed: [],
  expired: [],
};

/** The charger's no, or an error after which it may still have applied the write. */
export interface Doubt {
  code: ErrorCode;
  why: string;
}

export interface WriteRequest {
  readonly key: string;
  readonly row: KeyRow;
  readonly value: Json;
  readonly json: string;
  readonly timeoutMs: number;
  readonly resend: boolean;
  readonly state: WriteState;
  /** The earliest deadline of those who wait for it; too early by those who wait no longer, until `expire`. */
  readonly deadline: number;
  /** The messages that wait for it. */
  readonly messages: ReadonlySet<object>;
  /** Somebody waits until the value shows. */
  readonly needsReadback: boolean;
  /** As it stood on the charger before, where that is known. */
  previous: Json | undefined;
  /** When it was sent, by `performance.now()`: what arrived earlier proves nothing. */
  sentAt: number;
  doubt: Doubt | undefined;
  /** One more message wants the same value. */
  join(pending: PendingWrite): void;
  /** @throws Error for a step that `TRANSITIONS` does not have */
  become(state: 'waiting' | 'sent' | 'taken'): void;
  /** Ends those whose time is over. */
  expire(now: number, why: KeyFailure): void;
  /** Ends it for all who wait. @throws Error for a step that `TRANSITIONS` does not have */
  end(state: EndState, how: WriteOutcome | KeyFailure): void;
  /** Ends it where nobody waits any more. @returns whether it has ended */
  isLeft(): boolean;
}

export function createWriteRequest(first: PendingWrite): WriteRequest {
  const { key, row, value, json, timeoutMs } = first;
  let state: WriteState = 'waiting';
  let pending: PendingWrite[] = [];
  let deadline = Number.POSITIVE_INFINITY;
  let resend = false;

  function step(next: WriteState): void {
    if (!TRANSITIONS[state].includes(next)) throw new Error(`A write request that is ${state} cannot be ${next}`);
    state = next;
  }

  /** Who waits only for the charger's word has it. */
  function release(): void {
    for (const each of pending)
      if (each.confirm === 'accepted') each.end({ outcome: 'accepted', value, previous: request.previous });
    pending = pending.filter(({ ended }) => !ended);
  }

  const request: WriteRequest = {
    key,
    row,
    value,
    json,
    timeoutMs,
    previous: undefined,
    sentAt: Number.POSITIVE_INFINITY,
    doubt: undefined,
    get resend() {
      return resend;
    },
    get state() {
      return state;
    },
    get deadline() {
      return deadline;
    },
    get messages() {
      return new Set(pending.flatMap(({ ended, message }) => (ended ? [] : [message])));
    },
    get needsReadback() {
      return pending.some(({ ended, confirm }) => !ended && confirm === 'readback');
    },
    join(one) {
      pending.push(one);
      deadline = Math.min(deadline, one.deadline);
      resend ||= one.resend;
      if (state === 'taken') release();
    },
    become(next) {
      step(next);
      if (next === 'taken') release();
    },
    expire(now, why) {
      for (const each of pending) if (now >= each.deadline) each.end(why);
      pending = pending.filter(({ ended }) => !ended);
      deadline = Math.min(...pending.map((each) => each.deadline));
    },
    end(next, how) {
      step(next);
      for (const each of pending) each.end(how);
      pending = [];
    },
    isLeft() {
      if (pending.some(({ ended }) => !ended)) return false;
      if (TRANSITIONS[state].length > 0) step(state === 'taken' ? 'accepted' : 'expired');
      return true;
    },
  };
  request.join(first);
  return request;
}
