/**
 * The queue of writes to one charger. One request at a time, the newest value of a key wins, and what stands already is not
 * sent. What was sent is confirmed by reading it back.
 */
import { within } from '../wire/patience';
import { type Answer, WireError } from '../wire/wire';
import type { Json } from './charger.types';
import { type Confirming, createConfirmations } from './confirmations';
import { canReadBack, isWritten } from './confirmed';
import type { Entry } from './known';
import { REDEPLOYED, type Ticket } from './ticket';
import { createUnsettled } from './unsettled';
import type { WriteContext } from './writes.types';

/** For so long a write that is being confirmed holds back the next value of its key. */
const HOLD_BACK_MS = 2500;
/** What was read this recently needs no look before it is overwritten. */
const FRESH_MS = 1000;

export interface WriteQueue {
  add(ticket: Ticket): void;
  /** Something waits, is under way or is being confirmed. */
  readonly isBusy: boolean;
  /** Values have arrived: perhaps what was waited for is among them. */
  look(): void;
  /** Ends everything that is on its way. */
  close(): void;
}

export function createWriteQueue(context: WriteContext): WriteQueue {
  const { wire } = context;
  const closing = new AbortController();
  const waiting = new Map<string, Ticket>();
  const confirmations = createConfirmations(context, closing.signal);
  const unsettled = createUnsettled(context.known);
  let sending: Ticket[] = [];
  let timer: NodeJS.Timeout | undefined;

  // Not the time of day: set back by an hour, it would keep every message for an hour.
  const now = () => performance.now();
  // `null` is a value like any other.
  const standing = ({ key, value }: Ticket): Json => {
    const entry = context.known(key);
    return entry ? entry.value : value;
  };

  function add(ticket: Ticket): void {
    const older = waiting.get(ticket.key);
    if (older) supersede(older);
    waiting.set(ticket.key, ticket);
    if (sending.length === 0) queueMicrotask(pump);
    else arm();
  }

  function supersede(ticket: Ticket): void {
    ticket.end({ outcome: 'superseded', value: standing(ticket), previous: ticket.previous });
  }

  /** Tickets that may go out now. */
  function ready(): Ticket[] {
    // What was withdrawn meanwhile is nobody's newer value.
    for (const ticket of waiting.values()) if (ticket.ended) waiting.delete(ticket.key);
    return [...waiting.values()].filter((ticket) => {
      const before = confirmations.get(ticket.key);
      return !before || now() - before.sentAt >= HOLD_BACK_MS;
    });
  }

  async function pump(): Promise<void> {
    if (sending.length > 0 || closing.signal.aborted) return;
    const batch = ready();
    if (batch.length < waiting.size) arm();
    if (batch.length === 0) return;
    sending = batch;
    for (const ticket of batch) {
      waiting.delete(ticket.key);
      const before = confirmations.remove(ticket.key);
      if (before) supersede(before.ticket);
    }
    try {
      const deadline = Math.min(...batch.map((ticket) => ticket.deadline));
      await within(deadline - now(), [closing.signal], (signal) => send(batch, signal));
    } catch (cause) {
      // Whatever goes wrong here must leave no message without its end.
      for (const ticket of batch) ticket.end({ code: 'PROTOCOL', why: String(cause) });
    }
    sending = [];
    arm();
    if (ready().length > 0) queueMicrotask(pump);
  }

  async function send(batch: readonly Ticket[], signal: AbortSignal): Promise<void> {
    const unclear = unclearOf(batch);
    const lookedAt = now();
    try {
      if (unclear.size > 0) await wire.ask(unclear, signal);
    } catch (cause) {
      for (const ticket of batch) notSent(ticket, cause, signal);
      return;
    }
    for (const ticket of batch) {
      const entry = context.known(ticket.key);
      if (!entry) continue;
      // What was neither looked at nor heard of late may be old. What comes over MQTT need not come anew to be so still.
      const isLookedAt = unclear.has(ticket.key) && (wire.tells || entry.at >= lookedAt);
      if (isLookedAt || context.isCurrent(ticket.key, entry)) ticket.previous = entry.value;
    }
    const due = batch.filter((ticket) => !ticket.ended && !isUnchanged(ticket) && !isOvertaken(ticket));
    if (due.length === 0) return;
    let sentAt = now();
    try {
      const answers = await wire.send(new Map(due.map((ticket) => [ticket.key, ticket.json])), signal);
      // Where values are asked for, those that arrived meanwhile were asked for before the write had its turn.
      if (!wire.tells) sentAt = now();
      for (const ticket of due) answered(ticket, answers.get(ticket.key) ?? 'unknown', sentAt, signal);
    } catch (cause) {
      for (const ticket of due) failed(ticket, cause, wire.tells ? sentAt : now(), signal);
    }
  }

  /** Keys of which it is not known well enough what stands now to tell a change from none. */
  function unclearOf(batch: readonly Ticket[]): Set<string> {
    const keys = new Set<string>();
    for (const { key, row, confirm: how } of batch) {
      const entry = context.known(key);
      if (row.access === 'w' || how === 'accepted' || row.echo === false || (entry && isFresh(key, entry))) continue;
      keys.add(key);
    }
    return keys;
  }

  function isFresh(key: string, entry: Entry): boolean {
    return context.isCurrent(key, entry) && (wire.tells || now() - entry.at <= FRESH_MS);
  }

  function isUnchanged(ticket: Ticket): boolean {
    const entry = context.known(ticket.key);
    if (
      ticket.resend ||
      !entry ||
      unsettled.has(ticket.key) ||
      !canReadBack(ticket.row) ||
      !isFresh(ticket.key, entry) ||
      !isWritten(ticket.value, entry.value)
    )
      return false;
    ticket.end({ outcome: 'unchanged', value: entry.value, previous: entry.value });
    return true;
  }

  /** A newer value came while this one was looked at: it need not be sent at all. */
  function isOvertaken(ticket: Ticket): boolean {
    if (!waiting.has(ticket.key)) return false;
    supersede(ticket);
    return true;
  }

  function answered(ticket: Ticket, answer: Answer, sentAt: number, signal: AbortSignal): void {
    if (ticket.ended) return;
    const readable = canReadBack(ticket.row);
    if (answer === 'unknown') {
      if (readable) confirm(ticket, sentAt, false);
      else
        ticket.end({
          code: 'UNCONFIRMED',
          why: 'it was sent, the charger gave no answer, and this key cannot be read back',
        });
    } else if ('failed' in answer) failed(ticket, answer.failed, sentAt, signal);
    else if ('refused' in answer) {
      const doubt = { code: 'REFUSED' as const, why: `the charger refuses it: ${answer.refused}` };
      // Over MQTT an answer names no request and may belong to somebody else's write; the value tells.
      if (wire.tells && readable) confirm(ticket, sentAt, false, doubt);
      else ticket.end(doubt);
    } else if (!readable || ticket.confirm === 'accepted') {
      unsettled.sent(ticket, sentAt);
      ticket.end({ outcome: 'accepted', value: ticket.value, previous: ticket.previous });
    } else confirm(ticket, sentAt, true);
  }

  function failed(ticket: Ticket, cause: unknown, sentAt: number, signal: AbortSignal): void {
    if (ticket.ended) return;
    const error = asWireError(cause);
    const doubt = { code: error.code, why: error.message };
    // An error on the way back says nothing about the way there: look, and do not send again.
    if (!error.maybeSent) notSent(ticket, error, signal);
    else if (canReadBack(ticket.row)) confirm(ticket, sentAt, false, doubt);
    else ticket.end(doubt);
  }

  function notSent(ticket: Ticket, cause: unknown, signal: AbortSignal): void {
    if (ticket.ended) return;
    const isOverTime = signal.aborted && !closing.signal.aborted;
    // Only the time of another one in the same request was over.
    if (isOverTime && ticket.deadline - now() > 5) {
      if (!isOvertaken(ticket)) waiting.set(ticket.key, ticket);
      return;
    }
    const { code, message } = asWireError(cause);
    ticket.end({ code, why: message });
  }

  function confirm(ticket: Ticket, sentAt: number, taken: boolean, doubt?: Confirming['doubt']): void {
    unsettled.sent(ticket, sentAt);
    confirmations.add({ ticket, sentAt, taken, doubt });
    look();
  }

  function look(): void {
    confirmations.look();
    arm();
    if (sending.length === 0 && ready().length > 0) queueMicrotask(pump);
  }

  /** Ends what is over time. */
  function expire(): void {
    for (const [key, ticket] of waiting) {
      if (now() < ticket.deadline) continue;
      waiting.delete(key);
      ticket.end({
        code: 'TIMEOUT',
        why: 'the charger was busy with earlier writes for too long; it was not sent: send less often',
      });
    }
    confirmations.expire();
  }

  /** One timer for everything that waits: for the next look, or the next deadline. */
  function arm(): void {
    clearTimeout(timer);
    const next = Math.min(confirmations.nextAt(), ...[...waiting.values()].map((ticket) => ticket.deadline));
    if (closing.signal.aborted || next === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(tick, Math.max(next - now(), 5));
  }

  async function tick(): Promise<void> {
    expire();
    const asked = confirmations.ask();
    arm();
    await asked;
    look();
  }

  return {
    add,
    get isBusy() {
      return waiting.size > 0 || sending.length > 0 || confirmations.count > 0;
    },
    look,
    close() {
      closing.abort();
      clearTimeout(timer);
      const left = [...waiting.values(), ...sending, ...confirmations.clear()];
      waiting.clear();
      for (const ticket of left) ticket.end(REDEPLOYED);
    },
  };
}

function asWireError(cause: unknown): WireError {
  return cause instanceof WireError ? cause : new WireError('PROTOCOL', String(cause));
}
