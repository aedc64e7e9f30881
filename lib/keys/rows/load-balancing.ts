/** Load balancing: several chargers on one supply. */
import { group, option, text } from '../define';

/** Largest time that a charger stores: Unix time in seconds, as an unsigned 32-bit number [vendor's API documents]. */
const LATEST_S = 4_294_967_295;

const shared = text(
  'Changes how chargers share one connection; a wrong value can overload the fuse or stop the whole group.',
  'Ändert, wie sich Ladestationen einen Anschluss teilen; ein falscher Wert kann die Sicherung überlasten oder die ganze Gruppe anhalten.',
);

export const loadBalancing = group('limits', (key) => [
  key('loe', 'rw', 'bool', 'Config', {
    caution: shared,
    title: ['Load balancing enabled', 'Lastmanagement aktiv'],
    about: [
      'Whether this charger shares the current of its group with other chargers.',
      'Ob sich diese Ladestation den Strom ihrer Gruppe mit anderen Ladestationen teilt.',
    ],
  }),
  key('loa', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'A',
    title: ['Load balancing current', 'Strom vom Lastmanagement'],
    about: [
      'Current the group grants this charger at the moment. Null without load balancing.',
      'Strom, den die Gruppe dieser Ladestation gerade zugesteht. Kein Wert (null) ohne Lastmanagement.',
    ],
  }),
  key('lot', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 0 },
    resend: true,
    caution: shared,
    versions: [
      {
        since: '055.0',
        type: 'object',
        unit: undefined,
        limits: {},
        fields: [
          {
            name: 'amp',
            at: 'amp',
            type: 'int',
            unit: 'A',
            limits: { min: 0 },
            title: text('Current in use', 'Geltender Strom'),
          },
          {
            name: 'dyn',
            at: 'dyn',
            type: 'int',
            unit: 'A',
            limits: { min: 0 },
            title: text('Dynamic total', 'Gesamtstrom dynamisch'),
          },
          {
            name: 'sta',
            at: 'sta',
            type: 'int',
            unit: 'A',
            limits: { min: 0 },
            title: text('Static total', 'Gesamtstrom statisch'),
          },
          {
            name: 'ts',
            at: 'ts',
            type: 'int',
            unit: 's',
            limits: { min: 0, max: LATEST_S },
            title: text('Time of change (Unix)', 'Zeitpunkt der Änderung (Unix)'),
          },
        ],
      },
    ],
    title: ['Group total current', 'Gesamtstrom der Gruppe'],
    about: [
      'Current per phase that all chargers of the group may draw together. A number in old firmware; from 055 an object with amp, dyn (dynamic) and sta (static) in A, and ts, the Unix time in seconds at which whoever wrote it last did so: by it charger and cloud tell which value is newer, so give it the present time.',
      'Strom je Phase, den alle Ladestationen der Gruppe zusammen ziehen dürfen. In alter Firmware eine Zahl; ab 055 ein Objekt mit amp, dyn (dynamisch) und sta (statisch) in A sowie ts, der Unix-Zeit in Sekunden, zu der zuletzt geschrieben wurde: Daran erkennen Ladestation und Cloud den neueren Wert, deshalb die jetzige Zeit angeben.',
    ],
  }),
  key('loty', 'rw', 'int', 'Config', {
    options: [option(0, 'Static', 'Static', 'Statisch'), option(1, 'Dynamic', 'Dynamic', 'Dynamisch')],
    caution: shared,
    title: ['Load balancing type', 'Art des Lastmanagements'],
    about: [
      'Static shares a fixed total current; dynamic also takes the other consumers of the house into account.',
      'Statisch wird ein fester Gesamtstrom geteilt; dynamisch zählen auch die anderen Verbraucher im Haus.',
    ],
  }),
  key('lop', 'rw', 'int', 'Config', {
    limits: { min: 0, max: 65535 },
    title: ['Load balancing priority', 'Priorität im Lastmanagement'],
    about: [
      'How this charger ranks in its group when there is not enough current for all. The app offers 1 to 99; the factory value is 50.',
      'Rang dieser Ladestation in ihrer Gruppe, wenn der Strom nicht für alle reicht. Die App bietet 1 bis 99 an; ab Werk steht der Wert auf 50.',
    ],
  }),
  key('lof', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 0, max: 32 },
    caution: shared,
    title: ['Load balancing fallback current', 'Ersatzstrom ohne Lastmanagement'],
    about: [
      'Current this charger uses when it has lost contact with its group. What 0 does is not documented; presumably charging stops.',
      'Strom, mit dem diese Ladestation lädt, wenn sie den Kontakt zur Gruppe verloren hat. Was 0 bewirkt, ist nicht dokumentiert; vermutlich stoppt das Laden.',
    ],
  }),
  key('log', 'rw', 'string', 'Config', {
    caution: shared,
    title: ['Load balancing group', 'Gruppe des Lastmanagements'],
    about: [
      'Identifier of the group of chargers that share one connection; empty without a group.',
      'Kennung der Gruppe von Ladestationen, die sich einen Anschluss teilen; leer ohne Gruppe.',
    ],
  }),
  key('map', 'rw', 'array', 'Config', {
    limits: { minItems: 3, maxItems: 3, items: { type: 'int', limits: { min: 0, max: 3 } } },
    caution: shared,
    fields: [
      { name: 'L1', at: 0, type: 'int', title: text('House phase at L1', 'Hausphase an L1') },
      { name: 'L2', at: 1, type: 'int', title: text('House phase at L2', 'Hausphase an L2') },
      { name: 'L3', at: 2, type: 'int', title: text('House phase at L3', 'Hausphase an L3') },
    ],
    title: ['Phase mapping', 'Phasenzuordnung'],
    about: [
      'Which phase of the house is connected to L1, L2 and L3 of this charger, so that the group adds up the right currents. [1,2,3] is not rotated.',
      'Welche Phase des Hauses an L1, L2 und L3 dieser Ladestation liegt, damit die Gruppe die richtigen Ströme zusammenzählt. [1,2,3] heißt: nicht verdreht.',
    ],
  }),
  key('lopr', 'rw', 'bool', 'Config', {
    caution: text(
      'Protected settings may ask for the installer password before they can be changed again.',
      'Geschützte Einstellungen lassen sich womöglich nur noch mit dem Passwort des Installateurs ändern.',
    ),
    title: ['Load balancing protected', 'Lastmanagement geschützt'],
    about: [
      'Whether the settings of load balancing are protected against changes.',
      'Ob die Einstellungen des Lastmanagements gegen Änderungen geschützt sind.',
    ],
  }),
]);
