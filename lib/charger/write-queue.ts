/**
 * The write queue of one charger: one request at a time, the newest value of a key wins, a value that the charger has already is
 * not sent, and the same value is sent once while it is on its way. Writes that were sent are confirmed by reading back.
 */
import { withTimeout } from '../transport/timeout';
import { createHoldBack } from './hold-back';
import { canReadBack } from './is-written';
import { createOpenWrites } from './open-writes';
import { type PendingWrite, REDEPLOYED } from './pending-write';
import { createReadBack } from './read-back';
import { createSentValues, type SentValues } from './sent-values';
import { createWakeTimer } from './wake-timer';
import type { WriteContext } from './write-context';
import { createWriteRequest, type WriteRequest } from './write-request';
import { createSender } from './write-sender';

export interface WriteQueue {
  add(pending: PendingWrite): void;
  /** A write waits, is being sent or is being confirmed. */
  readonly isBusy: boolean;
  /** Values have arrived: ends the writes that they confirm. */
  valuesReceived(): void;
  /** Ends all writes. */
  close(): void;
}

const SENT_TOO_OFTEN = {
  code: 'TIMEOUT',
  why: 'the charger was busy with earlier writes for too long; it was not sent: send less often',
} as const;

export function createWriteQueue(context: WriteContext): WriteQueue {
  const closing = new AbortController();
  const open = createOpenWrites();
  const sentValues = createSentValues(context);
  const readBack = createReadBack(context, open, sentValues, closing.signal);
  const holdBack = createHoldBack(open, sentValues);
  const timer = createWakeTimer(wake);
  const send = createSender({
    ...context,
    sentValues,
    readBack,
    closing: closing.signal,
    supersedeIfNewerWaits(request) {
      const hasNewer = open.waitingOf(request.key) !== undefined;
      if (hasNewer) supersede(request, context);
      return hasNewer;
    },
  });
  let isSending = false;

  function add(pending: PendingWrite): void {
    const same = sameValue(pending);
    const newest = open.waitingOf(pending.key);
    if (newest && newest !== same) supersede(newest, context);
    if (same) same.join(pending);
    else open.add(createWriteRequest(pending));
    if (!isSending && !same) queueMicrotask(sendNext);
    else if (timer.at > pending.deadline) setTimer();
  }

  /** The open request that the same value may join: the newest of its key. */
  function sameValue(pending: PendingWrite): WriteRequest | undefined {
    const { key, json } = pending;
    const newest = open.waitingOf(key);
    if (newest?.json === json) return newest;
    const onItsWay = open.inBatchOf(key) ?? open.confirmingOf(key);
    return onItsWay?.json === json && canJoin(onItsWay, pending, sentValues) ? onItsWay : undefined;
  }

  async function sendNext(): Promise<void> {
    if (isSending || closing.signal.aborted) return;
    const batch = takeReady();
    if (open.waiting().length > 0) setTimer();
    if (batch.length === 0) return;
    isSending = true;
    try {
      const deadline = Math.min(...batch.map((request) => request.deadline));
      await withTimeout(deadline - performance.now(), [closing.signal], (signal) => send(batch, signal));
    } catch (cause) {
      // Whatever goes wrong here must leave no message without its end.
      endAll(batch, { code: 'PROTOCOL', why: String(cause) });
    }
    isSending = false;
    for (const request of batch) request.isInBatch = false;
    sentValues.valuesReceived();
    setTimer();
    sendIfReady();
  }

  /** Takes the writes that may be sent now; earlier values of the same keys are superseded. */
  function takeReady(): WriteRequest[] {
    const batch = holdBack.ready();
    if (batch.length > 0) readBack.expire();
    for (const request of batch) {
      const before = open.confirmingOf(request.key);
      if (before) supersede(before, context);
      request.isInBatch = true;
    }
    return batch;
  }

  function sendIfReady(): void {
    if (!isSending && holdBack.ready().length > 0) queueMicrotask(sendNext);
  }

  function valuesReceived(): void {
    sentValues.valuesReceived();
    readBack.valuesReceived();
    setTimer();
    sendIfReady();
  }

  /** The next read, the end of a hold-back, or the next deadline. */
  function setTimer(): void {
    if (!closing.signal.aborted) timer.set(Math.min(readBack.nextAt(), holdBack.nextAt()));
  }

  async function wake(): Promise<void> {
    for (const request of open.waiting()) request.expire(performance.now(), SENT_TOO_OFTEN);
    readBack.expire();
    const asked = readBack.ask();
    setTimer();
    await asked;
    valuesReceived();
  }

  return {
    add,
    get isBusy() {
      return !open.isEmpty || !sentValues.isEmpty;
    },
    valuesReceived,
    close() {
      closing.abort();
      timer.stop();
      endAll(open.all(), REDEPLOYED);
    },
  };
}

/** A key that is not shown, and a value that is to be sent again, are sent each time. */
function canJoin(request: WriteRequest, { resend }: PendingWrite, sentValues: SentValues): boolean {
  if (request.state === 'waiting') return true;
  return !resend && canReadBack(request.row) && !sentValues.isChangedByOthers(request.key);
}

function supersede(request: WriteRequest, { stored }: WriteContext): void {
  if (request.endIfAbandoned()) return;
  const { key, value, previous } = request;
  const entry = stored(key);
  // A stored `null` is a value like any other.
  request.end('superseded', { outcome: 'superseded', value: entry ? entry.value : value, previous });
}

function endAll(requests: readonly WriteRequest[], why: typeof REDEPLOYED): void {
  for (const request of requests) if (!request.endIfAbandoned()) request.end('expired', why);
}
