/**
 * Target of the charger: the values that this node wants there, and the writing of those that differ. A target stays until it is
 * changed: a value that the charger loses (`frc` falls to 0 when the car is unplugged) is written again, one that it has is not.
 */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { asError } from '../runtime/failure';
import { knownOf } from './charger-reading';
import { createFaultReport, type FaultHooks } from './fault-report';
import { createWriteBackoff } from './write-backoff';

export type TargetKey = 'frc' | 'amp' | 'psm' | 'lmo' | 'fup' | 'acp' | 'dwo';
export type TargetValue = number | boolean | null;
export type Target = Partial<Record<TargetKey, TargetValue>>;

export interface TargetWriter {
  readonly target: Readonly<Target>;
  /** Adds values to the target, or removes them with undefined, and writes what differs. */
  set(values: Target): void;
  /** Writes what differs. To be called every second. */
  writeDifferences(): void;
  /** The value is in the target, or was written lately: a charger may show it late. */
  isOwnWrite(key: string, value: Json): boolean;
  /** Nothing is written while paused. */
  pause(paused: boolean): void;
  close(): void;
}

/** A charger shows a written value by then: over the cloud, with its longest usual poll, that takes half a minute [our choice]. */
export const SHOWS_LATE_MS = 40_000;

export interface TargetWriterHooks extends FaultHooks {
  /** These values are about to be sent. */
  beforeWrite?(values: Target): void;
}

export function createTargetWriter(
  charger: Charger,
  signal: AbortSignal,
  hooks: TargetWriterHooks,
  before: Target = {},
): TargetWriter {
  const target: Target = { ...before };
  /** Values on their way, by key. */
  const sending = new Map<string, TargetValue>();
  const written: { key: string; value: TargetValue; atMs: number }[] = [];
  const backoff = createWriteBackoff();
  const report = createFaultReport(hooks);
  let paused = false;
  let closed = false;

  function writeDifferences(): void {
    if (paused || closed || charger.availability.state === 'offline') return;
    const differing = Object.entries(target).filter(([key, value]) => {
      const known = knownOf(charger, key);
      if (sending.has(key)) return sending.get(key) !== value;
      if (backoff.isHeldBack(key, value, performance.now())) return false;
      return known !== undefined && known !== value;
    });
    if (differing.length > 0) void write(Object.fromEntries(differing));
  }

  async function write(values: Record<string, TargetValue>): Promise<void> {
    hooks.beforeWrite?.(values);
    rememberWritten(values);
    try {
      await charger.write(values, 'readback', signal);
      for (const key of Object.keys(values)) backoff.succeeded(key);
      if (!closed) report(undefined);
    } catch (thrown) {
      const error = asError(thrown);
      if (closed || (error as { code?: unknown }).code === 'CLOSED') return;
      for (const [key, value] of Object.entries(values)) {
        if (knownOf(charger, key) === value) backoff.succeeded(key);
        else backoff.failed(key, value, performance.now());
      }
      report(error);
    } finally {
      for (const [key, value] of Object.entries(values)) if (sending.get(key) === value) sending.delete(key);
    }
  }

  function rememberWritten(values: Record<string, TargetValue>): void {
    const atMs = performance.now();
    while (written.length > 0 && atMs - written[0]!.atMs > SHOWS_LATE_MS) written.shift();
    for (const [key, value] of Object.entries(values)) {
      sending.set(key, value);
      written.push({ key, value, atMs });
    }
  }

  return {
    target,
    set(values) {
      for (const [key, value] of Object.entries(values) as [TargetKey, TargetValue | undefined][]) {
        if (target[key] === value) continue;
        if (value === undefined) delete target[key];
        else target[key] = value;
      }
      writeDifferences();
    },
    writeDifferences,
    isOwnWrite: (key, value) =>
      target[key as TargetKey] === value ||
      sending.get(key) === value ||
      written.some(
        (each) => each.key === key && each.value === value && performance.now() - each.atMs <= SHOWS_LATE_MS,
      ),
    pause(next) {
      paused = next;
    },
    close() {
      closed = true;
    },
  };
}
