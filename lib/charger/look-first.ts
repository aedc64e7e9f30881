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
   * @throws TransportError
   */
  look(batch: readonly WriteRequest[], signal: AbortSignal): Promise<Map<string, KeyFailure>>;
  /** The value stands, and nothing is on its way that would change it. */
  isUnchanged(request: WriteRequest): boolean;
}

export function createLookFirst(context: WriteContext, unshown: Unshown): LookFirst {
  const { transport, known, freshness, isLeftOut } = context;
  let boundsAt = Number.NEGATIVE_INFINITY;
  /** Those of the newest batch of which it is known what stands. */
  let standing = new Set<WriteRequest>();
  const now = () => performance.now();

  function isFresh(key: string): boolean {
    const entry = known(key);
    return entry !== undefined && freshness.isFresh(key, entry);
  }

  /** Keys of which it is not known well enough what stands now to tell a change from none. */
  function unclearOf(batch: readonly WriteRequest[]): Set<string> {
    const keys = new Set<string>();
    const asksBounds = now() - boundsAt >= BOUNDS_FRESH_MS;
    for (const { key, row, value, needsReadback } of batch) {
      const entry = known(key);
      // Where its bounds are asked for, it is asked for too: by the time of that answer it may not be fresh any more.
      const isClear = isFresh(key) && !(asksBounds && needsBounds(row, needsReadback));
      if (row.access === 'w' || row.echo === false || isClear) continue;
      // Nothing is there to be found over MQTT.
      if (transport.pushes && row.published === false && !entry) continue;
      if (needsReadback || unshown.isOnItsWay(key, value)) keys.add(key);
    }
    return keys;
  }

  /** What bounds a current is asked for with the same request. Over MQTT it comes by itself. */
  function needsBounds(row: KeyRow, needsReadback: boolean): boolean {
    return !transport.pushes && needsReadback && row.boundedBy !== undefined;
  }

  function boundsOf(batch: readonly WriteRequest[], unclear: ReadonlySet<string>): string[] {
    const bounded = batch.filter(({ key, row, needsReadback }) => unclear.has(key) && needsBounds(row, needsReadback));
    if (bounded.length > 0) boundsAt = now();
    return bounded.flatMap(({ row }) => boundKeys(row));
  }

  function isAbsent(key: string, row: KeyRow): boolean {
    const entry = known(key);
    // What was shown once will be shown again.
    if (!entry) return !isLeftOut(key);
    return entry.value === null && !row.nullable && NULL_MEANS_ABSENT.test(String(known('typ')?.value));
  }

  /** Over MQTT nothing can be asked. Otherwise a charger that answers and leaves a key out does not have it. */
  async function absent(batch: readonly WriteRequest[], asked: ReadonlySet<string>, signal: AbortSignal) {
    const failures = new Map<string, KeyFailure>();
    if (transport.pushes) return failures;
    // Passwords are not shown by everybody who has them.
    const missing = batch.filter(({ key, row }) => asked.has(key) && canReadBack(row) && isAbsent(key, row));
    if (missing.length === 0) return failures;
    await delay(SECOND_LOOK_MS, undefined, { signal }).catch(() => {});
    await transport.ask(new Set([...missing.map(({ key }) => key), 'rbt']), signal);
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
      const lookedAt = now();
      standing = new Set(batch.filter(({ key }) => !unclear.has(key) && isFresh(key)));
      if (unclear.size > 0) await transport.ask(new Set([...unclear, ...boundsOf(batch, unclear)]), signal);
      const failures = await absent(batch, unclear, signal);
      for (const request of batch) {
        const entry = known(request.key);
        if (!entry) continue;
        // What was neither looked at nor heard of late may be old.
        const isLookedAt = unclear.has(request.key) && freshness.isAnswered(entry, lookedAt);
        if (isLookedAt) standing.add(request);
        if (isLookedAt || freshness.isCurrent(request.key, entry)) request.previous = entry.value;
      }
      return failures;
    },

    isUnchanged(request) {
      const { key, row, value, resend } = request;
      const entry = known(key);
      if (resend || !entry || unshown.has(key) || !canReadBack(row) || !standing.has(request)) return false;
      return freshness.isCurrent(key, entry) && isWritten(value, entry.value);
    },
  };
}
