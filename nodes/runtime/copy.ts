import type { Json } from '../../lib/charger/charger.types';

/** A flow may change its messages; what the charger remembers must not change with them. */
export function copyOf(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: { [name: string]: Json } = {};
  // What comes from a charger has been decoded: no name in it means anything to an object.
  for (const name of Object.keys(value)) copy[name] = copyOf(value[name]!);
  return copy;
}
