/** Flexible tariffs: prices, price limit and price list. */
import { group, option, text } from '../define';
import type { Field, Limits } from '../row';

/** Largest time of a price: Unix time in seconds, as an unsigned 32-bit number; a time in milliseconds is larger and is refused [our choice]. */
const time: Limits = { min: 0, max: 4_294_967_295 };
const price: readonly Field[] = [
  { name: 'start', at: 'start', type: 'int', required: true, unit: 's', limits: time, title: text('From', 'Von') },
  { name: 'end', at: 'end', type: 'int', required: true, unit: 's', limits: time, title: text('Until', 'Bis') },
  {
    name: 'marketprice',
    at: 'marketprice',
    type: 'float',
    required: true,
    unit: 'ct/kWh',
    title: text('Price', 'Preis'),
  },
];

export const tariff = group('charging', (key) => [
  key('awe', 'rw', 'bool', 'Config', {
    title: ['Use flexible tariff', 'Flexiblen Tarif nutzen'],
    about: [
      'Whether Eco mode also charges when the electricity price of the chosen tariff is low enough.',
      'Ob der Modus Eco auch dann lädt, wenn der Strompreis des gewählten Tarifs niedrig genug ist.',
    ],
  }),
  key('awp', 'rw', 'float', 'Config', {
    unit: 'ct/kWh',
    title: ['Highest price for charging', 'Höchster Preis zum Laden'],
    about: [
      'Up to this price Eco mode charges from the grid. Exchange prices can be negative, and so can this.',
      'Bis zu diesem Preis lädt der Modus Eco aus dem Netz. Börsenpreise können negativ sein, dieser Wert auch.',
    ],
  }),
  key('awcp', 'r', 'object', 'Status', {
    nullable: true,
    fields: [
      { name: 'start', at: 'start', type: 'int', unit: 's', title: text('Price valid from', 'Preis gültig ab') },
      { name: 'end', at: 'end', type: 'int', unit: 's', title: text('Price valid until', 'Preis gültig bis') },
      {
        name: 'marketprice',
        at: 'marketprice',
        type: 'float',
        unit: 'ct/kWh',
        title: text('Price now', 'Preis jetzt'),
      },
    ],
    title: ['Current electricity price', 'Aktueller Strompreis'],
    about: [
      'Price of the chosen tariff right now, with the time it holds (Unix time in seconds); null when the charger could not fetch prices.',
      'Preis des gewählten Tarifs in diesem Moment mit seiner Gültigkeit (Unix-Zeit in Sekunden); null, wenn die Ladestation keine Preise laden konnte.',
    ],
  }),
  key('awc', 'rw', 'int', 'Config', {
    options: [
      option(0, 'Austria', 'aWATTar Austria', 'aWATTar Österreich'),
      option(1, 'Germany', 'aWATTar Germany', 'aWATTar Deutschland'),
    ],
    limits: { min: 0, max: 65535 },
    resend: true,
    title: ['Electricity tariff', 'Stromtarif'],
    about: [
      'Number of the tariff whose prices are used: once just a country, later a tariff out of a long list chosen in the app. Owners report that writing it makes the charger fetch the prices again.',
      'Nummer des Tarifs, dessen Preise gelten: früher nur ein Land, später ein Tarif aus einer langen Liste in der App. Besitzer berichten, dass die Ladestation nach dem Schreiben die Preise neu lädt.',
    ],
  }),
  key('awpl', 'w', 'array', 'Status', {
    limits: { items: { type: 'object', fields: price } },
    resend: true,
    versions: [{ since: '60.2', type: 'object', limits: {} }],
    title: ['Own price list', 'Eigene Preisliste'],
    about: [
      'Hands the charger a price list of your own: entries {start, end, marketprice} with Unix times in seconds. From firmware 60.2 it wants an object, whose form is not documented. Cannot be read back.',
      'Gibt der Ladestation eine eigene Preisliste: Einträge {start, end, marketprice} mit Unix-Zeiten in Sekunden. Ab Firmware 60.2 erwartet sie ein Objekt, dessen Aufbau nicht dokumentiert ist. Nicht zurücklesbar.',
    ],
  }),
]);
