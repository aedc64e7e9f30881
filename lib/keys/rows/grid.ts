/** Requirements of the grid: earth check, digital input, behaviour at bad voltage and frequency. */
import { group, option, text } from '../define';

const input = text(
  'The grid operator may depend on this input, and a wrong setting can block charging.',
  'Der Netzbetreiber kann auf diesen Eingang angewiesen sein, und eine falsche Einstellung kann das Laden verhindern.',
);

const rules = text(
  'Part of the protection the grid operator asks for. Change it only by agreement with the operator or an electrician.',
  'Teil des Schutzes, den der Netzbetreiber verlangt. Nur in Absprache mit Netzbetreiber oder Elektriker ändern.',
);

const locking = text(
  'Protected settings may ask for the installer password before they can be changed again.',
  'Geschützte Einstellungen lassen sich womöglich nur noch mit dem Passwort des Installateurs ändern.',
);

export const grid = group('limits', (key) => [
  key('nmo', 'rw', 'bool', 'Config', {
    caution: text(
      'Switches off the test of the protective earth. Right only on an IT grid without earth, as in Norway.',
      'Schaltet die Prüfung des Schutzleiters ab. Nur im IT-Netz ohne Erdung richtig, etwa in Norwegen.',
    ),
    title: ['Norway mode', 'Norwegen-Modus'],
    about: [
      'On: the charger does not test the protective earth, for IT grids. Off: the earth is tested.',
      'Ein: Der Schutzleiter wird nicht geprüft, für IT-Netze. Aus: Der Schutzleiter wird geprüft.',
    ],
  }),
  key('aus', 'r', 'bool', 'Config', {
    title: ['Australian variant', 'Variante für Australien'],
    about: ['Whether the charger is made for Australia.', 'Ob die Ladestation für Australien gebaut ist.'],
  }),
  key('die', 'rw', 'bool', 'Config', {
    caution: input,
    title: ['Digital input enabled', 'Digitaler Eingang aktiv'],
    about: [
      'Whether the charger heeds its digital input, by which the grid operator can reduce or block charging. Only models with such an input.',
      'Ob die Ladestation ihren digitalen Eingang beachtet, über den der Netzbetreiber das Laden drosseln oder sperren kann. Nur bei Modellen mit diesem Eingang.',
    ],
  }),
  key('dii', 'rw', 'bool', 'Config', {
    caution: input,
    title: ['Digital input inverted', 'Digitaler Eingang invertiert'],
    about: [
      'Whether an open contact counts as closed and a closed one as open.',
      'Ob ein offener Kontakt als geschlossen gilt und ein geschlossener als offen.',
    ],
  }),
  key('di1', 'rw', 'bool', 'Config', {
    caution: input,
    title: ['Digital input: one phase', 'Digitaler Eingang: einphasig'],
    about: [
      'Whether the active digital input makes the charger use one phase.',
      'Ob der aktive digitale Eingang auf einphasiges Laden umschaltet.',
    ],
  }),
  key('din', 'r', 'int', 'Status', {
    since: '59.4',
    title: ['Digital input states', 'Zustand digitaler Eingänge'],
    about: [
      'State of the digital inputs as a number, presumably one bit each; 0 and 1 were seen.',
      'Zustand der digitalen Eingänge als Zahl, vermutlich ein Bit je Eingang; gesehen wurden 0 und 1.',
    ],
  }),
  key('pdi', 'rw', 'bool', 'Config', {
    caution: locking,
    title: ['Digital input protected', 'Digitaler Eingang geschützt'],
    about: [
      'Whether the settings of the digital input are protected against changes.',
      'Ob die Einstellungen des digitalen Eingangs gegen Änderungen geschützt sind.',
    ],
  }),
  key('pgr', 'rw', 'bool', 'Config', {
    caution: locking,
    title: ['Grid settings protected', 'Netzvorgaben geschützt'],
    about: [
      'Whether the grid requirements (reconnection, ramp, voltage and frequency control) are protected against changes.',
      'Ob die Netzvorgaben (Wiederzuschaltung, Rampe, Spannungs- und Frequenzregelung) gegen Änderungen geschützt sind.',
    ],
  }),
  key('gmtr', 'rw', 'int', 'Config', {
    unit: 's',
    limits: { min: 0 },
    caution: rules,
    title: ['Wait before reconnection', 'Wartezeit vor Wiederzuschaltung'],
    about: [
      'How long voltage and frequency must be good after a grid failure before charging resumes.',
      'Wie lange Spannung und Frequenz nach einer Netzstörung gut sein müssen, bevor wieder geladen wird.',
    ],
  }),
  key('gsa', 'rw', 'int', 'Status', {
    nullable: true,
    caution: rules,
    title: ['Last grid failure', 'Letzte Netzstörung'],
    about: [
      'When grid monitoring last saw a failure, presumably in milliseconds since boot; null when there was none. What writing it does is not documented.',
      'Wann die Netzüberwachung zuletzt eine Störung sah, vermutlich in Millisekunden seit dem Start; null ohne Störung. Was ein Schreiben bewirkt, ist nicht dokumentiert.',
    ],
  }),
  key('rmiv', 'rw', 'float', 'Config', {
    unit: 'V',
    limits: { min: 0 },
    caution: rules,
    title: ['Reconnection minimum voltage', 'Mindestspannung Wiederzuschaltung'],
    about: [
      'Below this voltage the charger does not resume after a grid failure.',
      'Unter dieser Spannung lädt die Ladestation nach einer Netzstörung nicht weiter.',
    ],
  }),
  key('rmav', 'rw', 'float', 'Config', {
    unit: 'V',
    limits: { min: 0 },
    caution: rules,
    title: ['Reconnection maximum voltage', 'Höchstspannung Wiederzuschaltung'],
    about: [
      'Above this voltage the charger does not resume after a grid failure.',
      'Über dieser Spannung lädt die Ladestation nach einer Netzstörung nicht weiter.',
    ],
  }),
  key('rmif', 'rw', 'float', 'Config', {
    unit: 'Hz',
    limits: { min: 0 },
    caution: rules,
    title: ['Reconnection minimum frequency', 'Mindestfrequenz Wiederzuschaltung'],
    about: [
      'Below this grid frequency the charger does not resume after a grid failure.',
      'Unter dieser Netzfrequenz lädt die Ladestation nach einer Netzstörung nicht weiter.',
    ],
  }),
  key('rmaf', 'rw', 'float', 'Config', {
    unit: 'Hz',
    limits: { min: 0 },
    caution: rules,
    title: ['Reconnection maximum frequency', 'Höchstfrequenz Wiederzuschaltung'],
    about: [
      'Above this grid frequency the charger does not resume after a grid failure.',
      'Über dieser Netzfrequenz lädt die Ladestation nach einer Netzstörung nicht weiter.',
    ],
  }),
  key('rsre', 'rw', 'bool', 'Config', {
    caution: rules,
    title: ['Ramp-up enabled', 'Anfahrrampe aktiv'],
    about: [
      'Whether the power rises slowly at the start of charging and after a grid failure.',
      'Ob die Leistung beim Ladestart und nach einer Netzstörung langsam ansteigt.',
    ],
  }),
  key('rsrr', 'rw', 'float', 'Config', {
    unit: '%/s',
    limits: { min: 0 },
    caution: rules,
    title: ['Ramp-up rate', 'Steigung der Anfahrrampe'],
    about: [
      'How fast the power rises with the ramp-up enabled (rsre), in percent a second.',
      'Wie schnell die Leistung bei aktiver Anfahrrampe (rsre) steigt, in Prozent je Sekunde.',
    ],
  }),
  key('rsa', 'rw', 'int', 'Status', {
    nullable: true,
    caution: rules,
    title: ['Ramp-up started', 'Beginn der Anfahrrampe'],
    about: [
      'When the present ramp-up began, presumably in milliseconds since boot; null without one. What writing it does is not documented.',
      'Wann die laufende Anfahrrampe begann, vermutlich in Millisekunden seit dem Start; sonst null. Was ein Schreiben bewirkt, ist nicht dokumentiert.',
    ],
  }),
  key('ufe', 'rw', 'bool', 'Config', {
    caution: rules,
    title: ['Underfrequency control enabled', 'Unterfrequenzregelung aktiv'],
    about: [
      'Whether the charger draws less when the grid frequency falls.',
      'Ob die Ladestation bei sinkender Netzfrequenz weniger Leistung zieht.',
    ],
  }),
  key('ufm', 'rw', 'int', 'Config', {
    options: [
      option(0, 'TypeNominal', 'By nominal power', 'Bezogen auf Nennleistung'),
      option(1, 'TypeActual', 'By actual power', 'Bezogen auf momentane Leistung'),
    ],
    caution: rules,
    title: ['Underfrequency control mode', 'Art der Unterfrequenzregelung'],
    about: [
      'Which power the reduction is reckoned from: the nominal one, or the one drawn at the moment.',
      'Worauf sich die Drosselung bezieht: auf die Nennleistung oder auf die momentan bezogene Leistung.',
    ],
  }),
  key('ufa', 'rw', 'float', 'Config', {
    unit: 'Hz',
    limits: { min: 0 },
    caution: rules,
    title: ['Underfrequency start threshold', 'Startschwelle Unterfrequenzregelung'],
    about: [
      'Grid frequency below which the charger begins to draw less; 49.8 Hz was seen.',
      'Netzfrequenz, unter der die Ladestation die Leistung zu senken beginnt; gesehen wurden 49,8 Hz.',
    ],
  }),
  key('ufs', 'rw', 'float', 'Config', {
    unit: 'Hz',
    limits: { min: 0 },
    caution: rules,
    title: ['Underfrequency stop frequency', 'Stoppfrequenz Unterfrequenzregelung'],
    about: [
      'Grid frequency at which underfrequency control ends its reduction range; 49 Hz was seen.',
      'Netzfrequenz, bei der der Regelbereich der Unterfrequenzregelung endet; gesehen wurden 49 Hz.',
    ],
  }),
  key('uve', 'rw', 'bool', 'Config', {
    since: '59.4',
    caution: rules,
    title: ['Undervoltage control enabled', 'Unterspannungsregelung aktiv'],
    about: [
      'Whether the charger reacts to a grid voltage that is too low; model status 38 then says so.',
      'Ob die Ladestation auf zu niedrige Netzspannung reagiert; der Modellstatus 38 zeigt das an.',
    ],
  }),
  key('uvt', 'rw', 'float', 'Config', {
    unit: 'V',
    limits: { min: 0 },
    since: '59.4',
    caution: rules,
    title: ['Undervoltage threshold', 'Schwelle für Unterspannung'],
    about: [
      'Voltage below which undervoltage control acts; 184 V was seen.',
      'Spannung, unter der die Unterspannungsregelung eingreift; gesehen wurden 184 V.',
    ],
  }),
  key('uvs', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    since: '59.4',
    caution: rules,
    title: ['Undervoltage time', 'Dauer bis Unterspannung'],
    about: [
      'How long the voltage must be too low before undervoltage control acts; 3000 ms was seen.',
      'Wie lange die Spannung zu niedrig sein muss, bevor die Unterspannungsregelung eingreift; gesehen wurden 3000 ms.',
    ],
  }),
]);
