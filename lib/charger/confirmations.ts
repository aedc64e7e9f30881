/**
 * Writes that were sent and are looked for: a write counts only when it is read back, because chargers answer success and
 * do nothing [owners' reports].
 */

import type { ErrorCode, KeyFailure } from '../errors';
import { givenUpAt, within } from '../wire/patience';
import { isWritten } from './confirmed';
import type { Entry } from './known';
import type { Ticket } from './ticket';
import type { WriteContext } from './writes.types';

/** The charging logic runs once a second, so a value shows about a second later [vendor's API documents]. */
const LOOK_EVERY_MS = 1000;
/** Some keys are taken and never shown (`sua` over MQTT [owners' reports]); then the charger's word has to do. */
const NEVER_SHOWN_MS = 3000;
/** What reads as written for so long after it was sent stands, also where a value is told only when it changes. */
const STANDS_MS = 2500;
/** A refusal that may be meant for somebody else's write stands when the value has not shown by then. */
const REFUSAL_STANDS_MS = 1500;

export interface Confirming {
  ticket: Ticket;
  /** By `performance.now()`: what arrived earlier proves nothing. */
  sentAt: number;
  /** The charger said that it took the value. */
  taken: boolean;
  /** What the charger said when asked: its refusal, or an error after which it may still have applied the write. */
  doubt: { code: ErrorCode; why: string } | undefined;
}

export interface Confirmations {
  add(confirming: Confirming): void;
  get(key: string): Confirming | undefined;
  /** No longer looked for; its ticket is the caller's to end. */
  remove(key: string): Confirming | undefined;
  readonly count: number;
  /** Values have arrived: ends what is among them. */
  look(): void;
  /** Ends what is over time. */
  expire(): void;
  /** Asks the charger, where values do not come by themselves and it is time to. */
  ask(): Promise<void>;
  /** When to ask or to expire next. */
  nextAt(): number;
  /** Looks for nothing any more. @returns what is left */
  clear(): Ticket[];
}

export function createConfirmations({ wire, known, isCurrent }: WriteContext, closing: AbortSignal): Confirmations {
  const waiting = new Map<string, Confirming>();
  let isAsking = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  const now = () => performance.now();

  function end(key: string, result: Parameters<Ticket['end']>[0]): void {
    waiting.get(key)?.ticket.end(result);
    waiting.delete(key);
  }

  /** What was heard before stands still, and is not told again. */
  function stands({ key, value }: Ticket, sentAt: number, entry: Entry): boolean {
    const isHeard = wire.tells && entry.live && isCurrent(key, entry);
    return isHeard && now() - sentAt > STANDS_MS && isWritten(value, entry.value);
  }

  function unconfirmed({ ticket, doubt }: Confirming): KeyFailure {
    if (doubt?.code === 'REFUSED') return doubt;
    const entry = known(ticket.key);
    const reads = entry ? `it still reads ${JSON.stringify(entry.value)}` : 'it does not show it';
    if (doubt)
      return {
        code: doubt.code,
        why: `${doubt.why}; whether it was taken is not known, ${reads}; look at it, then send it again`,
      };
    const remedy = wire.tells
      ? 'check that writing over MQTT is allowed in the go-e app'
      : 'another setting may overrule it: check the charger in the go-e app';
    return {
      code: 'UNCONFIRMED',
      why: `it was sent, but the charger did not apply it in time: ${reads}; ${remedy}`,
    };
  }

  return {
    add: (confirming) => void waiting.set(confirming.ticket.key, confirming),
    get: (key) => waiting.get(key),
    remove(key) {
      const confirming = waiting.get(key);
      waiting.delete(key);
      return confirming;
    },
    get count() {
      return waiting.size;
    },

    look() {
      for (const [key, { ticket, sentAt, doubt, taken }] of waiting) {
        const entry = known(key);
        if (entry && (isShown(ticket.value, sentAt, entry) || (taken && stands(ticket, sentAt, entry)))) {
          end(key, { outcome: 'confirmed', value: entry.value, previous: ticket.previous });
        } else if (!doubt && taken && now() - sentAt > NEVER_SHOWN_MS && isSilent(ticket, entry)) {
          end(key, { outcome: 'accepted', value: ticket.value, previous: ticket.previous });
        } else if (doubt?.code === 'REFUSED' && now() - sentAt > REFUSAL_STANDS_MS) {
          end(key, doubt);
        }
      }
    },

    expire() {
      for (const [key, confirming] of waiting) {
        if (now() >= confirming.ticket.deadline) end(key, unconfirmed(confirming));
      }
    },

    async ask() {
      const due = [...waiting].filter(([, { sentAt }]) => now() - sentAt >= LOOK_EVERY_MS - 50).map(([key]) => key);
      if (due.length === 0 || now() - askedAt < LOOK_EVERY_MS - 50) return;
      askedAt = now();
      if (wire.tells || isAsking) return;
      isAsking = true;
      // A look that fails is followed by the next one; the deadline ends it.
      await within(LOOK_EVERY_MS * 10, [closing], (signal) => givenUpAt(signal, wire.ask(new Set(due), signal))).catch(
        () => {},
      );
      isAsking = false;
    },

    nextAt() {
      const times = [...waiting.values()].flatMap(({ sentAt, ticket }) => [
        Math.max(sentAt, askedAt) + LOOK_EVERY_MS,
        ticket.deadline,
      ]);
      return Math.min(...times);
    },

    clear() {
      const left = [...waiting.values()].map(({ ticket }) => ticket);
      waiting.clear();
      return left;
    },
  };
}

/** Nothing is shown and nothing speaks against it: what stood already is not told again over MQTT. */
function isSilent({ value }: Ticket, entry: Entry | undefined): boolean {
  return !entry || (!entry.live && isWritten(value, entry.value));
}

/** What was sent is what the charger itself has shown since. */
export function isShown(value: Ticket['value'], sentAt: number, entry: Entry): boolean {
  return entry.live && entry.at >= sentAt && isWritten(value, entry.value);
}
