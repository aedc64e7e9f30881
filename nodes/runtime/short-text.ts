/** Short texts of values, for below a node: with their units, or as their labels. */
import type { Json } from '../../lib/charger/charger.types';
import { named, pick } from '../../lib/keys';
import { plainText } from '../../lib/plain-text';
import type { Translations } from './translations';

/** Entries that the catalogue of every node that shows values has. */
export type OnOffText = 'on' | 'off';

const LONGEST = 28;
const LONGEST_OF_SEVERAL = 40;
/** Units that people read in thousands, with the digits that are shown then. */
const THOUSANDS: Readonly<Record<string, readonly [unit: string, digits: number]>> = {
  W: ['kW', 1],
  Wh: ['kWh', 2],
  VA: ['kVA', 1],
  var: ['kvar', 1],
};
/** Names that people look at first. */
const MOST_WANTED: readonly string[] = ['car', 'nrg.powerTotal', 'amp', 'wh', 'frc', 'psm', 'modelStatus', 'err'];
/** Names that are shown of everything. */
const OF_EVERYTHING: readonly string[] = MOST_WANTED.slice(0, 3);

/** Short text of one value. @returns undefined for arrays and objects, which have none */
export function shortText(
  name: string,
  value: Json,
  translations: Translations<OnOffText>,
  firmware?: string,
): string | undefined {
  const label = translations.label(name, value, firmware);
  if (label !== undefined) return shortened(label);
  if (value === null) return '–';
  switch (typeof value) {
    case 'boolean':
      return translations.translate(value ? 'on' : 'off');
    case 'number':
      return withUnit(value, named(name, firmware).unit, translations.locale);
    case 'string':
      // A charger's text may hold line feeds and marks that reverse the direction of writing.
      return shortened(plainText(value));
    default:
      return undefined;
  }
}

/**
 * Short text of several values, `Charging · 11.0 kW · 16 A`: those that people look at first come first, and those that do not
 * fit are left out. A value that is not clear alone (no unit and no label, or a unit that another has too) has its name before it.
 * @returns undefined where no value has a short text
 */
export function shortTexts(
  values: ReadonlyMap<string, Json>,
  translations: Translations<OnOffText>,
  firmware: string | undefined,
): string | undefined {
  const ordered = [...values].sort(([a], [b]) => wantedAt(a) - wantedAt(b));
  const texts = ordered.flatMap(([name, value]) => {
    const text = shortText(name, value, translations, firmware);
    return text === undefined || text === '' ? [] : [{ name, value, text }];
  });
  if (texts.length <= 1) return texts[0]?.text;
  // There is no room for the brackets of a label.
  for (const each of texts) each.text = each.text.replace(/ \([^()]*\)$/, '');
  const kinds = texts.map(({ name, value }) => kindOf(name, value, translations, firmware));
  let shown = '';
  for (const [at, { name, text }] of texts.entries()) {
    const isClear = kinds[at] !== undefined && kinds.filter((kind) => kind === kinds[at]).length === 1;
    const part = isClear ? text : `${name.split('.').at(-1)} ${text}`;
    const longer = shown === '' ? part : `${shown} · ${part}`;
    if (longer.length <= LONGEST_OF_SEVERAL) shown = longer;
  }
  return shown === '' ? texts[0]?.text : shown;
}

/** Short text of everything a charger reports: of the names that people look at first. */
export function shortTextOfAll(
  values: ReadonlyMap<string, Json>,
  translations: Translations<OnOffText>,
  firmware: string | undefined,
): string | undefined {
  const wanted = new Map<string, Json>();
  for (const name of OF_EVERYTHING) {
    const value = values.get(name) ?? pick(name, values.get(named(name).key) ?? null);
    if (value !== undefined && value !== null) wanted.set(name, value);
  }
  return shortTexts(wanted, translations, firmware);
}

function wantedAt(name: string): number {
  const at = MOST_WANTED.indexOf(name);
  return at < 0 ? MOST_WANTED.length : at;
}

/** Kind of a value, by which it is distinguished from others: its unit, or its label. */
function kindOf(
  name: string,
  value: Json,
  translations: Translations<OnOffText>,
  firmware: string | undefined,
): string | undefined {
  if (translations.label(name, value, firmware) !== undefined) return `label of ${name}`;
  return typeof value === 'number' ? named(name, firmware).unit : undefined;
}

function withUnit(value: number, unit: string | undefined, locale: string): string {
  const thousands = unit === undefined || !Object.hasOwn(THOUSANDS, unit) ? undefined : THOUSANDS[unit];
  if (thousands && Math.abs(value) >= 1000) return `${digits(value / 1000, locale, thousands[1])} ${thousands[0]}`;
  // Fractions of a watt are of no interest.
  const number = thousands ? digits(value, locale, 0) : digits(value, locale);
  return unit === undefined ? number : `${number} ${unit}`;
}

/** Kept, because making a format costs twenty times as much as using it [measured]. */
const formats = new Map<string, Intl.NumberFormat>();

function digits(value: number, locale: string, exactly?: number): string {
  const id = `${locale} ${exactly}`;
  let format = formats.get(id);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      useGrouping: false,
      minimumFractionDigits: exactly ?? 0,
      maximumFractionDigits: exactly ?? 2,
    });
    formats.set(id, format);
  }
  return format.format(value);
}

export function shortened(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
