/** Reading back: confirmation of writes that were sent, because chargers reply with success and do nothing [owners' reports]. */
import type { KeyFailure } from '../errors';
import { excerpt } from '../transport/parse-response';
import { raceAbort, withTimeout } from '../transport/timeout';
import { HOLD_BACK_MS } from './hold-back';
import { isConfirmedBy, isWritten } from './is-written';
import type { OpenWrites } from './open-writes';
import type { SentValues } from './sent-values';
import type { StoredValue } from './value-store';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** Time between two reads: the charging logic runs once a second, so a value shows about a second later [vendor's API documents]. */
const READ_EVERY_MS = 1000;
/** Tolerance of a timer that fires early: a read is due this long before its time [our choice]. */
const TIMER_TOLERANCE_MS = 50;
/** Timeout of one read that confirms writes; the next one follows [our choice]. */
const CONFIRM_READ_TIMEOUT_MS = 10_000;
/** Time after which a value that was the same before the write confirms it, where an unchanged value is not sent again [our choice]. */
const UNCHANGED_CONFIRMS_MS = 2500;
/** Time in which a value may show although a refusal came: that may have been meant for somebody else's write [our choice]. */
const REFUSAL_HOLDS_MS = 1500;

export interface ReadBack {
  /** Values have arrived: ends the requests that they confirm. */
  valuesReceived(): void;
  /** Ends the requests that are over time. */
  expire(): void;
  /** Asks the charger for what is due, where values come only as answers. */
  ask(): Promise<void>;
  /** When to ask or to expire next, by `performance.now()`. */
  nextAt(): number;
}

export function createReadBack(
  context: WriteContext,
  open: OpenWrites,
  sentValues: SentValues,
  closing: AbortSignal,
): ReadBack {
  const { transport, delivery, stored } = context;
  const now = () => performance.now();
  let isAsking = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  /** Each value has some time to show, also where the values before it have used up the timeout. */
  function failsAt({ key, value, sentAt, deadline }: WriteRequest): number {
    return Math.min(deadline, Math.max(sentValues.failsAt(key, value), sentAt + HOLD_BACK_MS));
  }

  return {
    valuesReceived() {
      for (const request of open.confirming()) {
        const { key, uncertainReply, sentAt, previous } = request;
        if (request.endIfAbandoned()) continue;
        if (isConfirmed(request, stored(key), context)) {
          sentValues.confirmed(key);
          request.end('confirmed', { outcome: 'confirmed', value: stored(key)!.value, previous });
        } else if (uncertainReply?.code === 'REFUSED' && now() - sentAt > REFUSAL_HOLDS_MS) {
          request.end('refused', uncertainReply);
        }
      }
    },
    expire() {
      for (const request of open.confirming()) {
        const { key } = request;
        if (now() < failsAt(request)) continue;
        sentValues.failureReported(key);
        const mayBeForbidden = delivery.ignoresForbiddenWrites && request.state !== 'taken';
        request.end('unconfirmed', unconfirmed(request, stored(key), mayBeForbidden));
      }
    },
    async ask() {
      const due = open.confirming().filter(({ sentAt }) => now() - sentAt >= READ_EVERY_MS - TIMER_TOLERANCE_MS);
      if (due.length === 0 || now() - askedAt < READ_EVERY_MS - TIMER_TOLERANCE_MS) return;
      askedAt = now();
      if (!delivery.canAsk || isAsking) return;
      isAsking = true;
      const keys = new Set(due.map(({ key }) => key));
      // A read that fails is followed by the next one, until the deadline.
      await withTimeout(CONFIRM_READ_TIMEOUT_MS, [closing], (signal) =>
        raceAbort(signal, transport.ask(keys, signal)),
      ).catch(() => {});
      isAsking = false;
    },
    nextAt() {
      const times = open
        .confirming()
        .flatMap((request) => [Math.max(request.sentAt, askedAt) + READ_EVERY_MS, failsAt(request)]);
      return Math.min(...times);
    },
  };
}

function isConfirmed(request: WriteRequest, entry: StoredValue | undefined, { freshness }: WriteContext): boolean {
  const { key, value, state, sentAt, previous, uncertainReply } = request;
  if (!entry) return false;
  if (isConfirmedBy(entry, { value, previous, sentAt })) return true;
  // A value that was the same before is not sent again over MQTT; before 051.5 writes get no reply either.
  const isReplied = state === 'taken' || !uncertainReply;
  const isUnchanged = isReplied && freshness.isStillValid(key, entry) && isWritten(value, entry.value);
  return isUnchanged && performance.now() - sentAt > UNCHANGED_CONFIRMS_MS;
}

function unconfirmed(request: WriteRequest, entry: StoredValue | undefined, mayBeForbidden: boolean): KeyFailure {
  const { uncertainReply } = request;
  if (uncertainReply?.code === 'REFUSED') return uncertainReply;
  const reads = entry ? `it still reads ${excerpt(JSON.stringify(entry.value))}` : 'the charger does not show this key';
  if (uncertainReply)
    return {
      code: uncertainReply.code,
      why: `${uncertainReply.why}; it is not known whether the charger took it, ${reads}; check the value, then send it again`,
    };
  return {
    code: 'UNCONFIRMED',
    why: `it was sent, but the charger did not apply it in time: ${reads}; ${remedy(mayBeForbidden, entry !== undefined)}`,
  };
}

/** @param mayBeForbidden the charger may not allow writing this way: one that has taken a value does */
function remedy(mayBeForbidden: boolean, isShownAtAll: boolean): string {
  const allow = 'check that writing over MQTT is allowed in the go-e app';
  const notShown =
    'its model or firmware may not have it; if it works all the same, wait only until the charger has taken the value';
  if (!isShownAtAll) return mayBeForbidden ? `${allow}; ${notShown}` : notShown;
  return mayBeForbidden ? allow : 'another setting may overrule it: check the charger in the go-e app';
}
