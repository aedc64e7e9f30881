/**
 * Filter for the readings of faulty sensors, which become null: chargers send -16843.01 °C for a temperature sensor that does
 * not respond [goecharger/go-eCharger-API-v2#161].
 */
import type { Json } from '../json';
import { rowOf } from './registry';
import type { KeyRow } from './row';

/** Cache of the plausible range, by key; null where every number is plausible. */
const ranges = new Map<string, KeyRow['plausible'] | null>();
/** A charger with firmware 60 sends about 400 keys; the limit bounds the cache against invented keys. */
const MAX_KEYS = 2000;

/** Replaces implausible numbers by null. @returns the same map where every value is plausible */
export function withoutFaults(values: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> {
  let changed: Map<string, Json> | undefined;
  for (const [key, value] of values) {
    const range = rangeOf(key);
    if (!range) continue;
    const filtered = withoutFault(value, range);
    if (filtered === value) continue;
    changed ??= new Map(values);
    changed.set(key, filtered);
  }
  return changed ?? values;
}

function rangeOf(key: string): KeyRow['plausible'] | null {
  const cached = ranges.get(key);
  if (cached !== undefined) return cached;
  const range = rowOf(key)?.plausible ?? null;
  if (ranges.size < MAX_KEYS) ranges.set(key, range);
  return range;
}

function withoutFault(value: Json, range: NonNullable<KeyRow['plausible']>): Json {
  const isFault = (each: Json) => typeof each === 'number' && (each < range.min || each > range.max);
  if (Array.isArray(value)) return value.some(isFault) ? value.map((each) => (isFault(each) ? null : each)) : value;
  return isFault(value) ? null : value;
}
