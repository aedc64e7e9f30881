/**
 * The queue of writes to one charger. One request at a time, the newest value of a key wins, what stands already is not sent,
 * and the same value is sent once while it is on its way. What was sent is confirmed by reading it back.
 */
import { withTimeout } from '../transport/timeout';
import { canReadBack } from './is-written';
import { type PendingWrite, REDEPLOYED } from './pending-write';
import { createReadBack, HOLD_BACK_MS } from './read-back';
import { createUnshown } from './unshown';
import type { WriteContext } from './write-context';
import { createWriteRequest, type WriteRequest } from './write-request';
import { createSender } from './write-sender';

export interface WriteQueue {
  add(pending: PendingWrite): void;
  /** Something waits, is under way or is looked for. */
  readonly isBusy: boolean;
  /** Values have arrived: perhaps what was waited for is among them. */
  look(): void;
  /** Ends everything that is on its way. */
  close(): void;
}

const SENT_TOO_OFTEN = {
  code: 'TIMEOUT',
  why: 'the charger was busy with earlier writes for too long; it was not sent: send less often',
} as const;

export function createWriteQueue(context: WriteContext): WriteQueue {
  const closing = new AbortController();
  const waiting = new Map<string, WriteRequest>();
  const unshown = createUnshown(context);
  const readBack = createReadBack(context, unshown, closing.signal);
  const send = createSender({
    ...context,
    unshown,
    readBack,
    closing: closing.signal,
    hasNewer: (key) => waiting.has(key),
    again: (request) => void waiting.set(request.key, request),
    supersede,
  });
  let sending: readonly WriteRequest[] = [];
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;

  // Not the time of day: set back by an hour, it would keep every message for an hour.
  const now = () => performance.now();

  function add(pending: PendingWrite): void {
    const { key } = pending;
    const same = sameOf(pending);
    const newest = waiting.get(key);
    if (newest && newest !== same) {
      supersede(newest);
      waiting.delete(key);
    }
    if (same) same.join(pending);
    else waiting.set(key, createWriteRequest(pending));
    if (sending.length === 0 && !same) queueMicrotask(pump);
    else arm(pending.deadline);
  }

  /** The request that the same value may share: the newest of its key that is there. */
  function sameOf(pending: PendingWrite): WriteRequest | undefined {
    const { key, json } = pending;
    const newest = waiting.get(key);
    if (newest?.json === json) return newest;
    const onItsWay = sending.find((each) => each.key === key && isOpen(each)) ?? readBack.get(key);
    return onItsWay?.json === json && canJoin(onItsWay, pending) ? onItsWay : undefined;
  }

  /** What a key takes without showing it, and what has to be written again, is sent each time. */
  function canJoin(request: WriteRequest, { resend }: PendingWrite): boolean {
    if (request.state === 'waiting') return true;
    return !resend && canReadBack(request.row) && !unshown.isOverruled(request.key);
  }

  function supersede(request: WriteRequest): void {
    if (request.isLeft()) return;
    const { key, value, previous } = request;
    const entry = context.known(key);
    // `null` is a value like any other.
    request.end('superseded', { outcome: 'superseded', value: entry ? entry.value : value, previous });
  }

  /** Held back as long as an earlier value of its key is being confirmed: the same until its end, another for a while. */
  function heldUntil(request: WriteRequest): number {
    const before = readBack.get(request.key);
    if (!before) return 0;
    return before.json === request.json && !unshown.isOverruled(request.key)
      ? Number.POSITIVE_INFINITY
      : before.sentAt + HOLD_BACK_MS;
  }

  function ready(): WriteRequest[] {
    // What was withdrawn meanwhile is nobody's newer value.
    for (const request of waiting.values()) if (request.isLeft()) waiting.delete(request.key);
    return [...waiting.values()].filter((request) => now() >= heldUntil(request));
  }

  async function pump(): Promise<void> {
    if (sending.length > 0 || closing.signal.aborted) return;
    const batch = ready();
    if (batch.length < waiting.size) arm();
    if (batch.length === 0) return;
    sending = batch;
    for (const { key } of batch) {
      waiting.delete(key);
      const before = readBack.giveWay(key);
      if (before) supersede(before);
    }
    try {
      const deadline = Math.min(...batch.map((request) => request.deadline));
      await withTimeout(deadline - now(), [closing.signal], (signal) => send(batch, signal));
    } catch (cause) {
      // Whatever goes wrong here must leave no message without its end.
      for (const request of batch)
        if (!request.isLeft()) request.end('expired', { code: 'PROTOCOL', why: String(cause) });
    }
    sending = [];
    unshown.look();
    arm();
    if (ready().length > 0) queueMicrotask(pump);
  }

  function look(): void {
    unshown.look();
    readBack.look();
    arm();
    if (sending.length === 0 && ready().length > 0) queueMicrotask(pump);
  }

  /** Ends what is over time. */
  function expire(): void {
    for (const request of waiting.values()) request.expire(now(), SENT_TOO_OFTEN);
    readBack.expire();
  }

  /** One timer for everything that waits: for the next look, the end of a hold-back, or the next deadline. */
  function arm(atLatest?: number): void {
    if (atLatest !== undefined && wakesAt <= atLatest) return;
    clearTimeout(timer);
    const times = [...waiting.values()].flatMap((request) => {
      const held = heldUntil(request);
      return held > now() ? [held, request.deadline] : [request.deadline];
    });
    wakesAt = Math.min(readBack.nextAt(), ...times);
    if (closing.signal.aborted || wakesAt === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(tick, Math.max(wakesAt - now(), 5));
  }

  async function tick(): Promise<void> {
    wakesAt = Number.POSITIVE_INFINITY;
    expire();
    const asked = readBack.ask();
    arm();
    await asked;
    look();
  }

  return {
    add,
    get isBusy() {
      return waiting.size > 0 || sending.length > 0 || !readBack.isEmpty || !unshown.isEmpty;
    },
    look,
    close() {
      closing.abort();
      clearTimeout(timer);
      const left = [...waiting.values(), ...sending, ...readBack.clear()];
      waiting.clear();
      for (const request of left) if (!request.isLeft()) request.end('expired', REDEPLOYED);
    },
  };
}

/** It has not ended. */
function isOpen({ state }: WriteRequest): boolean {
  return state === 'waiting' || state === 'sent' || state === 'taken';
}
