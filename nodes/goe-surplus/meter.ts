/**
 * What the meters said last. Several may send each its own part, at its own pace: grid here, home battery there. A part that
 * has not come for `staleAfter` is not counted with any more.
 */
import type { ReadingInput } from '../../lib/surplus';
import type { Measured } from './input';

type MeterPart = 'gridW' | 'meterW' | 'pvW' | 'batteryW' | 'socPercent' | 'houseCurrentsA';

export interface Meter {
  take(measured: Measured, nowMs: number): void;
  /** For one step: `gridW` and `houseCurrentsA` are there only when they are new since the last. */
  reading(nowMs: number): Pick<ReadingInput, MeterPart>;
  /** The newest grid power, undefined when it is stale. */
  gridW(nowMs: number): number | undefined;
  part(name: keyof Measured, nowMs: number): number | undefined;
}

/** @param staleAfterS how long a part counts */
export function createMeter(staleAfterS: number): Meter {
  const parts = new Map<keyof Measured, { value: number; atMs: number }>();
  let isNew = false;
  let areCurrentsNew = false;

  const part = (name: keyof Measured, nowMs: number): number | undefined => {
    const found = parts.get(name);
    return found && Math.abs(nowMs - found.atMs) <= staleAfterS * 1000 ? found.value : undefined;
  };

  return {
    take(measured, nowMs) {
      for (const [name, value] of Object.entries(measured) as [keyof Measured, number][])
        parts.set(name, { value, atMs: nowMs });
      if (measured.gridW !== undefined) isNew = true;
      if ([measured.currentL1, measured.currentL2, measured.currentL3].some((ampere) => ampere !== undefined))
        areCurrentsNew = true;
    },
    reading(nowMs) {
      const gridW = isNew ? part('gridW', nowMs) : undefined;
      isNew = false;
      const takeCurrents = areCurrentsNew;
      areCurrentsNew = false;
      const currents = (['currentL1', 'currentL2', 'currentL3'] as const).map((name) => part(name, nowMs) ?? null);
      return {
        gridW,
        meterW: part('meterW', nowMs),
        pvW: part('pvW', nowMs),
        batteryW: part('batteryW', nowMs),
        socPercent: part('socPercent', nowMs),
        houseCurrentsA: takeCurrents ? currents : undefined,
      };
    },
    gridW: (nowMs) => part('gridW', nowMs),
    part,
  };
}
