/** Writing to a charger: checks what a message wants, queues it, and gives one outcome for each key or one error for all. */
import { onAbort } from '../abort';
import type { ChargerError, KeyFailure } from '../errors';
import type { Json } from '../json';
import { boundKeys, limitedBy, redact } from '../keys';
import type { Transport } from '../transport/transport';
import type { Charger, ChargerOptions, WriteOptions, WriteOutcome } from './charger.types';
import { checkWrite } from './check-write';
import type { Delivery } from './delivery';
import type { Freshness } from './freshness';
import { isFailure, type PendingWrite, REDEPLOYED } from './pending-write';
import type { ValueStore } from './value-store';
import { type Failed, writeError } from './write-error';
import { createWriteQueue } from './write-queue';

/** Time after a write in which its value counts as an own one: the cloud shows it half a minute later [vendor's API documents]. */
const OWN_WRITE_SHOWS_MS = 40_000;

export interface WritingContext extends Pick<ChargerOptions, 'readOnly' | 'allowCaution'> {
  transport: Transport;
  delivery: Delivery;
  store: ValueStore;
  freshness: Freshness;
  isLeftOut(key: string): boolean;
  timeoutMs: number;
  closing: AbortSignal;
  name(): string;
  firmware(): string | undefined;
  /** The error of a charger that is closed. */
  closedError(): ChargerError;
  /** The key has a subscription, so that it is kept up to date. */
  isSubscribed(key: string): boolean;
  /** A write uses the charger from now on. @returns true where it is the only user */
  enter(): boolean;
  leave(): void;
  /** `writtenKeys` has grown: they are to be subscribed too. */
  updateWants(): void;
}

export interface Writing {
  write: Charger['write'];
  /** Keys that flows have written. Where values are pushed they stay subscribed, so that the next write need not wait. */
  readonly writtenKeys: Set<string>;
  /** Values have arrived: ends the writes that they confirm. */
  valuesReceived(): void;
  /** This program has written that value lately. */
  isOwnWrite(key: string, value: Json): boolean;
  close(): void;
}

export function createWriting(context: WritingContext): Writing {
  const { store, delivery, closing, timeoutMs, readOnly, allowCaution } = context;
  const queue = createWriteQueue({ ...context, stored: store.get });
  const writtenKeys = new Set<string>();
  /** The newest written value of each key: it may show only after a while. */
  const ownWrites = new Map<string, { value: Json; at: number }>();

  function add(pending: PendingWrite): void {
    for (const key of [pending.key, ...boundKeys(pending.row)]) {
      if (delivery.keepsConnection && !writtenKeys.has(key) && !context.isSubscribed(key)) store.markOutdated(key);
      writtenKeys.add(key);
    }
    ownWrites.set(pending.key, { value: pending.value, at: performance.now() });
    queue.add(pending);
  }

  async function write(
    values: Readonly<Record<string, unknown>>,
    confirm: 'readback' | 'accepted',
    signal: AbortSignal = closing,
    options?: WriteOptions,
  ): Promise<Map<string, WriteOutcome>> {
    if (closing.aborted || signal.aborted) throw context.closedError();
    const permissions = {
      charger: context.name(),
      firmware: context.firmware(),
      readOnly,
      allowCaution,
      unsendable: context.transport.unsendable,
    };
    const pending = checkWrite(values, confirm, performance.now() + timeoutMs, permissions, options);
    const wantsMore = context.enter() || pending.some(({ key }) => !writtenKeys.has(key));
    for (const each of pending) add(each);
    if (wantsMore) context.updateWants();
    const ignoreAbort = onAbort(signal, () => {
      for (const each of pending) each.end(REDEPLOYED);
    });
    try {
      const results: [PendingWrite, WriteOutcome | KeyFailure][] = [];
      for (const each of pending) results.push([each, await each.result]);
      return outcomes(results, context);
    } finally {
      ignoreAbort();
      context.leave();
    }
  }

  return {
    write,
    writtenKeys,
    valuesReceived() {
      if (queue.isBusy) queue.valuesReceived();
    },
    isOwnWrite(key, value) {
      const last = ownWrites.get(key);
      return last !== undefined && last.value === value && performance.now() - last.at < OWN_WRITE_SHOWS_MS;
    },
    close: queue.close,
  };
}

/** @throws ChargerError that names each key that failed */
function outcomes(
  results: (readonly [PendingWrite, WriteOutcome | KeyFailure])[],
  { store, freshness, name }: WritingContext,
): Map<string, WriteOutcome> {
  const usableLimit = (key: string): Json | undefined => {
    const entry = store.get(key);
    return freshness.isUsableAsLimit(key, entry) ? entry?.value : undefined;
  };
  const good = new Map<string, WriteOutcome>();
  const failed: Failed[] = [];
  for (const [{ key, row, value }, result] of results) {
    if (isFailure(result)) failed.push({ key, value, failure: result });
    else {
      const limits = limitedBy(row, result.value, usableLimit);
      good.set(key, { ...redacted(key, result), ...(limits && { limitedBy: limits }) });
    }
  }
  const [first, ...others] = failed;
  if (!first) return good;
  const rest = good.size > 0 ? `${[...good.keys()].join(', ')} went well` : undefined;
  throw writeError(name(), [first, ...others], rest);
}

function redacted(key: string, { outcome, value, previous }: WriteOutcome): WriteOutcome {
  return {
    outcome,
    value: redact(key, value),
    previous: previous === undefined ? undefined : redact(key, previous),
  };
}
