/**
 * Builders for the rows of the registry: a row states only what differs from the usual, the builder adds the rest and refuses
 * a row that contradicts itself.
 */
import type { Access, Category, Group, KeyRow, Option, Rate, Text, ValueType } from './row';

/** A row as it is written in `rows/`, without the usual facts. */
export interface RowSource
  extends Omit<
    KeyRow,
    'name' | 'title' | 'description' | 'access' | 'type' | 'nullable' | 'category' | 'group' | 'rate'
  > {
  nullable?: true;
  rate?: Rate;
  /** Title in English and in German. */
  title: readonly [en: string, de: string];
  /** Description in English and in German: one or two sentences with the unit and the meaning of special values. */
  about: readonly [en: string, de: string];
}

/** A text in both languages. */
export function text(en: string, de: string): Text {
  return { en, de };
}

/** One value of an enumeration: `option(2, 'Charging', 'Charging', 'Lädt')`; `also` are its names in other firmware. */
export function option(
  value: number | boolean | string,
  name: string,
  en: string,
  de: string,
  ...also: readonly string[]
): Option {
  return { value, name, label: { en, de }, ...(also.length > 0 && { also }) };
}

/**
 * All rows of one group.
 * @example group('car', (key) => [key('car', 'r', 'int', 'Status', { nullable: true, title: ['Car state', 'Fahrzeugstatus'], about: […] })])
 * @throws Error when a row contradicts itself; the build fails then
 */
export function group(
  name: Group,
  rows: (
    key: (name: string, access: Access, type: ValueType, category: Category, source: RowSource) => KeyRow,
  ) => KeyRow[],
): readonly KeyRow[] {
  return rows((key, access, type, category, source) => {
    const { title, about, nullable, rate, ...rest } = source;
    const row: KeyRow = {
      name: key,
      access,
      type,
      nullable: nullable === true,
      category,
      group: name,
      title: text(...title),
      description: text(...about),
      rate: rate ?? (category === 'Constant' ? 'constant' : 'change'),
      ...rest,
    };
    refuseContradiction(row);
    return row;
  });
}

function refuseContradiction(row: KeyRow): void {
  const writable =
    row.access !== 'r' || row.versions?.some((version) => version.access !== undefined && version.access !== 'r');
  const fail = (why: string): never => {
    throw new Error(`Key registry: ${row.name} ${why}`);
  };
  if (row.caution && !writable) fail('asks for caution but cannot be written');
  if (row.limits && !writable) fail('has limits for writing but cannot be written');
  const values = row.options?.map((each) => each.value);
  if (values && new Set(values).size !== values.length) fail('lists an option twice');
  const names = row.fields?.map((each) => each.name);
  if (names && new Set(names).size !== names.length) fail('lists a field twice');
  if (row.category === 'Constant' && row.access !== 'r') fail('is a constant that can be written');
}
