/** Writing to a charger: what a message wants is checked, queued, and told as one outcome or one error for all its keys. */
import { onAbort } from '../abort';
import type { ChargerError, KeyFailure } from '../errors';
import { boundKeys, type LimitedBy, limitedBy, redact } from '../keys';
import type { Transport } from '../transport/transport';
import type { Charger, ChargerOptions, Json, WriteOptions, WriteOutcome } from './charger.types';
import { checkWrite } from './check-write';
import type { Freshness } from './freshness';
import { isFailure, type PendingWrite, REDEPLOYED } from './pending-write';
import type { ValueStore } from './value-store';
import { type Failed, writeError } from './write-error';
import { createWriteQueue } from './write-queue';

/** What was written shows by then: the cloud is half a minute behind. */
const OWN_WRITE_SHOWS_MS = 40_000;

export interface WritingContext extends Pick<ChargerOptions, 'readOnly' | 'allowCaution'> {
  transport: Transport;
  known: ValueStore;
  freshness: Freshness;
  isLeftOut(key: string): boolean;
  timeoutMs: number;
  closing: AbortSignal;
  name(): string;
  firmware(): string | undefined;
  /** The error for what a closed charger is asked to do. */
  redeployed(): ChargerError;
  /** Somebody wants the key, so that it is kept up to date. */
  isWanted(key: string): boolean;
  /** A write uses the charger from now on. @returns true where it is the only user */
  enter(): boolean;
  leave(): void;
  /** `keys` has grown: they are to be listened to. */
  settleWants(): void;
}

export interface Writing {
  write: Charger['write'];
  /** Keys that flows have written: where values arrive by themselves they go on doing so, so that the next write need not wait. */
  readonly keys: Set<string>;
  /** Values have arrived: perhaps what was waited for is among them. */
  look(): void;
  /** This program has written that value lately. */
  isOwn(key: string, value: Json): boolean;
  close(): void;
}

export function createWriting(context: WritingContext): Writing {
  const { transport, known, freshness, closing, timeoutMs, readOnly, allowCaution } = context;
  const queue = createWriteQueue({ transport, known: known.get, freshness, isLeftOut: context.isLeftOut });
  const keys = new Set<string>();
  /** What was written last, by key: it may show only after a while. */
  const own = new Map<string, { value: Json; at: number }>();

  function add(pending: PendingWrite): void {
    for (const key of [pending.key, ...boundKeys(pending.row)]) {
      if (transport.pushes && !keys.has(key) && !context.isWanted(key)) known.doubt(key);
      keys.add(key);
    }
    own.set(pending.key, { value: pending.value, at: performance.now() });
    queue.add(pending);
  }

  async function write(
    values: Readonly<Record<string, unknown>>,
    confirm: 'readback' | 'accepted',
    signal: AbortSignal = closing,
    options?: WriteOptions,
  ): Promise<Map<string, WriteOutcome>> {
    if (closing.aborted || signal.aborted) throw context.redeployed();
    const permissions = {
      charger: context.name(),
      firmware: context.firmware(),
      readOnly,
      allowCaution,
      unsendable: transport.unsendable,
    };
    const pending = checkWrite(values, confirm, performance.now() + timeoutMs, permissions, options);
    const wantsMore = context.enter() || pending.some(({ key }) => !keys.has(key));
    for (const each of pending) add(each);
    if (wantsMore) context.settleWants();
    const stay = onAbort(signal, () => {
      for (const each of pending) each.end(REDEPLOYED);
    });
    try {
      const results: [PendingWrite, WriteOutcome | KeyFailure][] = [];
      for (const each of pending) results.push([each, await each.result]);
      return outcomes(results);
    } finally {
      stay();
      context.leave();
    }
  }

  /** @throws ChargerError that names each key that failed */
  function outcomes(results: (readonly [PendingWrite, WriteOutcome | KeyFailure])[]): Map<string, WriteOutcome> {
    const good = new Map<string, WriteOutcome>();
    const failed: Failed[] = [];
    for (const [{ key, row, value }, result] of results) {
      if (isFailure(result)) failed.push({ key, value, failure: result });
      else good.set(key, shown(key, result, limitedBy(row, result.value, boundNow)));
    }
    const [first, ...others] = failed;
    if (!first) return good;
    const rest = good.size > 0 ? `${[...good.keys()].join(', ')} went well` : undefined;
    throw writeError(context.name(), [first, ...others], rest);
  }

  /** What bounds a current, where it is known well enough to be told. */
  function boundNow(key: string): Json | undefined {
    const entry = known.get(key);
    return entry && freshness.holds(key, entry) ? entry.value : undefined;
  }

  return {
    write,
    keys,
    look() {
      if (queue.isBusy) queue.look();
    },
    isOwn(key, value) {
      const last = own.get(key);
      return last !== undefined && last.value === value && performance.now() - last.at < OWN_WRITE_SHOWS_MS;
    },
    close: queue.close,
  };
}

function shown(key: string, { outcome, value, previous }: WriteOutcome, limits: LimitedBy | undefined): WriteOutcome {
  return {
    outcome,
    value: redact(key, value),
    previous: previous === undefined ? undefined : redact(key, previous),
    ...(limits && { limitedBy: limits }),
  };
}
