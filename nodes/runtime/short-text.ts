/** A value in the few characters there are under a node: with its unit, or as its label. */
import type { Json } from '../../lib/charger/charger.types';
import { labelOf, named } from '../../lib/keys';
import type { Language } from './words';

const LONGEST = 28;
const BOOLEANS = { en: ['off', 'on'], de: ['aus', 'ein'] } as const;
/** Units that people read in thousands, with the digits worth showing then. */
const THOUSANDS: Readonly<Record<string, readonly [unit: string, digits: number]>> = {
  W: ['kW', 1],
  Wh: ['kWh', 2],
  VA: ['kVA', 1],
  var: ['kvar', 1],
};

/** @returns undefined for what has no short text: arrays and objects */
export function shortText(name: string, value: Json, language: Language, firmware?: string): string | undefined {
  const label = labelOf(name, value, language, firmware);
  if (label !== undefined) return shortened(label);
  if (value === null) return '–';
  switch (typeof value) {
    case 'boolean':
      return BOOLEANS[language][value ? 1 : 0];
    case 'number':
      return withUnit(value, named(name, firmware).unit, language);
    case 'string':
      return shortened(value);
    default:
      return undefined;
  }
}

function withUnit(value: number, unit: string | undefined, language: Language): string {
  const thousands = unit === undefined || !Object.hasOwn(THOUSANDS, unit) ? undefined : THOUSANDS[unit];
  if (thousands && Math.abs(value) >= 1000) return `${digits(value / 1000, language, thousands[1])} ${thousands[0]}`;
  const number = digits(value, language);
  return unit === undefined ? number : `${number} ${unit}`;
}

function digits(value: number, language: Language, exactly?: number): string {
  return value.toLocaleString(language, {
    useGrouping: false,
    minimumFractionDigits: exactly ?? 0,
    maximumFractionDigits: exactly ?? 2,
  });
}

export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
