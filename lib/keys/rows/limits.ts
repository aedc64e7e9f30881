/** Limits of the current: what is requested, allowed and offered, and which limit decides. */
import { group, option, text } from '../define';
import type { Field } from '../row';

const electrical = text(
  'Raises or lowers what the installation has to carry. Set only what cable, fuse and registration allow.',
  'Ändert, was die Installation aushalten muss. Nur einstellen, was Leitung, Sicherung und Anmeldung erlauben.',
);

/** A field of `cll`: the vendor's name of the limit, as it is sent. */
function bound(name: string, en: string, de: string): Field {
  return { name, at: name, type: 'int', unit: 'A', title: text(en, de) };
}

/** The keys that bound every current that is set. */
const currentBounds = ['ama', 'var', 'cbl', 'adi'];

export const limits = group('limits', (key) => [
  key('amp', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 6, max: 32 },
    boundedBy: currentBounds,
    title: ['Charging current', 'Ladestrom'],
    about: [
      'Current per phase offered to the car, 6 to 32 A. Every model accepts up to 32 A; what really flows is also bounded by the installation limit (ama), the cable and the adapter. The key to regulate with.',
      'Strom je Phase, der dem Fahrzeug angeboten wird, 6 bis 32 A. Jedes Modell nimmt Werte bis 32 A an; was wirklich fließt, begrenzen auch die Installation (ama), das Kabel und der Adapter. Der richtige Wert zum Regeln.',
    ],
  }),
  key('acu', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'A',
    title: ['Current allowed now', 'Aktuell erlaubter Strom'],
    about: [
      'Current per phase the car may draw at this moment, after all limits. Null when charging is not allowed.',
      'Strom je Phase, den das Fahrzeug in diesem Moment ziehen darf, nach Abzug aller Begrenzungen. Kein Wert (null), wenn nicht geladen werden darf.',
    ],
  }),
  key('tcl', 'rw', 'int', 'Config', {
    nullable: true,
    unit: 'A',
    limits: { min: 6, max: 32 },
    resend: true,
    boundedBy: currentBounds,
    title: ['Temporary current limit', 'Vorübergehende Stromgrenze'],
    about: [
      'Limits the current for a while and leaves the charging current (amp) as the owner set it. Lapses after 10 minutes unless it is written again; null lifts it.',
      'Begrenzt den Strom für eine Weile und lässt den eingestellten Ladestrom (amp) unberührt. Verfällt nach 10 Minuten, wenn der Wert nicht erneut geschrieben wird; null hebt die Grenze auf.',
    ],
  }),
  key('mca', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 6, max: 32 },
    boundedBy: currentBounds,
    title: ['Minimum charging current', 'Mindestladestrom'],
    about: [
      'The charger never offers less than this while charging. Raise it for cars that do not charge at 6 A.',
      'Weniger bietet die Ladestation beim Laden nie an. Höher einstellen für Fahrzeuge, die mit 6 A nicht laden.',
    ],
  }),
  key('ama', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 6, max: 32 },
    caution: electrical,
    boundedBy: ['var'],
    title: ['Installation current limit', 'Stromgrenze der Installation'],
    about: [
      'Most current per phase the electrical installation allows; no other setting can exceed it. Set once by the electrician: use the charging current (amp) to regulate, never this.',
      'Höchster Strom je Phase, den die Elektroinstallation erlaubt; keine andere Einstellung kommt darüber. Wird einmal vom Elektriker eingestellt: zum Regeln den Ladestrom (amp) verwenden, nie diesen Wert.',
    ],
  }),
  key('cll', 'r', 'object', 'Status', {
    nullable: true,
    fields: [
      bound('requestedCurrent', 'Charging current set', 'Eingestellter Ladestrom'),
      bound('currentLimitMax', 'Limit of the installation', 'Grenze der Installation'),
      bound('cableCurrentLimit', 'Limit of the cable', 'Grenze des Kabels'),
      bound('adapterCurrentLimit', 'Limit of the adapter', 'Grenze des Adapters'),
      bound('temperatureCurrentLimit', 'Limit by temperature', 'Grenze durch Temperatur'),
      bound('unsymetryCurrentLimit', 'Limit by unbalanced load', 'Grenze durch Schieflast'),
      bound('loadLimit', 'Limit of load balancing', 'Grenze des Lastmanagements'),
      bound('pvSurplus', 'Limit of surplus charging', 'Grenze des Überschussladens'),
      bound('awattar', 'Limit by electricity price', 'Grenze durch Strompreis'),
      bound('accessControl', 'Limit of access control', 'Grenze der Zugangskontrolle'),
      bound('minChargingCurrent', 'Minimum charging current', 'Mindestladestrom'),
    ],
    title: ['Limits at work', 'Wirksame Stromgrenzen'],
    about: [
      'Every limit the charging logic takes into account right now, in A; the smallest wins. Limits that do not apply are left out, newer firmware adds more. Null on some models.',
      'Alle Grenzen, die die Ladelogik gerade berücksichtigt, in A; die kleinste entscheidet. Was nicht zutrifft, fehlt; neuere Firmware kennt weitere. Manche Modelle senden null.',
    ],
  }),
  key('clp', 'rw', 'array', 'Config', {
    unit: 'A',
    limits: { maxItems: 5, items: { type: 'int', unit: 'A', limits: { min: 6, max: 32 } } },
    title: ['Current presets', 'Stromstufen'],
    about: [
      'The currents the button on the charger steps through, up to five, each 6 to 32 A.',
      'Die Ströme, zwischen denen der Taster an der Ladestation wechselt: höchstens fünf, jeweils 6 bis 32 A.',
    ],
  }),
  key('amt', 'r', 'int', 'Status', {
    unit: 'A',
    title: ['Temperature current limit', 'Stromgrenze durch Temperatur'],
    about: [
      'Most current the charger allows at its present temperature. 32 A means that heat limits nothing.',
      'Höchster Strom, den die Ladestation bei ihrer Temperatur zulässt. 32 A bedeutet: keine Begrenzung durch Wärme.',
    ],
  }),
  key('var', 'r', 'int', 'Constant', {
    options: [option(11, 'Kw11', '11 kW (16 A)', '11 kW (16 A)'), option(22, 'Kw22', '22 kW (32 A)', '22 kW (32 A)')],
    title: ['Power variant', 'Leistungsvariante'],
    about: [
      'Which variant of the charger it is: 11 for 11 kW with 16 A, 22 for 22 kW with 32 A.',
      'Welche Variante der Ladestation es ist: 11 für 11 kW mit 16 A, 22 für 22 kW mit 32 A.',
    ],
  }),
  key('la1', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 0, max: 32 },
    caution: electrical,
    title: ['Adapter limit, one phase', 'Adaptergrenze einphasig'],
    about: [
      'Most current on one phase while an adapter limits the charger.',
      'Höchster Strom beim einphasigen Laden, solange ein Adapter die Ladestation begrenzt.',
    ],
  }),
  key('la3', 'rw', 'int', 'Config', {
    unit: 'A',
    limits: { min: 0, max: 32 },
    caution: electrical,
    title: ['Adapter limit, three phases', 'Adaptergrenze dreiphasig'],
    about: [
      'Most current per phase on three phases while an adapter limits the charger.',
      'Höchster Strom je Phase beim dreiphasigen Laden, solange ein Adapter die Ladestation begrenzt.',
    ],
  }),
  key('fse', 'r', 'bool', 'Config', {
    since: '60.4',
    title: ['Failsafe limit active', 'Notfallgrenze aktiv'],
    about: [
      'Whether the charger falls back to its failsafe current (fsi). What triggers it is not documented.',
      'Ob die Ladestation auf ihren Notfallstrom (fsi) zurückfällt. Wodurch das ausgelöst wird, ist nicht dokumentiert.',
    ],
  }),
  key('fsi', 'r', 'int', 'Config', {
    unit: 'A',
    since: '60.4',
    title: ['Failsafe current', 'Notfallstrom'],
    about: [
      'Current the charger keeps to under the failsafe limit (fse); model status 41 then says so.',
      'Strom, den die Ladestation unter der Notfallgrenze (fse) einhält; der Modellstatus 41 zeigt das an.',
    ],
  }),
  key('fsc', 'r', 'int', 'Config', {
    since: '60.4',
    title: ['Failsafe countdown', 'Countdown der Notfallgrenze'],
    about: [
      'Counts down towards the failsafe limit (fse). The unit is not documented.',
      'Zählt bis zur Notfallgrenze (fse) herunter. Die Einheit ist nicht dokumentiert.',
    ],
  }),
  key('acui', 'r', 'int', 'Other', {
    nullable: true,
    title: ['Internal allowed current', 'Interner erlaubter Strom'],
    about: [
      'Not documented; seen on firmware 054 with the same number as the current allowed now (acu).',
      'Nicht dokumentiert; auf Firmware 054 mit derselben Zahl wie der aktuell erlaubte Strom (acu) gesehen.',
    ],
  }),
  key('acl', 'r', 'int', 'Other', {
    nullable: true,
    title: ['Undocumented current limit', 'Undokumentierte Stromgrenze'],
    about: [
      'Meaning not documented; seen as 16 on firmware 054.',
      'Bedeutung nicht dokumentiert; auf Firmware 054 mit dem Wert 16 gesehen.',
    ],
  }),
  key('lcm', 'r', 'int', 'Other', {
    title: ['Undocumented number (lcm)', 'Undokumentierte Zahl (lcm)'],
    about: [
      'Meaning not documented; seen as 15 on firmware 050.',
      'Bedeutung nicht dokumentiert; auf Firmware 050 mit dem Wert 15 gesehen.',
    ],
  }),
  key('lch', 'r', 'int', 'Other', {
    nullable: true,
    title: ['Last charging (undocumented)', 'Letztes Laden (undokumentiert)'],
    about: [
      'Not documented. Seen with the same number as the last change to charging (lcctc), so presumably milliseconds since boot; null when there was none.',
      'Nicht dokumentiert. Mit derselben Zahl wie der letzte Wechsel zum Laden (lcctc) gesehen, also vermutlich Millisekunden seit dem Start; null, wenn noch nie.',
    ],
  }),
]);
