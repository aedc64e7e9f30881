/**
 * What the charger should be set to, and the writing of it. The wish stays until it is changed: a charger that forgets it
 * (`frc` falls to 0 on unplugging) is told again, one that has it is left alone.
 */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { asError } from '../runtime/failure';
import { knownOf } from './charger-reading';

export type WishedKey = 'frc' | 'amp' | 'psm' | 'lmo' | 'fup' | 'acp' | 'dwo';
export type Wish = Partial<Record<WishedKey, number | boolean | null>>;

export interface Wishes {
  readonly current: Readonly<Wish>;
  /** Adds to the wish, or takes away with undefined, and writes what differs. */
  set(wish: Wish): void;
  /** Writes what differs. To be called every second. */
  look(): void;
  /** The value is wished, or was written lately: it may show late. */
  isOurs(key: string, value: Json): boolean;
  /** Nothing is written while paused. */
  pause(paused: boolean): void;
  close(): void;
}

/** A charger may show a value late: the cloud is half a minute behind. */
export const LATE_MS = 40_000;
const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 300_000;

interface Hooks {
  /** These are about to be sent. */
  writing?(values: Wish): void;
  /** A write failed; called once as long as the reason stays the same. */
  failed(error: Error): void;
  /** A write went well after one that failed. */
  recovered(): void;
}

export function createWishes(
  charger: Charger,
  signal: AbortSignal,
  { writing, failed, recovered }: Hooks,
  before: Wish = {},
): Wishes {
  const wish: Wish = { ...before };
  /** What is on its way, by key. */
  const sending = new Map<string, unknown>();
  const written: { key: string; value: unknown; atMs: number }[] = [];
  let paused = false;
  let closed = false;
  /** By key: one that the charger never takes must not hold up the others. */
  const refused = new Map<string, { value: unknown; failures: number; atMs: number; retryAtMs: number }>();
  let complaint = '';

  function look(): void {
    if (paused || closed || charger.availability.state === 'offline') return;
    const differing = Object.entries(wish).filter(([key, value]) => {
      const known = knownOf(charger, key);
      if (sending.has(key)) return sending.get(key) !== value;
      if (isHeldBack(key, value)) return false;
      return known !== undefined && known !== value;
    });
    if (differing.length > 0) void write(Object.fromEntries(differing));
  }

  /** Something new is worth a try at once, but not for ever. */
  function isHeldBack(key: string, value: unknown): boolean {
    const before = refused.get(key);
    if (!before) return false;
    const now = performance.now();
    if (before.value === value) return now < before.retryAtMs;
    return before.failures >= 3 && now < before.atMs + FIRST_RETRY_MS;
  }

  function fail(key: string, value: unknown): void {
    const atMs = performance.now();
    const failures = (refused.get(key)?.failures ?? 0) + 1;
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    refused.set(key, { value, failures, atMs, retryAtMs: atMs + waitMs });
  }

  async function write(values: Record<string, number | boolean | null>): Promise<void> {
    writing?.(values);
    const atMs = performance.now();
    while (written.length > 0 && atMs - written[0]!.atMs > LATE_MS) written.shift();
    for (const [key, value] of Object.entries(values)) {
      sending.set(key, value);
      written.push({ key, value, atMs });
    }
    try {
      await charger.write(values, 'readback', signal);
      for (const key of Object.keys(values)) refused.delete(key);
      if (complaint !== '' && !closed) recovered();
      complaint = '';
    } catch (thrown) {
      const error = asError(thrown);
      const { code } = error as { code?: unknown };
      if (closed || code === 'CLOSED') return;
      for (const [key, value] of Object.entries(values)) {
        if (knownOf(charger, key) === value) refused.delete(key);
        else fail(key, value);
      }
      // The same trouble with the next value is no news.
      const reason = String(code ?? error.message);
      if (complaint !== reason) failed(error);
      complaint = reason;
    } finally {
      for (const [key, value] of Object.entries(values)) if (sending.get(key) === value) sending.delete(key);
    }
  }

  return {
    current: wish,
    set(next) {
      for (const [key, value] of Object.entries(next) as [WishedKey, number | boolean | null | undefined][]) {
        if (wish[key] === value) continue;
        if (value === undefined) delete wish[key];
        else wish[key] = value;
      }
      look();
    },
    look,
    isOurs: (key, value) =>
      wish[key as WishedKey] === value ||
      sending.get(key) === value ||
      written.some((each) => each.key === key && each.value === value && performance.now() - each.atMs <= LATE_MS),
    pause(next) {
      paused = next;
    },
    close() {
      closed = true;
    },
  };
}
