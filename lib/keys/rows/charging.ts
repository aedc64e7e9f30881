/** Start, stop and mode of charging: force, access control, transactions, energy limit, pauses. */
import { group, option, text } from '../define';

const openOrWait = [
  option(0, 'Open', 'Anyone may charge', 'Alle dürfen laden'),
  option(1, 'Wait', 'Card or app needed', 'Karte oder App nötig'),
];
const evcms = option(2, 'EVCMS', 'Released by a management system (EVCMS)', 'Freigabe durch Verwaltungssystem (EVCMS)');

const basicOrEco = [
  option(3, 'Default', 'Basic', 'Basic'),
  option(4, 'Awattar', 'Eco (cheap or solar power)', 'Eco (günstiger Strom oder Sonnenstrom)'),
];

/** Transactions: the number is the index of the card plus one; there are ten places for cards. */
const transactions = [
  option(0, 'WithoutCard', 'Without card', 'Ohne Karte'),
  option(1, 'Card1', 'Card 1', 'Karte 1'),
  option(2, 'Card2', 'Card 2', 'Karte 2'),
  option(3, 'Card3', 'Card 3', 'Karte 3'),
  option(4, 'Card4', 'Card 4', 'Karte 4'),
  option(5, 'Card5', 'Card 5', 'Karte 5'),
  option(6, 'Card6', 'Card 6', 'Karte 6'),
  option(7, 'Card7', 'Card 7', 'Karte 7'),
  option(8, 'Card8', 'Card 8', 'Karte 8'),
  option(9, 'Card9', 'Card 9', 'Karte 9'),
  option(10, 'Card10', 'Card 10', 'Karte 10'),
];

export const charging = group('charging', (key) => [
  key('frc', 'rw', 'int', 'Config', {
    options: [
      option(0, 'Neutral', 'Neutral (own rules decide)', 'Neutral (eigene Regeln entscheiden)'),
      option(1, 'Off', 'Do not charge', 'Nicht laden'),
      option(2, 'On', 'Charge', 'Laden'),
    ],
    title: ['Start or stop charging', 'Laden starten oder stoppen'],
    about: [
      'Forces charging on or off, whatever schedule, price or surplus say; the way to start and stop from a flow. Falls back to neutral when the car is unplugged; starting can take 15 seconds.',
      'Erzwingt Laden oder Nichtladen, egal was Zeitplan, Preis oder Überschuss sagen; damit startet und stoppt ein Flow. Springt beim Abstecken auf Neutral zurück; der Start kann 15 Sekunden dauern.',
    ],
  }),
  key('alw', 'r', 'bool', 'Status', {
    title: ['Charging allowed now', 'Laden gerade erlaubt'],
    about: [
      'Whether the charger lets the car charge at this moment, all rules considered. It can only be read; to start or stop, write frc.',
      'Ob die Ladestation das Fahrzeug unter allen Regeln in diesem Moment laden lässt. Nur lesbar; zum Starten und Stoppen frc schreiben.',
    ],
  }),
  key('alwt', 'r', 'int', 'Status', {
    unit: 'ms',
    since: '60.2',
    title: ['Charging permission changed at', 'Ladefreigabe geändert um'],
    about: [
      'When "charging allowed now" last changed, in milliseconds since boot: age = rbt minus this.',
      'Wann „Laden gerade erlaubt“ zuletzt gewechselt hat, in Millisekunden seit dem Start: Alter = rbt minus diesem Wert.',
    ],
  }),
  key('lmo', 'rw', 'int', 'Config', {
    options: [...basicOrEco, option(5, 'AutomaticStop', 'Daily Trip', 'Daily Trip')],
    versions: [{ since: '59.4', options: [...basicOrEco, option(5, 'NextTrip', 'Daily Trip', 'Daily Trip')] }],
    title: ['Charging mode', 'Lademodus'],
    about: [
      'Which logic decides: Basic charges at once, Eco waits for cheap or surplus power, Daily Trip has a set amount of energy in the car by a set time.',
      'Welche Logik entscheidet: Basic lädt sofort, Eco wartet auf günstigen Strom oder Überschuss, Daily Trip lädt eine gewünschte Energiemenge bis zu einer gewünschten Zeit.',
    ],
  }),
  key('dwo', 'rw', 'float', 'Config', {
    nullable: true,
    unit: 'Wh',
    limits: { min: 0 },
    title: ['Energy limit per session', 'Energiegrenze je Ladung'],
    about: [
      'Charging stops when this much energy has been delivered since the car was connected; null means no limit. Not the energy wanted by Daily Trip.',
      'Das Laden endet, wenn seit dem Anstecken so viel Energie geladen wurde; null heißt keine Grenze. Nicht zu verwechseln mit der Energie für Daily Trip.',
    ],
  }),
  key('acs', 'rw', 'int', 'Config', {
    options: openOrWait,
    versions: [{ since: '59.4', options: [...openOrWait, evcms] }],
    title: ['Access control', 'Zugangskontrolle'],
    about: [
      'Whether charging starts for everyone, or waits for a card, the app or a transaction set by a flow.',
      'Ob jeder sofort laden kann oder erst eine Karte, die App oder eine vom Flow gesetzte Transaktion das Laden freigibt.',
    ],
  }),
  key('facacs', 'r', 'int', 'Config', {
    options: [...openOrWait, evcms],
    since: '60.2',
    title: ['Access control from factory', 'Zugangskontrolle ab Werk'],
    about: [
      'The access control the charger was delivered with; the setting in force is acs.',
      'Die Zugangskontrolle, mit der die Ladestation ausgeliefert wurde; die geltende Einstellung ist acs.',
    ],
  }),
  key('trx', 'r', 'int', 'Status', {
    nullable: true,
    options: transactions,
    versions: [{ since: '050.0', access: 'rw', limits: { min: 0, max: 10 } }],
    title: ['Session released for', 'Ladung freigegeben für'],
    about: [
      'Who the session belongs to: null to no card yet, 0 released without a card, otherwise the card number counted from 1. Newer firmwares let a flow release a session by writing it; without a car it lapses after about two minutes.',
      'Wem die Ladung gehört: null noch niemandem, 0 ohne Karte freigegeben, sonst die Kartennummer ab 1. Neuere Firmware lässt einen Flow die Ladung durch Schreiben freigeben; ohne Fahrzeug verfällt das nach etwa zwei Minuten.',
    ],
  }),
  key('txt', 'rw', 'int', 'Config', {
    limits: { min: 0 },
    since: '60.4',
    title: ['Release lapses after', 'Freigabe verfällt nach'],
    about: [
      'How long a released session waits for a car before it lapses. The unit is not documented: read the value first.',
      'Wie lange eine freigegebene Ladung auf ein Fahrzeug wartet, bevor sie verfällt. Die Einheit ist nicht dokumentiert: vorher den Wert auslesen.',
    ],
  }),
  key('cdi', 'r', 'object', 'Status', {
    nullable: true,
    fields: [
      {
        name: 'type',
        at: 'type',
        type: 'int',
        title: text('What the value means', 'Bedeutung des Werts'),
        options: [option(0, 'CountingUp', 'Charging since', 'Lädt seit'), option(1, 'Duration', 'Duration', 'Dauer')],
      },
      {
        name: 'value',
        at: 'value',
        type: 'int',
        unit: 'ms',
        title: text('Duration, or start since boot', 'Dauer, oder Beginn seit dem Start'),
      },
      {
        name: 'time',
        at: 'value',
        type: 'int',
        unit: 'ms',
        ago: { name: 'type', is: 0 },
        title: text('Charging time', 'Ladezeit'),
      },
    ],
    title: ['Charging duration', 'Ladedauer'],
    about: [
      'Time spent charging. With type 1 the value is a duration in milliseconds; with type 0 the car is charging and the value is when that began, in milliseconds since boot. cdi.time is the charging time either way. May be null when nothing is charging.',
      'Zeit, die geladen wurde. Bei Typ 1 ist der Wert eine Dauer in Millisekunden; bei Typ 0 wird geladen, und der Wert ist der Beginn in Millisekunden seit dem Start. cdi.time ist in beiden Fällen die Ladezeit. Kann null sein, wenn nicht geladen wird.',
    ],
  }),
  key('acp', 'rw', 'bool', 'Config', {
    title: ['Charging pauses allowed', 'Ladepausen erlaubt'],
    about: [
      'Whether the charger may interrupt a running charge; switch it off for cars that do not wake up again. Without pauses, surplus charging never stops by itself.',
      'Ob die Ladestation eine laufende Ladung unterbrechen darf; abschalten bei Fahrzeugen, die danach nicht mehr aufwachen. Ohne Pausen endet Überschussladen nie von selbst.',
    ],
  }),
  key('su', 'rw', 'bool', 'Config', {
    title: ['Simulate unplugging briefly', 'Ausstecken kurz simulieren'],
    about: [
      'Pretends for a moment that the cable was pulled before charging resumes, which wakes cars that have fallen asleep in a pause.',
      'Täuscht vor dem Weiterladen kurz ein abgezogenes Kabel vor und weckt so Fahrzeuge, die in der Pause eingeschlafen sind.',
    ],
  }),
  key('sua', 'rw', 'bool', 'Config', {
    since: '053.1',
    title: ['Simulate unplugging all pause', 'Ausstecken dauerhaft simulieren'],
    about: [
      'Pretends that the cable is pulled for as long as charging is not allowed; for cars that a short pretence does not wake. Not published by MQTT.',
      'Täuscht ein abgezogenes Kabel vor, solange nicht geladen werden darf; für Fahrzeuge, die ein kurzes Vortäuschen nicht weckt. Wird nicht per MQTT gesendet.',
    ],
  }),
  key('sumd', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    title: ['Simulated unplugging lasts', 'Dauer des simulierten Aussteckens'],
    about: [
      'How long the short pretence of a pulled cable lasts; usually 5 to 10 seconds.',
      'Wie lange das kurz vorgetäuschte Ausstecken dauert; üblich sind 5 bis 10 Sekunden.',
    ],
  }),
  key('emx', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    since: '59.4',
    title: ['Energy mix after unplugging', 'Energiemix nach dem Abstecken'],
    about: [
      'For how long after unplugging the energy mix (grid, solar, battery) of the session is kept up; details are not documented.',
      'Wie lange nach dem Abstecken der Energiemix (Netz, Sonne, Speicher) der Ladung noch weitergeführt wird; Näheres ist nicht dokumentiert.',
    ],
  }),
  key('simo', 'r', 'bool', 'Config', {
    title: ['Simplified mode', 'Vereinfachter Modus'],
    about: [
      'Whether the charger runs in its simplified mode; what that leaves out is not documented.',
      'Ob die Ladestation im vereinfachten Modus läuft; was dabei wegfällt, ist nicht dokumentiert.',
    ],
  }),
  key('asc', 'r', 'bool', 'Other', {
    title: ['Internal switch asc', 'Interner Schalter asc'],
    about: [
      'Meaning not documented; seen as true on V3 with firmware 050.',
      'Bedeutung nicht dokumentiert; gesehen als true bei V3 mit Firmware 050.',
    ],
  }),
]);
