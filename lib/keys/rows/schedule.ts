/** Schedules: time ranges of working days, Saturday and Sunday. */
import { group, option, text } from '../define';
import type { Field, Option } from '../row';

const scheduleOff = option(0, 'Disabled', 'Off', 'Aus');

const range: readonly Field[] = [
  {
    name: 'begin',
    at: 'begin',
    type: 'object',
    required: true,
    limits: { format: 'time' },
    title: text('From', 'Von'),
  },
  { name: 'end', at: 'end', type: 'object', required: true, limits: { format: 'time' }, title: text('To', 'Bis') },
];

/** The fields of a schedule. @param maxItems ranges that a charger accepts; none where that is unknown */
function scheduleFields(control: readonly Option[], maxItems?: number): readonly Field[] {
  return [
    {
      name: 'control',
      at: 'control',
      type: 'int',
      required: true,
      title: text('What the times do', 'Wirkung der Zeiten'),
      options: control,
    },
    {
      name: 'ranges',
      at: 'ranges',
      type: 'array',
      limits: { ...(maxItems !== undefined && { maxItems }), items: { type: 'object', fields: range } },
      title: text('Time ranges', 'Zeitfenster'),
    },
  ];
}

/** Options of `control`: the names changed with firmware 59.4; a flow may use both. */
const insideOrOutside = [
  scheduleOff,
  option(1, 'Inside', 'Charge only within the times', 'Nur innerhalb der Zeiten laden', 'Allow'),
  option(2, 'Outside', 'Charge only outside the times', 'Nur außerhalb der Zeiten laden', 'Block'),
];

const allowOrBlock = [
  scheduleOff,
  option(1, 'Allow', 'Charge only within the times', 'Nur innerhalb der Zeiten laden', 'Inside'),
  option(2, 'Block', 'Do not charge within the times', 'Innerhalb der Zeiten nicht laden', 'Outside'),
  option(3, 'AllowFromGrid', 'Grid power only within the times', 'Netzstrom nur innerhalb der Zeiten'),
  option(4, 'BlockFromGrid', 'No grid power within the times', 'Kein Netzstrom innerhalb der Zeiten'),
];

/** More than two ranges a day came with 60.5 [vendor's changelog]; the maximum is not documented. */
const facts = {
  fields: scheduleFields(insideOrOutside, 2),
  versions: [
    { since: '59.4', fields: scheduleFields(allowOrBlock, 2) },
    { since: '60.5', fields: scheduleFields(allowOrBlock) },
  ],
};

const shape =
  'An object {control, ranges}; each range is {begin, end} with times {hour, minute, second}, which may be given as "06:00". Up to two ranges, from firmware 60.5 more; over HTTP a charger refuses a value that is too long, over MQTT it does not. It is written as a whole.';
const form =
  'Ein Objekt {control, ranges}; jedes Zeitfenster ist {begin, end} mit Zeiten {hour, minute, second}, für die auch "06:00" stehen darf. Bis zu zwei Zeitfenster, ab Firmware 60.5 mehr; über HTTP lehnt eine Ladestation einen zu langen Wert ab, über MQTT nicht. Geschrieben wird es als Ganzes.';

export const schedule = group('charging', (key) => [
  key('sch_week', 'rw', 'object', 'Config', {
    ...facts,
    title: ['Schedule Monday to Friday', 'Zeitplan Montag bis Freitag'],
    about: [`Charging times on weekdays. ${shape}`, `Ladezeiten an Werktagen. ${form}`],
  }),
  key('sch_satur', 'rw', 'object', 'Config', {
    ...facts,
    title: ['Schedule Saturday', 'Zeitplan Samstag'],
    about: [`Charging times on Saturday. ${shape}`, `Ladezeiten am Samstag. ${form}`],
  }),
  key('sch_sund', 'rw', 'object', 'Config', {
    ...facts,
    title: ['Schedule Sunday', 'Zeitplan Sonntag'],
    about: [`Charging times on Sunday. ${shape}`, `Ladezeiten am Sonntag. ${form}`],
  }),
]);
