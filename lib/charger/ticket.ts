/** One key of one message on its way to the charger: it ends exactly once, with an outcome or a failure. */
import type { KeyFailure } from '../errors';
import type { KeyRow } from '../keys';
import type { Json, WriteOutcome } from './charger.types';

export interface Ticket {
  readonly key: string;
  readonly row: KeyRow;
  readonly value: Json;
  readonly json: string;
  readonly confirm: 'readback' | 'accepted';
  /** It is sent also where the value stands already. */
  readonly resend: boolean;
  /** When it must have ended, by `performance.now()`: setting the time of day must not make it last. */
  readonly deadline: number;
  /** As it stood on the charger before. */
  previous: Json | undefined;
  readonly ended: boolean;
  /** Resolves with how it ended; never rejects. */
  readonly result: Promise<WriteOutcome | KeyFailure>;
  end(result: WriteOutcome | KeyFailure): void;
}

/** How a ticket ends that nobody waits for any more. */
export const REDEPLOYED: KeyFailure = {
  code: 'CLOSED',
  why: 'the flow was redeployed or stopped before the charger confirmed it',
};

export function createTicket(
  facts: Pick<Ticket, 'key' | 'row' | 'value' | 'json' | 'confirm' | 'resend' | 'deadline'>,
): Ticket {
  let resolve: (result: WriteOutcome | KeyFailure) => void;
  let ended = false;
  const result = new Promise<WriteOutcome | KeyFailure>((settle) => {
    resolve = settle;
  });
  return {
    ...facts,
    previous: undefined,
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
