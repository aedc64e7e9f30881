/** Example values, as a charger could report them, for dialogs while no charger is deployed. */
import type { Json } from '../../lib/charger/charger.types';
import { keyOf, named, rowOf } from '../../lib/keys';
import type { Field, Limits, Option, ValueType } from '../../lib/keys/row';

/** Values that belong together: a car that charges with 11 kW. */
const USUAL: Readonly<Record<string, Json>> = {
  car: 2,
  amp: 16,
  acu: 16,
  frc: 0,
  psm: 2,
  pnp: 3,
  err: 0,
  alw: true,
  wh: 7350,
  eto: 1284500,
  dwo: null,
  trx: 0,
  fna: 'Garage',
  sse: '123456',
  'tma.temperature2': 29.25,
  'nrg.voltageL1': 230,
  'nrg.voltageL2': 231,
  'nrg.voltageL3': 229,
  'nrg.voltageN': 0,
  'nrg.powerL1': 3680,
  'nrg.powerL2': 3696,
  'nrg.powerL3': 3664,
  'nrg.powerN': 0,
  'nrg.powerTotal': 11040,
  'nrg.powerFactorN': 0,
};

const BY_UNIT: Readonly<Record<string, number>> = {
  A: 16,
  V: 230,
  W: 3680,
  Wh: 7350,
  s: 600,
  ms: 60_000,
  min: 15,
  Hz: 50,
  MHz: 240,
  '%': 100,
  '%/s': 0.5,
  '°C': 31.5,
  dBm: -58,
  B: 65_536,
  'ct/kWh': 24.5,
  'kWh/100 km': 18,
};

/** @returns a value of the right type and unit; undefined for names the registry does not have */
export function exampleOf(name: string, firmware?: string): Json | undefined {
  if (Object.hasOwn(USUAL, name)) return USUAL[name];
  const { type, unit, options, secret, known } = named(name, firmware);
  if (!known || type === undefined) return undefined;
  const row = rowOf(keyOf(name), firmware);
  const fields = name === row?.name ? row.fields : undefined;
  if (fields) return composed(fields, type, (field) => exampleOf(`${name}.${field.name}`, firmware) ?? null);
  if (secret) return '***';
  return simple(type, unit, options, row?.limits);
}

/** @returns a value it could have had before; undefined where there is none */
export function beforeOf(name: string, value: Json, firmware?: string): Json | undefined {
  const { options = [] } = named(name, firmware);
  const at = options.findIndex((option) => option.value === value);
  const other = at < 0 ? options[0] : (options[at + 1] ?? options[at - 1]);
  if (other) return other.value;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'number') return undefined;
  if (Math.abs(value) < 2) return value === 0 ? 1 : 0;
  return value - Math.max(1, Math.round(Math.abs(value) * 0.2));
}

function simple(
  type: ValueType,
  unit: string | undefined,
  options: readonly Option[] | undefined,
  limits: Limits | undefined,
): Json {
  const option = options?.[1] ?? options?.[0];
  if (option) return option.value;
  switch (type) {
    case 'bool':
      return true;
    case 'string':
      return limits?.format === 'color' ? '#0000FF' : 'abc';
    case 'array':
      return [];
    case 'object':
      return {};
    case 'int':
    case 'float': {
      const usual = (unit === undefined ? undefined : BY_UNIT[unit]) ?? 1;
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits ?? {};
      return Math.min(max, Math.max(min, type === 'int' ? Math.round(usual) : usual));
    }
  }
}

function composed(fields: readonly Field[], type: ValueType, example: (field: Field) => Json): Json {
  if (type !== 'array') return Object.fromEntries(fields.map((field) => [String(field.at), example(field)]));
  const list: Json[] = [];
  for (const field of fields) {
    const at = Number(field.at);
    while (list.length <= at) list.push(null);
    list[at] = example(field);
  }
  return list;
}
