/** Random delays, so that the chargers of a neighbourhood do not switch in the same second. */
import { group } from '../define';

const abort = 'null when none is running. Write null to end the delay now; the scale of the time is not documented.';
const abbruch =
  'null, wenn keine läuft. null schreiben, um die Verzögerung sofort zu beenden; die Zeitskala ist nicht dokumentiert.';

export const randomDelay = group('charging', (key) => [
  key('rdbs', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    title: ['Random delay, schedule start', 'Zufallsverzögerung Zeitplanbeginn'],
    about: [
      'Longest random delay before charging starts by schedule, to spare the grid a jump; 0 means none.',
      'Längste zufällige Verzögerung, bevor nach Zeitplan geladen wird, um dem Netz einen Sprung zu ersparen; 0 heißt keine.',
    ],
  }),
  key('rdbse', 'rw', 'int', 'Config', {
    nullable: true,
    title: ['Schedule start delayed until', 'Zeitplanbeginn verzögert bis'],
    about: [
      `When the running random delay before a scheduled start ends; ${abort}`,
      `Wann die laufende Zufallsverzögerung vor dem Zeitplanbeginn endet; ${abbruch}`,
    ],
  }),
  key('rdes', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    title: ['Random delay, schedule end', 'Zufallsverzögerung Zeitplanende'],
    about: [
      'Longest random delay before charging stops by schedule; 0 means none.',
      'Längste zufällige Verzögerung, bevor das Laden nach Zeitplan endet; 0 heißt keine.',
    ],
  }),
  key('rdese', 'rw', 'int', 'Config', {
    nullable: true,
    title: ['Schedule end delayed until', 'Zeitplanende verzögert bis'],
    about: [
      `When the running random delay before a scheduled stop ends; ${abort}`,
      `Wann die laufende Zufallsverzögerung vor dem Zeitplanende endet; ${abbruch}`,
    ],
  }),
  key('rdbf', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    title: ['Random delay, tariff start', 'Zufallsverzögerung Tarifbeginn'],
    about: [
      'Longest random delay before charging starts because the flexible tariff is cheap; 0 means none.',
      'Längste zufällige Verzögerung, bevor wegen eines günstigen flexiblen Tarifs geladen wird; 0 heißt keine.',
    ],
  }),
  key('rdbfe', 'rw', 'int', 'Config', {
    nullable: true,
    title: ['Tariff start delayed until', 'Tarifbeginn verzögert bis'],
    about: [
      `When the running random delay before a start by tariff ends; ${abort}`,
      `Wann die laufende Zufallsverzögerung vor dem Laden nach Tarif endet; ${abbruch}`,
    ],
  }),
  key('rdef', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    title: ['Random delay, tariff end', 'Zufallsverzögerung Tarifende'],
    about: [
      'Longest random delay before charging stops because the cheap time of the flexible tariff is over; 0 means none.',
      'Längste zufällige Verzögerung, bevor das Laden mit der günstigen Zeit des flexiblen Tarifs endet; 0 heißt keine.',
    ],
  }),
  key('rdefe', 'rw', 'int', 'Config', {
    nullable: true,
    title: ['Tariff end delayed until', 'Tarifende verzögert bis'],
    about: [
      `When the running random delay before a stop by tariff ends; ${abort}`,
      `Wann die laufende Zufallsverzögerung vor dem Ladeende nach Tarif endet; ${abbruch}`,
    ],
  }),
  key('rdpl', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    title: ['Random delay after plugging', 'Zufallsverzögerung nach dem Anstecken'],
    about: [
      'Longest random delay between connecting the car and the start of charging; 0 means none.',
      'Längste zufällige Verzögerung zwischen Anstecken und Ladebeginn; 0 heißt keine.',
    ],
  }),
  key('rdple', 'rw', 'int', 'Config', {
    nullable: true,
    title: ['Start after plugging delayed until', 'Start nach Anstecken verzögert bis'],
    about: [
      `When the running random delay after connecting the car ends; ${abort}`,
      `Wann die laufende Zufallsverzögerung nach dem Anstecken endet; ${abbruch}`,
    ],
  }),
  key('rdre', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    title: ['Random delay after reconnection', 'Zufallsverzögerung nach Wiederverbindung'],
    about: [
      'Longest random delay before charging goes on after the charger was reconnected; 0 means none.',
      'Längste zufällige Verzögerung, bevor nach einer Wiederverbindung der Ladestation weitergeladen wird; 0 heißt keine.',
    ],
  }),
  key('rdree', 'rw', 'int', 'Config', {
    nullable: true,
    title: ['Reconnection delayed until', 'Wiederverbindung verzögert bis'],
    about: [
      `When the running random delay after a reconnection ends; ${abort}`,
      `Wann die laufende Zufallsverzögerung nach einer Wiederverbindung endet; ${abbruch}`,
    ],
  }),
]);
