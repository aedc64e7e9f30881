/** A pending write: one key of one message that waits for its end. It ends exactly once, with an outcome or a failure. */
import type { KeyFailure } from '../errors';
import type { KeyRow } from '../keys';
import type { Json, WriteOutcome } from './charger.types';

export interface PendingWrite {
  readonly key: string;
  readonly row: KeyRow;
  readonly value: Json;
  readonly json: string;
  readonly confirm: 'readback' | 'accepted';
  /** It is sent also where the value stands already. */
  readonly resend: boolean;
  /** When it must have ended, by `performance.now()`: setting the time of day must not make it last. */
  readonly deadline: number;
  readonly timeoutMs: number;
  /** The same for all keys of one message: they are sent, or none of them is where one is impossible. */
  readonly message: object;
  readonly ended: boolean;
  /** Resolves with how it ended; never rejects. */
  readonly result: Promise<WriteOutcome | KeyFailure>;
  end(result: WriteOutcome | KeyFailure): void;
}

/** The end of a pending write that nobody waits for any more. */
export const REDEPLOYED: KeyFailure = {
  code: 'CLOSED',
  why: 'the flow was redeployed or stopped before the charger confirmed it',
};

type Facts = 'key' | 'row' | 'value' | 'json' | 'confirm' | 'resend' | 'deadline' | 'message';

export function createPendingWrite(facts: Pick<PendingWrite, Facts>): PendingWrite {
  let resolve: (result: WriteOutcome | KeyFailure) => void;
  let ended = false;
  const result = new Promise<WriteOutcome | KeyFailure>((settle) => {
    resolve = settle;
  });
  return {
    ...facts,
    timeoutMs: Math.max(0, facts.deadline - performance.now()),
    get ended() {
      return ended;
    },
    result,
    end(how) {
      if (ended) return;
      ended = true;
      resolve(how);
    },
  };
}

export function isFailure(result: WriteOutcome | KeyFailure): result is KeyFailure {
  return 'code' in result;
}
