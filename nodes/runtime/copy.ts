/** A flow may change its messages; what the charger remembers must not change with them. */
export function copyOf<T>(value: T): T {
  return typeof value === 'object' ? structuredClone(value) : value;
}
