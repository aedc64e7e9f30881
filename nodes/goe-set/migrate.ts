/** Migrations of a saved `goe-set`. */
import { choiceOf, migrations, textOf } from '../runtime/schema';
import type { Row } from './values';

export const setMigrations = migrations(
  // Rows without a type, with the value itself instead of its text, and what was left out.
  (saved) => ({
    ...saved,
    values: Array.isArray(saved.values) ? saved.values.flatMap(rowOf) : [],
    confirm: choiceOf(saved.confirm, ['readback', 'accepted']),
  }),
);

function rowOf(saved: unknown): Row[] {
  if (typeof saved !== 'object' || saved === null) return [];
  const { key, value, type } = saved as Record<string, unknown>;
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return [
    { ...saved, key: textOf(key).trim(), value: text, type: typeof type === 'string' && type ? type : typeOf(value) },
  ];
}

function typeOf(value: unknown): string {
  return { number: 'num', boolean: 'bool', object: 'json' }[typeof value as string] ?? 'str';
}
