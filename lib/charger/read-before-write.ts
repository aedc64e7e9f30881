/**
 * The read before a write: which value the charger has now, so that the same value is not sent again, the outcome can name the
 * value before, and a key that the charger does not have is refused before anything is sent.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { KeyFailure } from '../errors';
import { boundKeys, type KeyRow } from '../keys';
import { canReadBack, isWritten } from './is-written';
import type { SentValues } from './sent-values';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** Highest age of the limits of a current: they change when a cable is plugged in or an electrician comes [our choice]. */
const LIMITS_FRESH_MS = 30_000;
/** Time after its start in which a charger may not show all its keys yet [marq24/ha-goecharger-api2#160; the time is our choice]. */
const STARTING_MS = 60_000;
/** Wait before a key that was not in the answer is asked for once more [our choice]. */
const SECOND_READ_MS = 300;
/** CORE and PRO answer null for what they do not know [marq24/ha-goecharger-api2#160]. */
const NULL_MEANS_UNSUPPORTED = /phoenix|pro/i;

export interface ReadBeforeWrite {
  /**
   * Reads the keys of which the current value is not known, and notes in each request what it found.
   * @returns why some of the keys cannot be written
   * @throws TransportError
   */
  read(batch: readonly WriteRequest[], signal: AbortSignal): Promise<Map<string, KeyFailure>>;
  /** The charger has the value, and nothing is on its way that would change it. */
  isUnchanged(request: WriteRequest): boolean;
}

export function createReadBeforeWrite(context: WriteContext, sentValues: SentValues): ReadBeforeWrite {
  const { transport, delivery, stored, freshness } = context;
  const now = () => performance.now();
  let limitsReadAt = Number.NEGATIVE_INFINITY;

  /** Limits of a current are asked for with the same request. Where values are pushed they come by themselves. */
  const needsLimits = ({ row, needsReadback }: WriteRequest) =>
    delivery.canAsk && needsReadback && row.boundedBy !== undefined;

  /** The keys whose stored value is too old to say whether the write changes anything. */
  function keysToRead(batch: readonly WriteRequest[]): Set<string> {
    const keys = new Set<string>();
    const readsLimits = now() - limitsReadAt >= LIMITS_FRESH_MS;
    for (const request of batch) {
      const { key, row, value, needsReadback } = request;
      const entry = stored(key);
      // A key whose limits are read is read too: when that answer comes, its own value may not be fresh any more.
      const isFresh = freshness.isFreshForWrite(key, entry) && !(readsLimits && needsLimits(request));
      if (row.access === 'w' || row.echo === false || isFresh) continue;
      if (!delivery.showsUnpublished && row.published === false && !entry) continue;
      if (needsReadback || sentValues.isBeingApplied(key, value)) keys.add(key);
    }
    return keys;
  }

  function limitsOf(batch: readonly WriteRequest[], reading: ReadonlySet<string>): string[] {
    const limited = batch.filter((request) => reading.has(request.key) && needsLimits(request));
    if (limited.length > 0) limitsReadAt = now();
    return limited.flatMap(({ row }) => boundKeys(row));
  }

  return {
    async read(batch, signal) {
      const reading = keysToRead(batch);
      const readAt = now();
      for (const request of batch)
        request.isCurrentKnown =
          !reading.has(request.key) && freshness.isFreshForWrite(request.key, stored(request.key));
      if (reading.size > 0) await transport.ask(new Set([...reading, ...limitsOf(batch, reading)]), signal);
      const failures = await unsupportedKeys(context, batch, reading, signal);
      for (const request of batch) {
        const { key } = request;
        const entry = stored(key);
        if (!entry) continue;
        const isRead = reading.has(key) && freshness.isFromResponse(key, entry, readAt);
        if (isRead) request.isCurrentKnown = true;
        if (isRead || freshness.isCurrent(key, entry)) request.previous = entry.value;
      }
      return failures;
    },

    isUnchanged({ key, row, value, resend, isCurrentKnown }) {
      const entry = stored(key);
      if (resend || !entry || sentValues.isUnconfirmed(key) || !canReadBack(row) || !isCurrentKnown) return false;
      return freshness.isCurrent(key, entry) && isWritten(value, entry.value);
    },
  };
}

/**
 * The keys that the charger does not have: its answer lacks them, twice. Not while it starts, and never over MQTT, where there is
 * no answer that could lack them.
 */
async function unsupportedKeys(
  { transport, delivery, stored, isLeftOut }: WriteContext,
  batch: readonly WriteRequest[],
  asked: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, KeyFailure>> {
  const failures = new Map<string, KeyFailure>();
  if (!delivery.canAsk) return failures;
  const isUnsupported = (key: string, row: KeyRow): boolean => {
    const entry = stored(key);
    // A key that was shown once will be shown again.
    if (!entry) return !isLeftOut(key);
    return entry.value === null && !row.nullable && NULL_MEANS_UNSUPPORTED.test(String(stored('typ')?.value));
  };
  // Passwords are not shown by every charger that has them.
  const suspects = batch.filter(({ key, row }) => asked.has(key) && canReadBack(row) && isUnsupported(key, row));
  if (suspects.length === 0) return failures;
  await delay(SECOND_READ_MS, undefined, { signal }).catch(() => {});
  await transport.ask(new Set([...suspects.map(({ key }) => key), 'rbt']), signal);
  const sinceStart = stored('rbt')?.value;
  if (typeof sinceStart === 'number' && sinceStart < STARTING_MS) return failures;
  for (const { key, row } of suspects) {
    if (!isUnsupported(key, row)) continue;
    const why = 'this charger does not have it: its model or firmware does not show this key';
    failures.set(key, { code: 'INVALID', why });
  }
  return failures;
}
