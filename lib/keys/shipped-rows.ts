/**
 * The rows as they are shipped: as data, because that loads in a fraction of the time that making the rows takes. What every
 * row has stands at its place, what is usual is left out, and the descriptions, which are a third of everything and which
 * only people read, are in files of their own.
 */
import type { Field, KeyRow, Option, Text } from './row';

type ShippedText = readonly [en: string, de: string];
type ShippedOption = readonly [value: Option['value'], name: string, label: ShippedText, also?: Option['also']];
type ShippedField = readonly [
  ...facts: readonly [Field['name'], Field['at'], Field['type']],
  title: ShippedText,
  /** What is within limits or a field's own fields is as it is: few rows have such. */
  rest: Omit<Field, 'name' | 'at' | 'type' | 'title' | 'options'> & { options?: ShippedOption[] },
];
type WithLists<T> = Omit<T, 'options' | 'fields'> & { options?: ShippedOption[]; fields?: ShippedField[] };
type Rest = WithLists<Omit<Partial<KeyRow>, 'caution' | 'versions'>> & {
  caution?: ShippedText;
  versions?: WithLists<NonNullable<KeyRow['versions']>[number]>[];
};
export type ShippedRow = readonly [
  ...facts: readonly [KeyRow['name'], KeyRow['access'], KeyRow['type'], KeyRow['category'], KeyRow['group']],
  title: ShippedText,
  rest: Rest,
];

/** By key, in one language. */
export type Descriptions = Readonly<Record<string, string>>;

export function packed(row: KeyRow): ShippedRow {
  const { name, access, type, category, group, title, description: _apart, ...others } = row;
  const { nullable, rate, caution, versions, ...rest } = others;
  return [
    ...([name, access, type, category, group] as const),
    packedText(title),
    {
      ...packedLists(rest),
      ...(nullable && { nullable }),
      ...(rate !== 'change' && { rate }),
      ...(caution && { caution: packedText(caution) }),
      ...(versions && { versions: versions.map(packedLists) }),
    },
  ];
}

function packedText({ en, de }: Text): ShippedText {
  return [en, de];
}

function packedOption({ value, name, label, also }: Option): ShippedOption {
  return also ? [value, name, packedText(label), also] : [value, name, packedText(label)];
}

function packedField({ name, at, type, title, options, ...rest }: Field): ShippedField {
  return [name, at, type, packedText(title), { ...rest, ...(options && { options: options.map(packedOption) }) }];
}

function packedLists<T extends Pick<KeyRow, 'options' | 'fields'>>({ options, fields, ...rest }: T): WithLists<T> {
  return {
    ...rest,
    ...(options && { options: options.map(packedOption) }),
    ...(fields && { fields: fields.map(packedField) }),
  };
}

/** All of the row but its description. It is made of its own data: copying each row would take longer than all the rest. */
export function unpacked([name, access, type, category, group, title, rest]: ShippedRow): Omit<KeyRow, 'description'> {
  const { caution, versions } = rest;
  const row = lists(rest) as Omit<KeyRow, 'description'>;
  row.name = name;
  row.access = access;
  row.type = type;
  row.nullable ??= false;
  row.category = category;
  row.group = group;
  row.title = text(title);
  row.rate ??= 'change';
  if (caution !== undefined) row.caution = text(caution);
  if (versions !== undefined) row.versions = versions.map(lists);
  return row;
}

function text(packed: ShippedText): Text {
  return { en: packed[0], de: packed[1] };
}

function option(packed: ShippedOption): Option {
  const made: Option = { value: packed[0], name: packed[1], label: text(packed[2]) };
  if (packed[3] !== undefined) made.also = packed[3];
  return made;
}

function field(packed: ShippedField): Field {
  const { options } = packed[4];
  const made = packed[4] as Field;
  made.name = packed[0];
  made.at = packed[1];
  made.type = packed[2];
  made.title = text(packed[3]);
  if (options !== undefined) made.options = options.map(option);
  return made;
}

function lists<T extends { options?: ShippedOption[]; fields?: ShippedField[] }>(packed: T) {
  const { options, fields } = packed;
  const made = packed as Omit<T, 'options' | 'fields'> & Pick<KeyRow, 'options' | 'fields'>;
  if (options !== undefined) made.options = options.map(option);
  if (fields !== undefined) made.fields = fields.map(field);
  return made;
}

/** @param descriptionsIn is asked when the description is looked at */
export function withDescription(
  row: Omit<KeyRow, 'description'>,
  descriptionsIn: (language: keyof Text) => Descriptions,
): KeyRow {
  return Object.defineProperty(row as KeyRow, 'description', {
    enumerable: true,
    configurable: true,
    get: () => ({ en: descriptionsIn('en')[row.name]!, de: descriptionsIn('de')[row.name]! }),
  });
}
