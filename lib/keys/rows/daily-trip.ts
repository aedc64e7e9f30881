/** Daily Trip: an amount of energy in the car by a set time. */
import { group } from '../define';

export const dailyTrip = group('charging', (key) => [
  key('ate', 'rw', 'float', 'Config', {
    unit: 'Wh',
    limits: { min: 0 },
    title: ['Energy for Daily Trip', 'Energie für Daily Trip'],
    about: [
      'How much energy the Daily Trip mode is to have in the car by the wanted time.',
      'Wie viel Energie der Modus Daily Trip bis zur gewünschten Zeit laden soll.',
    ],
  }),
  key('att', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0, max: 86400, format: 'time' },
    title: ['Daily Trip ready at', 'Daily Trip fertig um'],
    about: [
      'Time of day by which Daily Trip is to be finished, in seconds after midnight: 7:30 is 27000. It may be given as "07:30".',
      'Uhrzeit, zu der Daily Trip fertig sein soll, in Sekunden nach Mitternacht: 7:30 Uhr ist 27000. Auch "07:30" wird angenommen.',
    ],
  }),
  key('ara', 'rw', 'bool', 'Config', {
    title: ['Eco after Daily Trip', 'Nach Daily Trip weiter Eco'],
    about: [
      'Whether Daily Trip, once it has its energy, goes on by the Eco rules instead of stopping.',
      'Ob Daily Trip, sobald die Energie geladen ist, nach den Regeln von Eco weiterlädt, statt aufzuhören.',
    ],
  }),
  key('atp', 'r', 'object', 'Status', {
    nullable: true,
    title: ['Daily Trip plan', 'Plan für Daily Trip'],
    about: [
      'When Daily Trip intends to charge, for troubleshooting; null without a plan. Its properties are not documented.',
      'Wann Daily Trip laden will, für die Fehlersuche; null ohne Plan. Die Eigenschaften sind nicht dokumentiert.',
    ],
  }),
  key('tls', 'r', 'bool', 'Status', {
    nullable: true,
    versions: [{ since: '59.4', type: 'int' }],
    title: ['Test charge started', 'Testladung begonnen'],
    about: [
      'Whether Daily Trip has started the short charge that measures how fast the car charges; from firmware 59.4 a time, whose scale is not documented. null when there was none.',
      'Ob Daily Trip die kurze Ladung begonnen hat, mit der es das Ladetempo des Fahrzeugs ermittelt; ab Firmware 59.4 ein Zeitpunkt, dessen Skala nicht dokumentiert ist. null, wenn es keine gab.',
    ],
  }),
  key('tlf', 'r', 'bool', 'Status', {
    title: ['Test charge finished', 'Testladung beendet'],
    about: [
      'Whether the short test charge of Daily Trip is done.',
      'Ob die kurze Testladung von Daily Trip abgeschlossen ist.',
    ],
  }),
  key('cco', 'rw', 'float', 'Config', {
    unit: 'kWh/100 km',
    limits: { min: 0 },
    title: ['Consumption of the car', 'Verbrauch des Fahrzeugs'],
    about: [
      'What the car needs for 100 km; the charger only keeps it for the app, which turns distance into energy with it.',
      'Was das Fahrzeug auf 100 km braucht; die Ladestation merkt es sich nur für die App, die damit Strecke in Energie umrechnet.',
    ],
  }),
  key('esk', 'rw', 'bool', 'Config', {
    title: ['App enters energy in kWh', 'App-Eingabe in kWh'],
    about: [
      'Whether the app asks for the energy in kWh; otherwise presumably as a distance. The charger itself does not use it.',
      'Ob die App die Energie in kWh abfragt, sonst vermutlich als Strecke. Die Ladestation selbst nutzt es nicht.',
    ],
  }),
]);
