/** Phase switching: one phase or three, and the state of the contactor. */
import { group, option } from '../define';

export const phaseSwitching = group('charging', (key) => [
  key('psm', 'rw', 'int', 'Config', {
    options: [
      option(0, 'Auto', 'Automatic', 'Automatisch'),
      option(1, 'Force_1', 'One phase', 'Einphasig'),
      option(2, 'Force_3', 'Three phases', 'Dreiphasig'),
    ],
    title: ['Number of phases (setting)', 'Phasenzahl (Einstellung)'],
    about: [
      'Whether to charge on one phase or three, or to let the charger choose. Switching pauses the charge and moves a contactor, so do not do it every minute.',
      'Ob ein- oder dreiphasig geladen wird oder die Ladestation selbst wählt. Das Umschalten unterbricht die Ladung und bewegt ein Schütz, also nicht im Minutentakt.',
    ],
  }),
  key('fsp', 'r', 'bool', 'Status', {
    title: ['Single phase in force', 'Einphasig erzwungen'],
    about: [
      'Whether the charging logic is asking for a single phase at present. Chargers refuse to have it written, whatever newer tables say; the setting is psm.',
      'Ob die Ladelogik derzeit einphasiges Laden verlangt. Ladestationen lehnen das Schreiben ab, auch wenn neuere Tabellen es anders angeben; die Einstellung ist psm.',
    ],
  }),
  key('pnp', 'r', 'int', 'Status', {
    title: ['Number of phases', 'Anzahl der Phasen'],
    about: [
      'How many phases the charger is counting with; 0 when none is in use.',
      'Mit wie vielen Phasen die Ladestation rechnet; 0, wenn keine genutzt wird.',
    ],
  }),
  key('mpwst', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    title: ['Wait before switching phases', 'Wartezeit vor dem Phasenwechsel'],
    about: [
      'How long surplus charging must keep wanting the other number of phases before it switches; usually 120 000 (two minutes).',
      'Wie lange das Überschussladen ununterbrochen die andere Phasenzahl wollen muss, bevor umgeschaltet wird; üblich 120 000 (zwei Minuten).',
    ],
  }),
  key('mptwt', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    title: ['Time between phase switches', 'Mindestabstand der Phasenwechsel'],
    about: [
      'Shortest time between two switches of the number of phases; usually 600 000 (ten minutes). Short times wear the contactor out.',
      'Kürzeste Zeit zwischen zwei Umschaltungen der Phasenzahl; üblich 600 000 (zehn Minuten). Kurze Zeiten verschleißen das Schütz.',
    ],
  }),
  key('psmd', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    caution: {
      en: 'The pause protects the car while phases are switched; too short a pause can make it fault.',
      de: 'Die Pause schützt das Fahrzeug beim Phasenwechsel; ist sie zu kurz, kann es in Störung gehen.',
    },
    title: ['Pause while switching phases', 'Pause beim Phasenwechsel'],
    about: [
      'How long charging is interrupted while the number of phases changes; usually 10 000 (ten seconds).',
      'Wie lange das Laden beim Wechsel der Phasenzahl unterbrochen wird; üblich 10 000 (zehn Sekunden).',
    ],
  }),
  key('pwm', 'r', 'int', 'Status', {
    options: [
      option(0, 'Force_3', 'Three phases, forced', 'Dreiphasig, erzwungen'),
      option(1, 'Wish_1', 'One phase wanted', 'Einphasig gewünscht'),
      option(2, 'Wish_3', 'Three phases wanted', 'Dreiphasig gewünscht'),
    ],
    title: ['Phases wanted by surplus logic', 'Phasenwunsch der Überschussregelung'],
    about: [
      "Which number of phases the charger's own surplus logic would like to have; it switches after the waiting time. Meant for troubleshooting.",
      'Welche Phasenzahl die eigene Überschussregelung der Ladestation gern hätte; umgeschaltet wird nach der Wartezeit. Für die Fehlersuche gedacht.',
    ],
  }),
  key('fsptws', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Phase switch wanted since', 'Phasenwechsel gewünscht seit'],
    about: [
      'Since when the other number of phases has been wanted, in milliseconds since boot (age = rbt minus this); null when it is not.',
      'Seit wann die andere Phasenzahl gewünscht ist, in Millisekunden seit dem Start (Alter = rbt minus diesem Wert); null, wenn sie es nicht ist.',
    ],
  }),
  key('lfspt', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Last phase switch', 'Letzter Phasenwechsel'],
    about: [
      'When the number of phases was last switched, in milliseconds since boot (age = rbt minus this); null when not since boot.',
      'Wann die Phasenzahl zuletzt umgeschaltet wurde, in Millisekunden seit dem Start (Alter = rbt minus diesem Wert); null, wenn seit dem Start noch nicht.',
    ],
  }),
]);
