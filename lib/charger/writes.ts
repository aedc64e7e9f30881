/**
 * The queue of writes to one charger. One request at a time, the newest value of a key wins, what stands already is not
 * sent, and a write counts only when it is read back: chargers answer success and do nothing [owners' reports].
 */
import { timeLimit } from '../wire/time-limit';
import { type Answer, type Wire, WireError } from '../wire/wire';
import type { Json } from './charger.types';
import { canReadBack, isWritten } from './confirmed';
import type { Entry } from './known';
import type { Ticket } from './ticket';

/** The charging logic runs once a second, so a value shows about a second later [vendor's API documents]. */
const LOOK_EVERY_MS = 1000;
/** For so long a write that is being confirmed holds back the next value of its key. */
const HOLD_BACK_MS = 2500;
/** Some keys are taken and never shown (`sua` over MQTT [owners' reports]); then the charger's word has to do. */
const NEVER_SHOWN_MS = 3000;
/** What was read this recently needs no look before it is overwritten. */
const FRESH_MS = 1000;

export interface WriteQueue {
  add(ticket: Ticket): void;
  /** Keys whose value is waited for. */
  keys(): Iterable<string>;
  /** Values have arrived: perhaps what was waited for is among them. */
  look(): void;
  /** Ends everything that is on its way. */
  close(): void;
}

export interface WriteContext {
  wire: Wire;
  known(key: string): Entry | undefined;
  /** The value is as the charger has it now, as far as can be known without asking. */
  isCurrent(key: string, entry: Entry): boolean;
}

interface Confirming {
  ticket: Ticket;
  sentAt: number;
  /** The charger said that it took the value. */
  taken: boolean;
  /** What the charger said when asked: its refusal, or an error after which it may still have applied the write. */
  doubt: { code: 'REFUSED' | 'TIMEOUT' | 'OFFLINE' | 'PROTOCOL' | 'AUTH' | 'CLOSED'; why: string } | undefined;
}

export function createWriteQueue(context: WriteContext): WriteQueue {
  const { wire } = context;
  const waiting = new Map<string, Ticket>();
  const confirming = new Map<string, Confirming>();
  const closing = new AbortController();
  const contested = new WeakSet<Ticket>();
  let sending: Ticket[] = [];
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let lookedAt = 0;

  const now = () => Date.now();
  const standing = (ticket: Ticket): Json => context.known(ticket.key)?.value ?? ticket.value;

  function add(ticket: Ticket): void {
    const older = waiting.get(ticket.key);
    if (older) supersede(older);
    waiting.set(ticket.key, ticket);
    if (sending.length === 0) queueMicrotask(pump);
    arm();
  }

  function supersede(ticket: Ticket): void {
    ticket.end({ outcome: 'superseded', value: standing(ticket), previous: ticket.previous });
  }

  /** Tickets that may go out now. */
  function ready(): Ticket[] {
    return [...waiting.values()].filter((ticket) => {
      const before = confirming.get(ticket.key);
      return !before || now() - before.sentAt >= HOLD_BACK_MS;
    });
  }

  async function pump(): Promise<void> {
    if (sending.length > 0 || closing.signal.aborted) return;
    const batch = ready();
    if (batch.length === 0) return;
    sending = batch;
    for (const ticket of batch) {
      waiting.delete(ticket.key);
      const before = confirming.get(ticket.key);
      confirming.delete(ticket.key);
      if (!before) continue;
      supersede(before.ticket);
      // The older value may yet be applied, so what stands now does not make this one superfluous.
      contested.add(ticket);
    }
    try {
      await send(batch);
    } catch (cause) {
      // Whatever goes wrong here must leave no message without its end.
      for (const ticket of batch) if (!ticket.ended) ticket.end({ code: 'PROTOCOL', why: String(cause) });
    }
    sending = [];
    arm();
    if (ready().length > 0) queueMicrotask(pump);
  }

  async function send(batch: Ticket[]): Promise<void> {
    const deadline = Math.min(...batch.map((ticket) => ticket.deadline));
    const signal = AbortSignal.any([closing.signal, timeLimit(Math.max(deadline - now(), 1))]);
    try {
      await lookBefore(batch, signal);
    } catch (cause) {
      return failAll(batch, cause);
    }
    const due = batch.filter((ticket) => !ticket.ended && !isUnchanged(ticket) && !isOvertaken(ticket));
    if (due.length === 0) return;
    const sentAt = now();
    try {
      const answers = await wire.send(new Map(due.map((ticket) => [ticket.key, ticket.json])), signal);
      for (const ticket of due) answered(ticket, answers.get(ticket.key) ?? 'unknown', sentAt);
    } catch (cause) {
      const error = cause instanceof WireError ? cause : new WireError('PROTOCOL', String(cause));
      for (const ticket of due) {
        const doubt = { code: error.code as NonNullable<Confirming['doubt']>['code'], why: error.message };
        // An error on the way back says nothing about the way there: look, and do not send again.
        if (error.maybeSent && canReadBack(ticket.row) && !closing.signal.aborted)
          confirm(ticket, sentAt, false, doubt);
        else ticket.end(doubt);
      }
    }
  }

  /** Reads what stands now, where it is not known well enough to tell a change from none. */
  async function lookBefore(batch: Ticket[], signal: AbortSignal): Promise<void> {
    const keys = new Set<string>();
    for (const { key, row, confirm: how } of batch) {
      const entry = context.known(key);
      if (row.access === 'w' || how === 'accepted' || row.echo === false || (entry && isFresh(key, entry))) continue;
      keys.add(key);
    }
    if (keys.size > 0) await wire.ask(keys, signal);
    for (const ticket of batch) ticket.previous = context.known(ticket.key)?.value;
  }

  function isFresh(key: string, entry: Entry): boolean {
    return context.isCurrent(key, entry) && (wire.tells || now() - entry.time <= FRESH_MS);
  }

  function isUnchanged(ticket: Ticket): boolean {
    const entry = context.known(ticket.key);
    if (
      !entry ||
      contested.has(ticket) ||
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

  function answered(ticket: Ticket, answer: Answer, sentAt: number): void {
    if (ticket.ended) return;
    const readable = canReadBack(ticket.row);
    if (answer !== 'unknown' && 'refused' in answer) {
      const doubt = { code: 'REFUSED' as const, why: `the charger refuses it: ${answer.refused}` };
      // Over MQTT an answer names no request and may belong to somebody else's write; the value tells.
      if (wire.tells && readable) confirm(ticket, sentAt, false, doubt);
      else ticket.end(doubt);
    } else if (answer === 'unknown' && !readable) {
      ticket.end({
        code: 'UNCONFIRMED',
        why: 'it was sent, the charger gave no answer, and this key cannot be read back',
      });
    } else if (answer !== 'unknown' && (!readable || ticket.confirm === 'accepted')) {
      ticket.end({ outcome: 'accepted', value: ticket.value, previous: ticket.previous });
    } else confirm(ticket, sentAt, answer !== 'unknown');
  }

  function confirm(ticket: Ticket, sentAt: number, taken: boolean, doubt?: Confirming['doubt']): void {
    confirming.set(ticket.key, { ticket, sentAt, doubt, taken });
    look();
  }

  function look(): void {
    for (const [key, { ticket, sentAt, doubt, taken }] of confirming) {
      const entry = context.known(key);
      if (entry?.live && entry.time >= sentAt && isWritten(ticket.value, entry.value)) {
        confirming.delete(key);
        ticket.end({ outcome: 'confirmed', value: entry.value, previous: ticket.previous });
      } else if (!doubt && taken && now() - sentAt > NEVER_SHOWN_MS && isSilent(ticket, entry)) {
        confirming.delete(key);
        ticket.end({ outcome: 'accepted', value: ticket.value, previous: ticket.previous });
      } else if (doubt?.code === 'REFUSED' && now() - sentAt > LOOK_EVERY_MS * 1.5) {
        confirming.delete(key);
        ticket.end(doubt);
      }
    }
    arm();
    if (sending.length === 0 && ready().length > 0) queueMicrotask(pump);
  }

  /** Nothing is shown and nothing speaks against it: what stood already is not told again over MQTT. */
  function isSilent(ticket: Ticket, entry: Entry | undefined): boolean {
    return !entry || (!entry.live && isWritten(ticket.value, entry.value));
  }

  /** Ends what is over time. */
  function expire(): void {
    for (const [key, ticket] of waiting) {
      if (now() < ticket.deadline) continue;
      waiting.delete(key);
      ticket.end({ code: 'TIMEOUT', why: 'the charger was busy with earlier writes for too long; it was not sent' });
    }
    for (const [key, { ticket, doubt }] of confirming) {
      if (now() < ticket.deadline) continue;
      confirming.delete(key);
      ticket.end(unconfirmed(ticket, doubt));
    }
  }

  function unconfirmed(ticket: Ticket, doubt: Confirming['doubt']) {
    if (doubt?.code === 'REFUSED') return doubt;
    const entry = context.known(ticket.key);
    const reads = entry ? `it still reads ${JSON.stringify(entry.value)}` : 'it does not show it';
    if (doubt) return { code: doubt.code, why: `${doubt.why}; whether it was taken is not known, ${reads}` };
    const remedy = wire.tells
      ? 'check that writing over MQTT is allowed in the go-e app'
      : 'the charger may have rules against it';
    return {
      code: 'UNCONFIRMED' as const,
      why: `it was sent, but the charger did not apply it in time: ${reads}; ${remedy}`,
    };
  }

  /** One timer for everything that waits: for the next look, or the next deadline. */
  function arm(): void {
    clearTimeout(timer);
    if (closing.signal.aborted || (waiting.size === 0 && confirming.size === 0)) return;
    const looks = [...confirming.values()].map(({ sentAt }) => Math.max(sentAt, lookedAt) + LOOK_EVERY_MS);
    const ends = [...waiting.values(), ...[...confirming.values()].map((each) => each.ticket)].map(
      (each) => each.deadline,
    );
    timer = setTimeout(tick, Math.max(Math.min(...looks, ...ends) - now(), 5));
  }

  async function tick(): Promise<void> {
    expire();
    const keys = new Set(
      [...confirming.keys()].filter((key) => now() - confirming.get(key)!.sentAt >= LOOK_EVERY_MS - 50),
    );
    const due = keys.size > 0 && now() - lookedAt >= LOOK_EVERY_MS - 50;
    if (due) lookedAt = now();
    arm();
    if (due && !wire.tells && !looking) {
      looking = true;
      const patience = AbortSignal.any([closing.signal, timeLimit(LOOK_EVERY_MS * 10)]);
      // A look that fails is followed by the next one; the deadline ends it.
      await wire.ask(keys, patience).catch(() => {});
      looking = false;
    }
    look();
  }

  function failAll(batch: Ticket[], cause: unknown): void {
    const error = cause instanceof WireError ? cause : new WireError('PROTOCOL', String(cause));
    for (const ticket of batch) ticket.end({ code: error.code, why: error.message });
  }

  return {
    add,
    keys: () => [...waiting.keys(), ...sending.map((ticket) => ticket.key), ...confirming.keys()],
    look,
    close() {
      closing.abort();
      clearTimeout(timer);
      const left = [...waiting.values(), ...sending, ...[...confirming.values()].map((each) => each.ticket)];
      waiting.clear();
      confirming.clear();
      for (const ticket of left) {
        if (!ticket.ended)
          ticket.end({ code: 'CLOSED', why: 'the flow was redeployed or stopped before the charger confirmed it' });
      }
    },
  };
}
