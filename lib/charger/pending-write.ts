/** A pending write: one key of one message, until its end. It ends exactly once, with an outcome or a failure. */
import type { KeyFailure } from '../errors';
import type { Json } from '../json';
import type { KeyRow } from '../keys';
import type { WriteOutcome } from './charger.types';

export interface PendingWrite {
  readonly key: string;
  readonly row: KeyRow;
  readonly value: Json;
  readonly json: string;
  readonly confirm: 'readback' | 'accepted';
  /** It is sent also where the charger has the value already. */
  readonly resend: boolean;
  /** When it must have ended, by `performance.now()`: a change of the clock must not make it last longer. */
  readonly deadline: number;
  readonly timeoutMs: number;
  /** The same object for all keys of one message: where one of them cannot be written, none of them is sent. */
  readonly message: object;
  readonly ended: boolean;
  /** Resolves with how it ended; never rejects. */
  readonly result: Promise<WriteOutcome | KeyFailure>;
  end(result: WriteOutcome | KeyFailure): void;
}

/** The failure of a pending write whose flow has been redeployed. */
export const REDEPLOYED: KeyFailure = {
  code: 'CLOSED',
  why: 'the flow was redeployed or stopped before the charger confirmed it',
};

type PendingFacts = 'key' | 'row' | 'value' | 'json' | 'confirm' | 'resend' | 'deadline' | 'message';

export function createPendingWrite(facts: Pick<PendingWrite, PendingFacts>): PendingWrite {
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
