import { group, option, text } from '../define';
import type { Field, Option } from '../row';

const scheduleOff = option(0, 'Disabled', 'Off', 'Aus');

function scheduleFields(control: readonly Option[]): readonly Field[] {
  return [
    {
      name: 'control',
      at: 'control',
      type: 'int',
      title: text('What the times do', 'Wirkung der Zeiten'),
      options: control,
    },
    { name: 'ranges', at: 'ranges', type: 'array', title: text('Time ranges', 'Zeitfenster') },
  ];
}

const insideOrOutside = scheduleFields([
  scheduleOff,
  option(1, 'Inside', 'Charge only within the times', 'Nur innerhalb der Zeiten laden'),
  option(2, 'Outside', 'Charge only outside the times', 'Nur außerhalb der Zeiten laden'),
]);

const allowOrBlock = scheduleFields([
  scheduleOff,
  option(1, 'Allow', 'Charge only within the times', 'Nur innerhalb der Zeiten laden'),
  option(2, 'Block', 'Do not charge within the times', 'Innerhalb der Zeiten nicht laden'),
  option(3, 'AllowFromGrid', 'Grid power only within the times', 'Netzstrom nur innerhalb der Zeiten'),
  option(4, 'BlockFromGrid', 'No grid power within the times', 'Kein Netzstrom innerhalb der Zeiten'),
]);

const shape =
  'An object {control, ranges}; ranges holds two times {begin, end}, each {hour, minute} and in newer firmwares {second}. It is written as a whole.';
const form =
  'Ein Objekt {control, ranges}; in ranges stehen zwei Zeitfenster {begin, end}, jeweils {hour, minute} und bei neuerer Firmware {second}. Geschrieben wird es als Ganzes.';

export const schedule = group('charging', (key) => [
  key('sch_week', 'rw', 'object', 'Config', {
    fields: insideOrOutside,
    versions: [{ since: '59.4', fields: allowOrBlock }],
    title: ['Schedule Monday to Friday', 'Zeitplan Montag bis Freitag'],
    about: [`Charging times on weekdays. ${shape}`, `Ladezeiten an Werktagen. ${form}`],
  }),
  key('sch_satur', 'rw', 'object', 'Config', {
    fields: insideOrOutside,
    versions: [{ since: '59.4', fields: allowOrBlock }],
    title: ['Schedule Saturday', 'Zeitplan Samstag'],
    about: [`Charging times on Saturday. ${shape}`, `Ladezeiten am Samstag. ${form}`],
  }),
  key('sch_sund', 'rw', 'object', 'Config', {
    fields: insideOrOutside,
    versions: [{ since: '59.4', fields: allowOrBlock }],
    title: ['Schedule Sunday', 'Zeitplan Sonntag'],
    about: [`Charging times on Sunday. ${shape}`, `Ladezeiten am Sonntag. ${form}`],
  }),
]);
