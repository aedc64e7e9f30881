/**
 * The look before a write: what stands now, so that what stands is not sent again, what stood before can be told, and a key
 * that the charger does not have is refused before anything is sent.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { KeyFailure } from '../errors';
import { boundKeys, type KeyRow } from '../keys';
import { canReadBack, isWritten } from './is-written';
import type { Unshown } from './unshown';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** Limits of the current change when a cable is plugged in or an electrician comes. */
const BOUNDS_FRESH_MS = 30_000;
/** A charger that started so recently may not show yet what it has [marq24/ha-goecharger-api2#160; the time is our choice]. */
const STARTING_MS = 60_000;
const SECOND_LOOK_MS = 300;
/** CORE and PRO answer null for what they do not know [marq24/ha-goecharger-api2#160]. */
const NULL_MEANS_ABSENT = /phoenix|pro/i;

export interface LookFirst {
  /**
   * Learns what stands, as far as it is not known.
   * @returns why some of the keys cannot be written
   * @throws WireError
   */
  look(batch: readonly WriteRequest[], signal: AbortSignal): Promise<Map<string, KeyFailure>>;
  /** The value stands, and nothing is on its way that would change it. */
  isUnchanged(request: WriteRequest): boolean;
}

export function createLookFirst(context: WriteContext, unshown: Unshown): LookFirst {
  const { wire, known, freshness } = context;
  let boundsAt = Number.NEGATIVE_INFINITY;
  const now = () => performance.now();

  /** Keys of which it is not known well enough what stands now to tell a change from none. */
  function unclearOf(batch: readonly WriteRequest[]): Set<string> {
    const keys = new Set<string>();
    for (const { key, row, value, needsReadback } of batch) {
      const entry = known(key);
      if (row.access === 'w' || row.echo === false || (entry && freshness.isFresh(key, entry))) continue;
      // Nothing is there to be found over MQTT.
      if (wire.tells && row.published === false && !entry) continue;
      if (needsReadback || unshown.isOnItsWay(key, value)) keys.add(key);
    }
    return keys;
  }

  /** What bounds the current is asked for with the same request. Over MQTT it comes by itself. */
  function addBounds(batch: readonly WriteRequest[], keys: Set<string>): void {
    const bounds = batch.flatMap(({ row, needsReadback }) => (needsReadback ? boundKeys(row) : []));
    if (wire.tells || bounds.length === 0 || (keys.size === 0 && now() - boundsAt < BOUNDS_FRESH_MS)) return;
    boundsAt = now();
    for (const key of bounds) keys.add(key);
  }

  function isAbsent(key: string, row: KeyRow): boolean {
    const entry = known(key);
    if (!entry) return true;
    return entry.value === null && !row.nullable && NULL_MEANS_ABSENT.test(String(known('typ')?.value));
  }

  /** Over MQTT nothing can be asked. Otherwise a charger that answers and leaves a key out does not have it. */
  async function absent(batch: readonly WriteRequest[], asked: ReadonlySet<string>, signal: AbortSignal) {
    const failures = new Map<string, KeyFailure>();
    if (wire.tells) return failures;
    // Passwords are not shown by everybody who has them.
    const missing = batch.filter(({ key, row }) => asked.has(key) && canReadBack(row) && isAbsent(key, row));
    if (missing.length === 0) return failures;
    await delay(SECOND_LOOK_MS, undefined, { signal }).catch(() => {});
    await wire.ask(new Set([...missing.map(({ key }) => key), 'rbt']), signal);
    const sinceStart = known('rbt')?.value;
    if (typeof sinceStart === 'number' && sinceStart < STARTING_MS) return failures;
    for (const { key, row } of missing) {
      if (!isAbsent(key, row)) continue;
      const why = 'this charger does not have it: its model or firmware does not show this key';
      failures.set(key, { code: 'INVALID', why });
    }
    return failures;
  }

  return {
    async look(batch, signal) {
      const unclear = unclearOf(batch);
      const asked = new Set(unclear);
      addBounds(batch, asked);
      const lookedAt = now();
      if (asked.size > 0) await wire.ask(asked, signal);
      const failures = await absent(batch, unclear, signal);
      for (const request of batch) {
        const entry = known(request.key);
        if (!entry) continue;
        // What was neither looked at nor heard of late may be old.
        const isLookedAt = unclear.has(request.key) && freshness.isAnswered(entry, lookedAt);
        if (isLookedAt || freshness.isCurrent(request.key, entry)) request.previous = entry.value;
      }
      return failures;
    },

    isUnchanged({ key, row, value, resend }) {
      const entry = known(key);
      if (resend || !entry || unshown.has(key) || !canReadBack(row) || !freshness.isFresh(key, entry)) return false;
      return isWritten(value, entry.value);
    },
  };
}
