/**
 * Meter of a node: its newest measurements. Several devices may send a part each, at their own pace: the grid here, the home
 * battery there. A part that has not come for `staleAfter` does not count any more.
 */
import type { ReadingInput } from '../../lib/surplus';
import type { Measurement } from './input';

type MeterPart = 'gridW' | 'meterW' | 'pvW' | 'batteryW' | 'socPercent' | 'houseCurrentsA';

export interface Meter {
  receive(measurement: Measurement, nowMs: number): void;
  /** Measurements for one step: `gridW` and `houseCurrentsA` are there only when they are new since the last step. */
  reading(nowMs: number): Pick<ReadingInput, MeterPart>;
  /** Newest grid power; undefined when it is stale. */
  gridW(nowMs: number): number | undefined;
  /** Newest value of a part; undefined when it is stale. */
  part(name: keyof Measurement, nowMs: number): number | undefined;
}

const CURRENTS = ['currentL1', 'currentL2', 'currentL3'] as const;

/** @param staleAfterS how long a part counts */
export function createMeter(staleAfterS: number): Meter {
  const parts = new Map<keyof Measurement, { value: number; atMs: number }>();
  let isGridNew = false;
  let areCurrentsNew = false;

  const part = (name: keyof Measurement, nowMs: number): number | undefined => {
    const found = parts.get(name);
    return found && Math.abs(nowMs - found.atMs) <= staleAfterS * 1000 ? found.value : undefined;
  };

  return {
    receive(measurement, nowMs) {
      for (const [name, value] of Object.entries(measurement) as [keyof Measurement, number][])
        parts.set(name, { value, atMs: nowMs });
      if (measurement.gridW !== undefined) isGridNew = true;
      if (CURRENTS.some((name) => measurement[name] !== undefined)) areCurrentsNew = true;
    },
    reading(nowMs) {
      const gridW = isGridNew ? part('gridW', nowMs) : undefined;
      const houseCurrentsA = areCurrentsNew ? CURRENTS.map((name) => part(name, nowMs) ?? null) : undefined;
      isGridNew = false;
      areCurrentsNew = false;
      return {
        gridW,
        meterW: part('meterW', nowMs),
        pvW: part('pvW', nowMs),
        batteryW: part('batteryW', nowMs),
        socPercent: part('socPercent', nowMs),
        houseCurrentsA,
      };
    },
    gridW: (nowMs) => part('gridW', nowMs),
    part,
  };
}
