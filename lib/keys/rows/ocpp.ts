/** OCPP: the connection to a charging backend, and the certifications and standards of public charging. */
import { group, option, text } from '../define';

const losesBackend = text(
  'If the new value is wrong, the charger no longer reaches its backend; depending on the settings it then stops charging.',
  'Ist der neue Wert falsch, erreicht die Ladestation ihr Backend nicht mehr; je nach Einstellung lädt sie dann nicht.',
);

export const ocpp = group('network', (key) => [
  key('ocppe', 'rw', 'bool', 'Config', {
    title: ['OCPP switched on', 'OCPP eingeschaltet'],
    about: [
      'Whether the charger connects to an OCPP backend, which then decides about charging too.',
      'Ob sich die Ladestation mit einem OCPP-Backend verbindet, das dann beim Laden mitentscheidet.',
    ],
    caution: text(
      'Switched on, a backend decides whether the car may charge; switched off, an operator loses control and billing.',
      'Eingeschaltet entscheidet ein Backend, ob geladen werden darf; ausgeschaltet verliert ein Betreiber Steuerung und Abrechnung.',
    ),
  }),
  key('ocppcs', 'r', 'int', 'Status', {
    title: ['OCPP connector status', 'OCPP-Status des Anschlusses'],
    about: [
      'The state of the charging point as the charger reports it to the backend.',
      'Der Zustand des Ladepunkts, wie ihn die Ladestation dem Backend meldet.',
    ],
    options: [
      option(0, 'Available', 'Available', 'Verfügbar'),
      option(1, 'Preparing', 'Preparing', 'Vorbereitung'),
      option(2, 'Charging', 'Charging', 'Lädt'),
      option(3, 'SuspendedEVSE', 'Paused by the charger', 'Von der Ladestation angehalten'),
      option(4, 'SuspendedEV', 'Paused by the car', 'Vom Fahrzeug angehalten'),
      option(5, 'Finishing', 'Finishing', 'Wird beendet'),
      option(6, 'Reserved', 'Reserved', 'Reserviert'),
      option(7, 'Unavailable', 'Not available', 'Nicht verfügbar'),
      option(8, 'Faulted', 'Faulty', 'Gestört'),
    ],
  }),
  key('ocppa', 'r', 'bool', 'Status', {
    title: ['OCPP accepted', 'OCPP angenommen'],
    about: [
      'True when the charger is connected and the backend has accepted it.',
      'True, wenn die Ladestation verbunden ist und das Backend sie angenommen hat.',
    ],
  }),
  key('ocppc', 'r', 'bool', 'Status', {
    title: ['OCPP connected', 'OCPP verbunden'],
    about: [
      'Whether there is a connection to the backend; whether it accepts the charger is said by ocppa.',
      'Ob eine Verbindung zum Backend besteht; ob es die Ladestation annimmt, sagt ocppa.',
    ],
  }),
  key('ocpps', 'r', 'bool', 'Status', {
    title: ['OCPP started', 'OCPP gestartet'],
    about: [
      'Whether the OCPP client is running; it may still be without a connection.',
      'Ob der OCPP-Client läuft; er kann trotzdem ohne Verbindung sein.',
    ],
  }),
  key('ocppu', 'rw', 'string', 'Config', {
    title: ['OCPP backend address', 'Adresse des OCPP-Backends'],
    about: [
      'The backend as WebSocket URL (ws:// or wss://), ending as the operator demands, usually in the charger’s name. It can hold a password, so it is treated as secret.',
      'Das Backend als WebSocket-URL (ws:// oder wss://) mit dem Ende, das der Betreiber vorgibt, meist dem Namen der Ladestation. Sie kann ein Passwort enthalten und gilt deshalb als geheim.',
    ],
    limits: { format: 'url' },
    secret: true,
    caution: losesBackend,
  }),
  key('ocppti', 'rw', 'int', 'Status', {
    nullable: true,
    title: ['OCPP transaction number', 'OCPP-Transaktionsnummer'],
    about: [
      'Number the backend gave the running charge; null if none is running.',
      'Nummer, die das Backend dem laufenden Ladevorgang gegeben hat; null, wenn keiner läuft.',
    ],
    caution: text(
      'With another number the backend can no longer match the running charge: it is billed wrongly or not ended.',
      'Mit einer anderen Nummer kann das Backend den laufenden Vorgang nicht mehr zuordnen: Er wird falsch abgerechnet oder nicht beendet.',
    ),
  }),
  key('ocppte', 'r', 'int', 'Status', {
    nullable: true,
    title: ['OCPP transaction ended', 'OCPP-Transaktion beendet'],
    about: [
      'Time stamp of the end of the last OCPP transaction; null if there was none. The unit is not documented, presumably milliseconds since boot.',
      'Zeitstempel, wann die letzte OCPP-Transaktion endete; null, wenn es keine gab. Die Einheit ist nicht dokumentiert, vermutlich Millisekunden seit dem Start.',
    ],
  }),
  key('ocppf', 'rw', 'int', 'Config', {
    nullable: true,
    unit: 'A',
    title: ['OCPP fallback current', 'OCPP-Ersatzstrom'],
    about: [
      'Current to charge with while the backend cannot be reached; null sets none.',
      'Strom, mit dem geladen wird, solange das Backend nicht erreichbar ist; null legt keinen fest.',
    ],
    limits: { min: 0, max: 32 },
  }),
  key('ocppff', 'r', 'int', 'Config', {
    nullable: true,
    unit: 'A',
    title: ['OCPP factory fallback current', 'OCPP-Ersatzstrom ab Werk'],
    about: [
      'What ocppf is set to after a factory reset; null for none.',
      'Worauf ocppf nach dem Zurücksetzen auf Werkseinstellungen steht; null für keinen.',
    ],
  }),
  key('ocppd', 'rw', 'string', 'Config', {
    title: ['OCPP stand-in card', 'OCPP-Ersatzkarte'],
    about: [
      'Card number reported to the backend when charging starts without a card.',
      'Kartennummer, die dem Backend gemeldet wird, wenn ohne Karte geladen wird.',
    ],
  }),
  key('ocpptt', 'rw', 'string', 'Config', {
    title: ['OCPP tariff text', 'OCPP-Tariftext'],
    about: [
      'Text about the tariff that applies to the charges to come.',
      'Text zum Tarif, der für die kommenden Ladevorgänge gilt.',
    ],
  }),
  key('orsch', 'rw', 'bool', 'Config', {
    title: ['Same card ends charging', 'Nur dieselbe Karte beendet'],
    about: [
      'True: only the card that started an OCPP charge may end it. Made for backends that do not handle another card.',
      'True: Nur die Karte, die einen OCPP-Ladevorgang begonnen hat, darf ihn beenden. Für Backends gedacht, die mit einer anderen nicht umgehen können.',
    ],
  }),
  key('osr', 'rw', 'bool', 'Config', {
    title: ['Stop charging on reboot', 'Laden bei Neustart beenden'],
    about: [
      'Ends a running charge when the charger reboots, if OCPP is switched on.',
      'Beendet bei einem Neustart der Ladestation den laufenden Ladevorgang, wenn OCPP eingeschaltet ist.',
    ],
  }),
  key('ocppao', 'rw', 'bool', 'Config', {
    title: ['Offline: allow unknown cards', 'Offline: unbekannte Karten erlauben'],
    about: [
      'While the backend cannot be reached, cards the charger does not know may charge too. From firmware 60.2 on the tables list it as write-only.',
      'Solange das Backend nicht erreichbar ist, dürfen auch Karten laden, die die Ladestation nicht kennt. Ab Firmware 60.2 führen die Tabellen den Schlüssel als nur schreibbar.',
    ],
    versions: [{ since: '60.2', access: 'w' }],
  }),
  key('ocpplo', 'rw', 'bool', 'Config', {
    title: ['Offline: allow known cards', 'Offline: bekannte Karten erlauben'],
    about: [
      'While the backend cannot be reached, cards the charger knows may charge.',
      'Solange das Backend nicht erreichbar ist, dürfen Karten laden, die die Ladestation kennt.',
    ],
  }),
  key('ocppla', 'rw', 'bool', 'Config', {
    title: ['OCPP local card list', 'Lokale OCPP-Kartenliste'],
    about: [
      'Whether the charger checks cards against a list the backend has sent it.',
      'Ob die Ladestation Karten gegen eine Liste prüft, die ihr das Backend geschickt hat.',
    ],
  }),
  key('ocpph', 'rw', 'int', 'Config', {
    unit: 's',
    title: ['OCPP heartbeat interval', 'OCPP-Heartbeat-Intervall'],
    about: [
      'How often the charger sends the backend a sign of life. The backend can change it too.',
      'Wie oft die Ladestation dem Backend ein Lebenszeichen schickt. Auch das Backend kann es ändern.',
    ],
    limits: { min: 0 },
  }),
  key('ocppi', 'rw', 'int', 'Config', {
    unit: 's',
    title: ['OCPP meter value interval', 'OCPP-Messwert-Intervall'],
    about: [
      'How often meter values go to the backend during a charge; 0 sends none. The backend can change it too.',
      'Wie oft während eines Ladevorgangs Messwerte ans Backend gehen; 0 sendet keine. Auch das Backend kann es ändern.',
    ],
    limits: { min: 0 },
  }),
  key('ocppai', 'rw', 'int', 'Config', {
    unit: 's',
    title: ['OCPP clock-aligned interval', 'OCPP-Intervall nach Uhrzeit'],
    about: [
      'Interval for meter values at fixed times of day (900: every quarter of an hour); 0 sends none. The backend can change it too.',
      'Intervall für Messwerte zu festen Uhrzeiten (900: jede Viertelstunde); 0 sendet keine. Auch das Backend kann es ändern.',
    ],
    limits: { min: 0 },
  }),
  key('ocppfai', 'w', 'int', 'Config', {
    unit: 's',
    title: ['Factory clock-aligned interval', 'Uhrzeit-Intervall ab Werk'],
    about: [
      'What ocppai is set to after a factory reset. Can only be written.',
      'Worauf ocppai nach dem Zurücksetzen auf Werkseinstellungen steht. Lässt sich nur schreiben.',
    ],
    limits: { min: 0 },
  }),
  key('ocppcm', 'rw', 'int', 'Config', {
    title: ['OCPP meter values when', 'OCPP-Messwerte wann'],
    about: [
      'When meter values are sent: during a whole transaction, or only while current flows.',
      'Wann Messwerte gesendet werden: während der ganzen Transaktion oder nur, solange geladen wird.',
    ],
    options: [
      option(0, 'WhenTransactionId', 'During a transaction', 'Während einer Transaktion'),
      option(1, 'WhenCharging', 'While charging', 'Beim Laden'),
    ],
  }),
  key('ocppr', 'rw', 'bool', 'Config', {
    title: ['OCPP: rotate phases', 'OCPP: Phasen drehen'],
    about: [
      'Accounts for the order in which the charger’s phases are wired when talking to the backend. Details are not documented.',
      'Berücksichtigt gegenüber dem Backend, in welcher Reihenfolge die Phasen an der Ladestation angeschlossen sind. Näheres ist nicht dokumentiert.',
    ],
  }),
  key('ocppg', 'rw', 'bool', 'Config', {
    title: ['OCPP: built-in certificates', 'OCPP: eingebaute Zertifikate'],
    about: [
      'Checks the backend against the certificate authorities built into the firmware rather than against ocppsc.',
      'Prüft das Backend gegen die in der Firmware eingebauten Zertifizierungsstellen statt gegen ocppsc.',
    ],
    caution: losesBackend,
  }),
  key('ocppss', 'rw', 'bool', 'Config', {
    title: ['OCPP: skip server check', 'OCPP: Server nicht prüfen'],
    about: [
      'True connects to an encrypted backend without checking who it is.',
      'True verbindet sich mit einem verschlüsselten Backend, ohne es zu prüfen.',
    ],
    caution: text(
      'True weakens the encryption; false cuts the charger off a backend whose certificate it cannot check.',
      'True schwächt die Verschlüsselung; false trennt die Ladestation von einem Backend, dessen Zertifikat sie nicht prüfen kann.',
    ),
  }),
  key('ocppcn', 'rw', 'bool', 'Config', {
    title: ['OCPP: skip name check', 'OCPP: Namen nicht prüfen'],
    about: [
      'True accepts a backend certificate that was made out for another name.',
      'True akzeptiert ein Backend-Zertifikat, das auf einen anderen Namen ausgestellt ist.',
    ],
    caution: text(
      'True weakens the encryption; false cuts the charger off a backend whose certificate bears another name.',
      'True schwächt die Verschlüsselung; false trennt die Ladestation von einem Backend, dessen Zertifikat anders lautet.',
    ),
  }),
  key('ocppsc', 'rw', 'string', 'Config', {
    title: ['OCPP server certificate', 'OCPP-Server-Zertifikat'],
    about: [
      'Certificate against which the backend is checked, for backends with a certificate of their own.',
      'Zertifikat, gegen das das Backend geprüft wird, für Backends mit eigenem Zertifikat.',
    ],
    caution: losesBackend,
  }),
  key('ocppcc', 'rw', 'string', 'Config', {
    title: ['OCPP client certificate', 'OCPP-Client-Zertifikat'],
    about: [
      'Certificate with which the charger proves to the backend who it is; belongs to the key in ocppck.',
      'Zertifikat, mit dem sich die Ladestation beim Backend ausweist; gehört zum Schlüssel in ocppck.',
    ],
    caution: losesBackend,
  }),
  key('ocppck', 'rw', 'string', 'Config', {
    title: ['OCPP client key', 'OCPP-Client-Schlüssel'],
    about: ['Private key of the client certificate in ocppcc.', 'Privater Schlüssel zum Client-Zertifikat in ocppcc.'],
    secret: true,
    caution: losesBackend,
  }),
  key('ocppca', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['OCPP connected since', 'OCPP verbunden seit'],
    about: [
      'When the connection to the backend came about, in milliseconds since boot; rbt minus this value is how long it has stood. Null without one.',
      'Wann die Verbindung zum Backend zustande kam, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange sie steht. Null ohne Verbindung.',
    ],
  }),
  key('ocppaa', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['OCPP accepted since', 'OCPP angenommen seit'],
    about: [
      'When the backend accepted the charger, in milliseconds since boot; rbt minus this value is how long ago. Null while it is not accepted.',
      'Wann das Backend die Ladestation angenommen hat, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange es her ist. Null, solange sie nicht angenommen ist.',
    ],
  }),
  key('ocpple', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Last OCPP error', 'Letzter OCPP-Fehler'],
    about: [
      'Technical text of the latest error of the backend connection; null if there was none.',
      'Technischer Text zum jüngsten Fehler der Backend-Verbindung; null, wenn es keinen gab.',
    ],
  }),
  key('ocpplea', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Time of OCPP error', 'Zeitpunkt des OCPP-Fehlers'],
    about: [
      'When the latest OCPP error happened, in milliseconds since boot; rbt minus this value is how long ago.',
      'Wann der jüngste OCPP-Fehler auftrat, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange es her ist.',
    ],
  }),
  key('ocppmp', 'r', 'array', 'Status', {
    nullable: true,
    title: ['OCPP maximum profiles', 'OCPP-Maximalprofile'],
    about: [
      'Charging profiles with which the backend caps the whole charging point. Not yet seen on a real charger, so the form may differ.',
      'Ladeprofile, mit denen das Backend den ganzen Ladepunkt begrenzt. Noch an keiner echten Ladestation gesehen, die Form kann daher abweichen.',
    ],
  }),
  key('ocppdp', 'r', 'array', 'Status', {
    nullable: true,
    title: ['OCPP default profiles', 'OCPP-Standardprofile'],
    about: [
      'Charging profiles the backend has set for every charge that has none of its own. Not yet seen on a real charger, so the form may differ.',
      'Ladeprofile, die das Backend für alle Ladevorgänge ohne eigenes vorgibt. Noch an keiner echten Ladestation gesehen, die Form kann daher abweichen.',
    ],
  }),
  key('ocpptp', 'r', 'array', 'Status', {
    nullable: true,
    title: ['OCPP transaction profiles', 'OCPP-Transaktionsprofile'],
    about: [
      'Charging profiles the backend has set for the running charge. Not yet seen on a real charger, so the form may differ.',
      'Ladeprofile, die das Backend für den laufenden Ladevorgang vorgibt. Noch an keiner echten Ladestation gesehen, die Form kann daher abweichen.',
    ],
  }),
  key('ocpprl', 'rw', 'bool', 'Config', {
    title: ['OCPP remote logging', 'OCPP-Fernprotokoll'],
    about: [
      'Sends the OCPP log to the vendor; normally switched on only by its support.',
      'Sendet das OCPP-Protokoll an den Hersteller; wird üblicherweise nur von dessen Support eingeschaltet.',
    ],
  }),
  key('evt', 'r', 'string', 'Status', {
    nullable: true,
    title: ['EVCMS transaction', 'EVCMS-Transaktion'],
    about: [
      'Identifier of the charge in a charging management system (EVCMS, see acs); null if there is none.',
      'Kennung des Ladevorgangs in einem Lademanagementsystem (EVCMS, siehe acs); null, wenn es keine gibt.',
    ],
  }),
  key('cert', 'r', 'int', 'Config', {
    title: ['Metering certification', 'Eichrechtliche Zulassung'],
    about: [
      'Whether the charger’s meter is certified for billing.',
      'Ob der Zähler der Ladestation für die Abrechnung zugelassen ist.',
    ],
    options: [
      option(0, 'NoCertification', 'Not certified', 'Keine Zulassung'),
      option(1, 'MidOnly', 'MID', 'MID'),
      option(2, 'MidEichrecht', 'MID and German calibration law', 'MID und Eichrecht'),
    ],
  }),
  key('iso2en', 'rw', 'int', 'Config', {
    title: ['ISO 15118', 'ISO 15118'],
    about: [
      'Whether charger and car talk to each other by ISO 15118, the language of Plug & Charge, on models that can.',
      'Ob Ladestation und Fahrzeug nach ISO 15118 miteinander sprechen, der Sprache von Plug & Charge, bei Modellen, die es können.',
    ],
    options: [
      option(0, 'Off', 'Off', 'Aus'),
      option(1, 'Optional', 'If the car can', 'Wenn das Fahrzeug es kann'),
      option(2, 'Forced', 'Always required', 'Immer verlangt'),
    ],
  }),
]);
