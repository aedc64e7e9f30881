/**
 * The write request: one value on its way to one key. It is a state machine that carries its own state, and the pending writes
 * of all messages that wait for it. Messages that want the same value while it is on its way join it and share its end.
 */
import type { ErrorCode, KeyFailure } from '../errors';
import type { Json } from '../json';
import type { KeyRow } from '../keys';
import type { WriteOutcome } from './charger.types';
import type { PendingWrite } from './pending-write';

export type OpenState = 'waiting' | 'sent' | 'taken';
export type EndState = 'confirmed' | 'accepted' | 'unchanged' | 'superseded' | 'refused' | 'unconfirmed' | 'expired';
export type WriteState = OpenState | EndState;

/** All legal transitions, each with its reason. A state without one is an end. `docs/contributing.md` shows them as a diagram. */
export const TRANSITIONS: Readonly<Record<WriteState, Readonly<Partial<Record<WriteState, string>>>>> = {
  waiting: {
    sent: 'it is sent',
    taken: 'the same value was taken a moment ago and is being applied',
    unchanged: 'the charger has the value already',
    superseded: 'a newer value of the key waits',
    refused: 'the charger does not have the key',
    expired: 'timeout, no connection, or no message waits any more',
  },
  sent: {
    waiting: 'only another write of the same request timed out',
    taken: 'the charger takes it',
    confirmed: 'the reply was lost, and the charger shows the value',
    superseded: 'a newer value of the key is sent',
    refused: 'the charger refuses it',
    unconfirmed: 'the charger did not show the value in time',
    expired: 'it did not reach the charger, or no message waits any more',
  },
  taken: {
    confirmed: 'the charger shows the value',
    accepted: 'no message waits for more than the reply',
    superseded: 'a newer value of the key is sent',
    unconfirmed: 'the charger did not show the value in time',
    expired: 'the flow was redeployed',
  },
  confirmed: {},
  accepted: {},
  unchanged: {},
  superseded: {},
  refused: {},
  unconfirmed: {},
  expired: {},
};

/** The reply to a write that may have been applied all the same: a refusal of perhaps another write, or a lost connection. */
export interface UncertainReply {
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
  /** It has not ended. */
  readonly isOpen: boolean;
  /** The earliest deadline of its pending writes; too early by those that have ended, until `expire`. */
  readonly deadline: number;
  /** The messages that wait for it. */
  readonly messages: ReadonlySet<object>;
  /** At least one message waits until the charger shows the value. */
  readonly needsReadback: boolean;
  /** It belongs to the batch that is being sent. */
  isInBatch: boolean;
  /** The value on the charger before, where that is known. */
  previous: Json | undefined;
  /** The stored value was current in the read before sending: only then can the request be unchanged. */
  isCurrentKnown: boolean;
  /** When it was sent, by `performance.now()`; never until the reply is there. A value that arrived earlier confirms nothing. */
  sentAt: number;
  uncertainReply: UncertainReply | undefined;
  /** Adds the pending write of one more message that wants the same value. */
  join(pending: PendingWrite): void;
  /** @throws Error for a transition that `TRANSITIONS` does not have */
  become(state: OpenState): void;
  /** Ends the pending writes that are over time. */
  expire(now: number, why: KeyFailure): void;
  /** Ends it for all its messages. @throws Error for a transition that `TRANSITIONS` does not have */
  end(state: EndState, result: WriteOutcome | KeyFailure): void;
  /** Ends it where no message waits any more. @returns whether it has ended */
  endIfAbandoned(): boolean;
}

export function createWriteRequest(first: PendingWrite): WriteRequest {
  const { key, row, value, json, timeoutMs } = first;
  let state: WriteState = 'waiting';
  let pending: PendingWrite[] = [];
  let deadline = Number.POSITIVE_INFINITY;
  let resend = false;

  function step(next: WriteState): void {
    if (TRANSITIONS[state][next] === undefined) throw new Error(`A write request that is ${state} cannot be ${next}`);
    state = next;
  }

  /** Ends the pending writes that wait only for the charger's reply. */
  function accept(): void {
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
    isInBatch: false,
    previous: undefined,
    isCurrentKnown: false,
    sentAt: Number.POSITIVE_INFINITY,
    uncertainReply: undefined,
    get resend() {
      return resend;
    },
    get state() {
      return state;
    },
    get isOpen() {
      return isOpenState(state);
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
      if (state === 'taken') accept();
    },
    become(next) {
      step(next);
      if (next === 'taken') accept();
    },
    expire(now, why) {
      for (const each of pending) if (now >= each.deadline) each.end(why);
      pending = pending.filter(({ ended }) => !ended);
      deadline = Math.min(...pending.map((each) => each.deadline));
    },
    end(next, result) {
      step(next);
      for (const each of pending) each.end(result);
      pending = [];
    },
    endIfAbandoned() {
      if (pending.some(({ ended }) => !ended)) return false;
      if (isOpenState(state)) step(state === 'taken' ? 'accepted' : 'expired');
      return true;
    },
  };
  request.join(first);
  return request;
}

function isOpenState(state: WriteState): state is OpenState {
  return state === 'waiting' || state === 'sent' || state === 'taken';
}
