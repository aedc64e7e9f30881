/**
 * The values that were sent to each key and are not confirmed yet. Until the newest is confirmed, or long enough has passed, the
 * value that a charger shows is not the one it is about to have: the same value need not be sent again, and another one must be,
 * even where the charger still has it.
 *
 * The deadline of a sequence is that of its first value that does not show. Values that replace each other inherit it, so that
 * a flow which writes every few seconds gets a failure from a charger that ignores it. It gets that failure once: repeated with
 * each value it would flood a Catch node, and a value that is not replaced fails by itself in any case.
 */
import type { Json } from '../json';
import { isConfirmedBy, isWritten } from './is-written';
import type { StoredValue } from './value-store';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** Longest time until a charger shows a value: usually a second, but the cloud is up to half a minute behind [vendor's API documents]. */
const APPLIED_MS = 30_000;
/** With longer timeouts than the usual ones there may be more values; then the oldest are forgotten. */
const MOST_VALUES = 20;
const NO_DEADLINE = Number.POSITIVE_INFINITY;

interface SentValue {
  value: Json;
  sentAt: number;
  /** When it should be confirmed; never where no message waits for that, or where the charger had the value before. */
  deadline: number;
}

/** Values sent to one key, one after the other, none of them confirmed before the next was sent. */
interface Sequence {
  /** The value on the charger before the first of them. If it shows, it confirms nothing. */
  before: Json | undefined;
  /** When the first of them should be confirmed. */
  deadline: number;
  /** The failure of this sequence has been reported. */
  isFailureReported: boolean;
  /** The newest last. */
  values: SentValue[];
  /** The charger has taken the newest. */
  isTaken: boolean;
  /** The newest is confirmed. */
  isConfirmed: boolean;
  /** When the last value was sent, or the failure reported. */
  lastUsedAt: number;
  timeoutMs: number;
}

export interface SentValues {
  readonly isEmpty: boolean;
  sent(request: WriteRequest): void;
  taken(key: string): void;
  /** The newest value of the key is confirmed. */
  confirmed(key: string): void;
  /** Values have arrived. */
  valuesReceived(): void;
  /** The newest value of the key may still be applied. */
  isUnconfirmed(key: string): boolean;
  /** The charger took this very value a moment ago, and nothing that was received since speaks against it. */
  isBeingApplied(key: string, value: Json): boolean;
  /** The charger shows a value that was not sent from here. */
  isChangedByOthers(key: string): boolean;
  /** The newest value of the key: which value the charger had before, and when it was sent. */
  newest(key: string): { previous: Json | undefined; sentAt: number } | undefined;
  /** When it has to be reported that nothing is confirmed, while this value is on its way. */
  failsAt(key: string, value: Json): number;
  failureReported(key: string): void;
}

export function createSentValues({ stored, freshness }: WriteContext): SentValues {
  const sequences = new Map<string, Sequence>();
  const now = () => performance.now();

  function confirm(key: string, sequence: Sequence): void {
    sequence.isConfirmed = true;
    if (canConfirm(sequence, newestOf(sequence).value)) sequences.delete(key);
    else if (sequence.isFailureReported) startDeadline(sequence, NO_DEADLINE);
  }

  function isChangedByOthers(key: string): boolean {
    const sequence = sequences.get(key);
    const entry = stored(key);
    if (!sequence || !entry || sequence.before === undefined || entry.at < newestOf(sequence).sentAt) return false;
    return ![{ value: sequence.before }, ...sequence.values].some(({ value }) => isWritten(value, entry.value));
  }

  return {
    get isEmpty() {
      return sequences.size === 0;
    },
    sent(request) {
      const before = sequences.get(request.key);
      const goesOn = before !== undefined && request.sentAt - before.lastUsedAt <= before.timeoutMs;
      const sequence = goesOn ? before : newSequence(request.previous);
      append(sequence, request);
      sequences.set(request.key, sequence);
    },
    taken(key) {
      const sequence = sequences.get(key);
      if (sequence) sequence.isTaken = true;
    },
    confirmed(key) {
      const sequence = sequences.get(key);
      if (sequence) confirm(key, sequence);
    },
    valuesReceived() {
      for (const [key, sequence] of sequences) {
        const newest = newestOf(sequence);
        const entry = stored(key);
        if (now() - sequence.lastUsedAt > Math.max(sequence.timeoutMs, APPLIED_MS)) sequences.delete(key);
        else if (isConfirmed(sequence, newest, entry)) confirm(key, sequence);
        else if (
          sequence.values.some((sent) => canConfirm(sequence, sent.value) && isConfirmed(sequence, sent, entry))
        ) {
          // The charger follows, but late: what is not confirmed yet begins with the newest.
          sequence.values = [newest];
          startDeadline(sequence, newest.deadline);
        }
      }
    },
    isUnconfirmed(key) {
      const sequence = sequences.get(key);
      return sequence !== undefined && !sequence.isConfirmed && now() - newestOf(sequence).sentAt <= APPLIED_MS;
    },
    isBeingApplied(key, value) {
      const sequence = sequences.get(key);
      if (!sequence?.isTaken || sequence.isConfirmed) return false;
      const newest = newestOf(sequence);
      if (!isWritten(value, newest.value) || now() - newest.sentAt >= sequence.timeoutMs) return false;
      return !isChangedByOthers(key) && freshness.isObservedSince(key, stored(key), newest.sentAt);
    },
    isChangedByOthers,
    newest(key) {
      const sequence = sequences.get(key);
      return sequence && { previous: sequence.before, sentAt: newestOf(sequence).sentAt };
    },
    failsAt(key, value) {
      const sequence = sequences.get(key);
      return sequence && !sequence.isFailureReported && canConfirm(sequence, value) ? sequence.deadline : NO_DEADLINE;
    },
    failureReported(key) {
      const sequence = sequences.get(key);
      if (!sequence) return;
      sequence.isFailureReported = true;
      sequence.lastUsedAt = now();
    },
  };
}

function newSequence(before: Json | undefined): Sequence {
  return {
    before,
    deadline: NO_DEADLINE,
    isFailureReported: false,
    values: [],
    isTaken: false,
    isConfirmed: false,
    lastUsedAt: 0,
    timeoutMs: 0,
  };
}

function append(sequence: Sequence, { value, sentAt, deadline, timeoutMs, needsReadback }: WriteRequest): void {
  const isTimed = needsReadback && canConfirm(sequence, value);
  const sent = { value, sentAt, deadline: isTimed ? deadline : NO_DEADLINE };
  sequence.values.push(sent);
  if (sequence.values.length > MOST_VALUES) sequence.values.shift();
  sequence.deadline = Math.min(sequence.deadline, sent.deadline);
  sequence.isTaken = false;
  sequence.isConfirmed = false;
  sequence.lastUsedAt = sentAt;
  sequence.timeoutMs = timeoutMs;
}

/** The charger applies values again, so the next failure is reported again. */
function startDeadline(sequence: Sequence, deadline: number): void {
  sequence.deadline = deadline;
  sequence.isFailureReported = false;
}

function newestOf({ values }: Sequence): SentValue {
  return values.at(-1)!;
}

/** A value that the charger had all the time does not show that it applies what it gets. */
function canConfirm({ before }: Sequence, value: Json): boolean {
  return before === undefined || !isWritten(value, before);
}

function isConfirmed({ before }: Sequence, { value, sentAt }: SentValue, entry: StoredValue | undefined): boolean {
  return entry !== undefined && isConfirmedBy(entry, { value, previous: before, sentAt });
}
