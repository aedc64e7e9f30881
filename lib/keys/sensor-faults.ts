/**
 * Numbers that say a sensor is faulty, made null where values come in: chargers send -16843.01 °C for a temperature sensor
 * that does not answer [goecharger/go-eCharger-API-v2#161].
 */
import type { Json } from '../json';
import { rowOf } from './registry';
import type { KeyRow } from './row';

/** By key, of those that were met; null where any number is good. */
const ranges = new Map<string, KeyRow['plausible'] | null>();
const MOST_KEYS = 2000;

/** @returns what it was given where no value is implausible */
export function withoutFaults(values: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> {
  let changed: Map<string, Json> | undefined;
  for (const [key, value] of values) {
    const range = rangeOf(key);
    if (!range) continue;
    const sound = soundOf(value, range);
    if (sound === value) continue;
    changed ??= new Map(values);
    changed.set(key, sound);
  }
  return changed ?? values;
}

function rangeOf(key: string): KeyRow['plausible'] | null {
  const known = ranges.get(key);
  if (known !== undefined) return known;
  const range = rowOf(key)?.plausible ?? null;
  if (ranges.size < MOST_KEYS) ranges.set(key, range);
  return range;
}

function soundOf(value: Json, range: NonNullable<KeyRow['plausible']>): Json {
  const isFault = (each: Json) => typeof each === 'number' && (each < range.min || each > range.max);
  if (Array.isArray(value)) return value.some(isFault) ? value.map((each) => (isFault(each) ? null : each)) : value;
  return isFault(value) ? null : value;
}
