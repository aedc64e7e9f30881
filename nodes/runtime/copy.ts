/** Copies of values for messages: a flow may change its messages, and what the charger remembers must not change with them. */
import { copyJson, type Json } from '../../lib/json';

const UNCHANGED = { scalar: (value: unknown) => value as Json };

export function copyOf(value: Json): Json {
  return copyJson(value, UNCHANGED);
}
