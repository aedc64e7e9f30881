/**
 * Reading back: writes that were sent are looked for, because chargers answer success and do nothing [owners' reports].
 */
import type { KeyFailure } from '../errors';
import { excerpt } from '../transport/parse-response';
import { raceAbort, withTimeout } from '../transport/timeout';
import { isShown, isWritten } from './is-written';
import type { Unshown } from './unshown';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** The charging logic runs once a second, so a value shows about a second later [vendor's API documents]. */
const LOOK_EVERY_MS = 1000;
/** What reads as written for so long after it was sent stands, also where a value is told only when it changes. */
const STANDS_MS = 2500;
/** A refusal that may be meant for somebody else's write stands when the value has not shown by then. */
const REFUSAL_STANDS_MS = 1500;
/** For so long a write that is being confirmed holds back the next value of its key. */
export const HOLD_BACK_MS = 2500;

export interface ReadBack {
  /** Looks for a request that is sent or taken. */
  add(request: WriteRequest): void;
  get(key: string): WriteRequest | undefined;
  /** A newer value of the key goes out: what is looked for has ended, or is the caller's to end. */
  giveWay(key: string): WriteRequest | undefined;
  readonly isEmpty: boolean;
  /** Values have arrived: ends what is among them. */
  look(): void;
  /** Ends what is over time. */
  expire(): void;
  /** Asks the charger, where values do not come by themselves and it is time to. */
  ask(): Promise<void>;
  /** When to ask or to expire next. */
  nextAt(): number;
  /** Looks for nothing any more. @returns what is left */
  clear(): WriteRequest[];
}

export function createReadBack(context: WriteContext, unshown: Unshown, closing: AbortSignal): ReadBack {
  const { transport, known, freshness } = context;
  const watched = new Map<string, WriteRequest>();
  let isAsking = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  const now = () => performance.now();

  function isThere({ key, value, state, sentAt, previous, doubt }: WriteRequest): boolean {
    const entry = known(key);
    if (!entry) return false;
    if (isShown({ value, previous, sentAt }, entry)) return true;
    // What stood before over MQTT stands still, and is not told again; before 051.5 writes are not answered either.
    const isHeard = (state === 'taken' || !doubt) && freshness.stands(key, entry);
    return isHeard && now() - sentAt > STANDS_MS && isWritten(value, entry.value);
  }

  /** Each value has its while to show, also where those before it have used up the time. */
  function failsAt({ key, value, sentAt, deadline }: WriteRequest): number {
    return Math.min(deadline, Math.max(unshown.failsAt(key, value), sentAt + HOLD_BACK_MS));
  }

  function unconfirmed({ key, state, doubt }: WriteRequest): KeyFailure {
    if (doubt?.code === 'REFUSED') return doubt;
    const entry = known(key);
    const reads = entry
      ? `it still reads ${excerpt(JSON.stringify(entry.value))}`
      : 'the charger does not show this key';
    if (doubt)
      return {
        code: doubt.code,
        why: `${doubt.why}; whether it was taken is not known, ${reads}; look at it, then send it again`,
      };
    return {
      code: 'UNCONFIRMED',
      why: `it was sent, but the charger did not apply it in time: ${reads}; ${remedy(state === 'taken', entry !== undefined)}`,
    };
  }

  function remedy(isTaken: boolean, isShownAtAll: boolean): string {
    const allow = 'check that writing over MQTT is allowed in the go-e app';
    const notShown =
      'its model or firmware may not have it; if it works all the same, wait only until the charger has taken the value';
    // Who has taken a value allows writing.
    const mayBeForbidden = transport.pushes && !isTaken;
    if (!isShownAtAll) return mayBeForbidden ? `${allow}; ${notShown}` : notShown;
    return mayBeForbidden ? allow : 'another setting may overrule it: check the charger in the go-e app';
  }

  return {
    add: (request) => void watched.set(request.key, request),
    get: (key) => watched.get(key),
    giveWay(key) {
      this.expire();
      const request = watched.get(key);
      watched.delete(key);
      return request;
    },
    get isEmpty() {
      return watched.size === 0;
    },

    look() {
      for (const [key, request] of watched) {
        const { doubt, sentAt, previous } = request;
        if (request.isLeft()) {
          watched.delete(key);
        } else if (isThere(request)) {
          watched.delete(key);
          unshown.settled(key);
          request.end('confirmed', { outcome: 'confirmed', value: known(key)!.value, previous });
        } else if (doubt?.code === 'REFUSED' && now() - sentAt > REFUSAL_STANDS_MS) {
          watched.delete(key);
          request.end('refused', doubt);
        }
      }
    },

    expire() {
      for (const [key, request] of watched) {
        if (now() < failsAt(request)) continue;
        watched.delete(key);
        unshown.failed(key);
        request.end('unconfirmed', unconfirmed(request));
      }
    },

    async ask() {
      const due = [...watched].filter(([, { sentAt }]) => now() - sentAt >= LOOK_EVERY_MS - 50);
      if (due.length === 0 || now() - askedAt < LOOK_EVERY_MS - 50) return;
      askedAt = now();
      if (transport.pushes || isAsking) return;
      isAsking = true;
      const keys = new Set(due.map(([key]) => key));
      // A look that fails is followed by the next one; the deadline ends it.
      await withTimeout(LOOK_EVERY_MS * 10, [closing], (signal) =>
        raceAbort(signal, transport.ask(keys, signal)),
      ).catch(() => {});
      isAsking = false;
    },

    nextAt() {
      const times = [...watched.values()].flatMap((request) => [
        Math.max(request.sentAt, askedAt) + LOOK_EVERY_MS,
        failsAt(request),
      ]);
      return Math.min(...times);
    },

    clear() {
      const left = [...watched.values()];
      watched.clear();
      return left;
    },
  };
}
