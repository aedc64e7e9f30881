/** The car: its state, cable, adapter and errors, and the settings for a car. */
import { group, option } from '../define';

/** Car types as the app writes them [marq24/ha-goecharger-api2]. */
const carTypes = [
  option('default', 'default', 'Any car', 'Beliebiges Fahrzeug'),
  option('kiaSoul', 'kiaSoul', 'Kia Soul', 'Kia Soul'),
  option('renaultZoe', 'renaultZoe', 'Renault Zoe', 'Renault Zoe'),
  option('MitsubishiImiev', 'MitsubishiImiev', 'Mitsubishi i-MiEV', 'Mitsubishi i-MiEV'),
  option('citroenCZero', 'citroenCZero', 'Citroën C-Zero', 'Citroën C-Zero'),
  option('peugeotIon', 'peugeotIon', 'Peugeot iOn', 'Peugeot iOn'),
  option('ecorsa', 'ecorsa', 'Opel Corsa-e', 'Opel Corsa-e'),
  option('vwID3_2', 'vwID3_2', 'VW ID, software before 3.2', 'VW ID, Software vor 3.2'),
  option('vwID3_4', 'vwID3_4', 'VW ID, software 3.2 to 4', 'VW ID, Software 3.2 bis 4'),
  option('vwID5', 'vwID5', 'VW ID, software 5', 'VW ID, Software 5'),
  option('cupraBornStandard', 'cupraBornStandard', 'Cupra Born', 'Cupra Born'),
  option('cupraBornAlternative', 'cupraBornAlternative', 'Cupra Born, alternative', 'Cupra Born, Alternative'),
  option('fordExplorer', 'fordExplorer', 'Ford Explorer', 'Ford Explorer'),
  option('porscheTaycan', 'porscheTaycan', 'Porsche Taycan', 'Porsche Taycan'),
  option('SkodaEnyaq', 'SkodaEnyaq', 'Škoda Enyaq', 'Škoda Enyaq'),
  option('daciaSpring', 'daciaSpring', 'Dacia Spring', 'Dacia Spring'),
  option('mercedes', 'mercedes', 'Mercedes', 'Mercedes'),
  option('ssangyong', 'ssangyong', 'SsangYong', 'SsangYong'),
];

const carStates = [
  option(0, 'Unknown', 'Unknown or error', 'Unbekannt oder Fehler'),
  option(1, 'Idle', 'No car', 'Kein Fahrzeug'),
  option(2, 'Charging', 'Charging', 'Lädt'),
  option(3, 'WaitCar', 'Waiting for car', 'Wartet auf Fahrzeug'),
  option(4, 'Complete', 'Finished, car still connected', 'Fertig, Fahrzeug noch angesteckt'),
  option(5, 'Error', 'Error', 'Fehler'),
];

/** Errors with the same number in both numberings of `err`. */
const errorsOfEveryFirmware = [
  option(0, 'None', 'No error', 'Kein Fehler'),
  option(1, 'FiAc', 'Residual current (AC)', 'Fehlerstrom (AC)'),
  option(2, 'FiDc', 'Residual current (DC)', 'Fehlerstrom (DC)'),
  option(3, 'Phase', 'Phase fault', 'Phasenfehler'),
  option(4, 'Overvolt', 'Overvoltage', 'Überspannung'),
  option(5, 'Overamp', 'Overcurrent', 'Überstrom'),
  option(6, 'Diode', 'Diode fault in the car', 'Diodenfehler im Fahrzeug'),
  option(7, 'PpInvalid', 'Invalid cable coding (PP)', 'Ungültige Kabelcodierung (PP)'),
  option(8, 'GndInvalid', 'Earth connection faulty', 'Erdung fehlerhaft'),
  option(9, 'ContactorStuck', 'Contactor stuck', 'Schütz klebt'),
  option(10, 'ContactorMiss', 'Contactor does not close', 'Schütz schließt nicht'),
];

const errorsFirst = [
  ...errorsOfEveryFirmware,
  option(11, 'FiUnknown', 'Residual current, kind unknown', 'Fehlerstrom, Art unbekannt'),
  option(12, 'Unknown', 'Unknown error', 'Unbekannter Fehler'),
  option(13, 'Overtemp', 'Too hot', 'Übertemperatur'),
  option(14, 'NoComm', 'No communication with the charge controller', 'Keine Verbindung zum Laderegler'),
  option(15, 'StatusLockStuckOpen', 'Lock stuck open', 'Verriegelung klemmt offen'),
  option(16, 'StatusLockStuckLocked', 'Lock stuck closed', 'Verriegelung klemmt geschlossen'),
  option(20, 'Reserved20', 'Reserved (20)', 'Reserviert (20)'),
  option(21, 'Reserved21', 'Reserved (21)', 'Reserviert (21)'),
  option(22, 'Reserved22', 'Reserved (22)', 'Reserviert (22)'),
  option(23, 'Reserved23', 'Reserved (23)', 'Reserviert (23)'),
  option(24, 'Reserved24', 'Reserved (24)', 'Reserviert (24)'),
];

const errorsRenumbered = [
  ...errorsOfEveryFirmware,
  option(12, 'StatusLockStuckOpen', 'Lock stuck open', 'Verriegelung klemmt offen'),
  option(13, 'StatusLockStuckLocked', 'Lock stuck closed', 'Verriegelung klemmt geschlossen'),
  option(14, 'FiUnknown', 'Residual current, kind unknown', 'Fehlerstrom, Art unbekannt'),
  option(15, 'Unknown', 'Unknown error', 'Unbekannter Fehler'),
  option(16, 'Overtemp', 'Too hot', 'Übertemperatur'),
  option(17, 'NoComm', 'No communication with the charge controller', 'Keine Verbindung zum Laderegler'),
  option(18, 'CpInvalid', 'Invalid control pilot signal (CP)', 'Ungültiges Steuersignal (CP)'),
];

const lockModes = [
  option(0, 'Normal', 'Locked while the car is connected', 'Verriegelt, solange das Fahrzeug angesteckt ist'),
  option(1, 'AutoUnlock', 'Unlock when charging ends', 'Nach dem Laden entriegeln'),
  option(2, 'AlwaysLock', 'Always locked', 'Immer verriegelt'),
];

export const car = group('car', (key) => [
  key('car', 'r', 'int', 'Status', {
    nullable: true,
    options: carStates,
    versions: [
      { since: '60.4', options: [...carStates, option(6, 'Initializing', 'Initializing', 'Wird initialisiert')] },
    ],
    title: ['Car state', 'Fahrzeugstatus'],
    about: [
      'Whether a car is connected and what it is doing; null when the charge controller does not answer. After a forced stop it can say "charging" for some seconds more.',
      'Ob ein Fahrzeug angesteckt ist und was es gerade macht; null, wenn der Laderegler nicht antwortet. Nach einem erzwungenen Stopp kann noch einige Sekunden lang „Lädt“ stehen.',
    ],
  }),
  key('err', 'r', 'int', 'Status', {
    nullable: true,
    options: errorsFirst,
    versions: [
      { since: '59.4', options: errorsRenumbered },
      {
        since: '60.4',
        options: [
          ...errorsRenumbered,
          option(
            23,
            'RdcSelfTestFailed',
            'Self-test of the DC residual current sensor failed',
            'Selbsttest des DC-Fehlerstromsensors fehlgeschlagen',
          ),
        ],
      },
    ],
    title: ['Charging error', 'Ladefehler'],
    about: [
      'Why the charge controller reports an error; 0 means none, null that it does not answer. The numbers from 11 up changed their meaning between firmware 055 and 59.4, so keep the number with the text.',
      'Welchen Fehler der Laderegler meldet; 0 heißt keiner, null heißt, er antwortet nicht. Die Nummern ab 11 haben zwischen Firmware 055 und 59.4 ihre Bedeutung gewechselt, deshalb neben dem Text immer auch die Nummer aufheben.',
    ],
  }),
  key('cbl', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'A',
    title: ['Cable current limit', 'Stromgrenze des Kabels'],
    about: [
      'How much current the plugged-in cable can carry; null when no cable is recognised. CORE and PRO do not have this key.',
      'Wie viel Strom das eingesteckte Kabel verträgt; null, wenn kein Kabel erkannt ist. CORE und PRO haben diesen Wert nicht.',
    ],
  }),
  key('adi', 'r', 'bool', 'Status', {
    title: ['16 A adapter in use', '16-A-Adapter angesteckt'],
    about: [
      'Whether the charger is supplied through an adapter that limits it to 16 A. CORE and PRO always say true.',
      'Ob die Ladestation über einen Adapter angeschlossen ist, der sie auf 16 A begrenzt. CORE und PRO melden immer true.',
    ],
  }),
  key('ust', 'rw', 'int', 'Config', {
    options: lockModes,
    title: ['Cable lock mode', 'Kabelverriegelung'],
    about: [
      'When the charger holds the cable and when it lets go of it. CORE and PRO do not have this key.',
      'Wann die Ladestation das Kabel festhält und wann sie es freigibt. CORE und PRO haben diesen Wert nicht.',
    ],
  }),
  key('lck', 'r', 'int', 'Status', {
    options: [...lockModes, option(3, 'ForceUnlock', 'Forced to unlock', 'Entriegeln erzwungen')],
    title: ['Cable lock in force', 'Wirksame Kabelverriegelung'],
    about: [
      'The lock mode the charge controller is following right now; differs from the setting while something else, such as a forced unlock, takes precedence.',
      'Nach welcher Verriegelungsart der Laderegler gerade handelt; weicht von der Einstellung ab, solange etwas anderes Vorrang hat, etwa ein erzwungenes Entriegeln.',
    ],
  }),
  key('cus', 'r', 'int', 'Status', {
    options: [
      option(0, 'Unknown', 'Unknown', 'Unbekannt'),
      option(1, 'Unlocked', 'Unlocked', 'Entriegelt'),
      option(2, 'UnlockFailed', 'Unlocking failed', 'Entriegeln fehlgeschlagen'),
      option(3, 'Locked', 'Locked', 'Verriegelt'),
      option(4, 'LockFailed', 'Locking failed', 'Verriegeln fehlgeschlagen'),
      option(5, 'LockUnlockPowerout', 'Power failed while moving the lock', 'Stromausfall beim Ver- oder Entriegeln'),
    ],
    title: ['Cable lock state', 'Zustand der Kabelverriegelung'],
    about: [
      'Whether the cable is locked now, or why locking or unlocking did not work. Useful for "you can pull the plug" messages.',
      'Ob das Kabel gerade verriegelt ist oder woran Ver- oder Entriegeln gescheitert ist. Praktisch für Meldungen wie „Stecker kann abgezogen werden“.',
    ],
  }),
  key('ffb', 'r', 'int', 'Status', {
    options: [
      option(0, 'NoProblem', 'No problem', 'Kein Problem'),
      option(1, 'ProblemLock', 'Problem when locking', 'Problem beim Verriegeln'),
      option(2, 'ProblemUnlock', 'Problem when unlocking', 'Problem beim Entriegeln'),
    ],
    title: ['Lock problem', 'Problem der Verriegelung'],
    about: [
      'Whether the cable lock moved as commanded; a problem usually means that the plug sits crooked or under tension.',
      'Ob sich die Kabelverriegelung wie verlangt bewegt hat; bei einem Problem sitzt der Stecker meist schief oder unter Zug.',
    ],
  }),
  key('upo', 'rw', 'bool', 'Config', {
    title: ['Unlock on power failure', 'Bei Stromausfall entriegeln'],
    about: [
      'Whether the cable is released when the power fails, so that the car can leave.',
      'Ob das Kabel bei einem Stromausfall freigegeben wird, damit das Fahrzeug wegfahren kann.',
    ],
  }),
  key('ct', 'rw', 'string', 'Config', {
    options: carTypes,
    limits: { maxLength: 64 },
    title: ['Car type', 'Fahrzeugtyp'],
    about: [
      'Text of up to 64 characters by which the app remembers the car model and its settings; empty when none is chosen. The app may know more models than are listed. Some firmwares refuse to have it written through the API.',
      'Text mit bis zu 64 Zeichen, in dem sich die App das Fahrzeugmodell und dessen Einstellungen merkt; leer, wenn keines gewählt ist. Die App kennt womöglich mehr Modelle als hier stehen. Manche Firmwarestände lassen ihn nicht über die API schreiben.',
    ],
  }),
  key('lccfi', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Car connected at', 'Fahrzeug angesteckt um'],
    about: [
      'When the car state last left "no car", in milliseconds since boot (age = rbt minus this); null when not since boot.',
      'Wann der Fahrzeugstatus zuletzt „Kein Fahrzeug“ verlassen hat, in Millisekunden seit dem Start (Alter = rbt minus diesem Wert); null, wenn seit dem Start noch nicht.',
    ],
  }),
  key('lcctc', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Charging began at', 'Laden begonnen um'],
    about: [
      'When the car state last became "charging", in milliseconds since boot (age = rbt minus this); null when not since boot.',
      'Wann der Fahrzeugstatus zuletzt auf „Lädt“ gewechselt hat, in Millisekunden seit dem Start (Alter = rbt minus diesem Wert); null, wenn seit dem Start noch nicht.',
    ],
  }),
  key('lccfc', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Charging ended at', 'Laden beendet um'],
    about: [
      'When the car state last left "charging", in milliseconds since boot (age = rbt minus this); null when not since boot.',
      'Wann der Fahrzeugstatus zuletzt „Lädt“ verlassen hat, in Millisekunden seit dem Start (Alter = rbt minus diesem Wert); null, wenn seit dem Start noch nicht.',
    ],
  }),
  key('rcd', 'r', 'int', 'Other', {
    nullable: true,
    title: ['Residual current reading (undocumented)', 'Fehlerstrom-Messwert (undokumentiert)'],
    about: [
      'Meaning not documented; by its name a reading of the residual current sensor. Seen as a small whole number that keeps changing, on V3 with firmware 053.',
      'Bedeutung nicht dokumentiert; dem Namen nach ein Messwert des Fehlerstromsensors. Gesehen als kleine ganze Zahl, die sich laufend ändert, bei V3 mit Firmware 053.',
    ],
  }),
  key('lps', 'r', 'int', 'Other', {
    title: ['Internal number lps', 'Interne Zahl lps'],
    about: [
      'Meaning not documented; seen as a whole number such as 6 or 60 that keeps changing, on V3 with firmware 053.',
      'Bedeutung nicht dokumentiert; gesehen als ganze Zahl wie 6 oder 60, die sich laufend ändert, bei V3 mit Firmware 053.',
    ],
  }),
  key('cdv', 'r', 'object', 'Other', {
    nullable: true,
    title: ['Internal value cdv', 'Interner Wert cdv'],
    about: [
      'Meaning not documented; only ever seen as null, on V3 with firmware 050.',
      'Bedeutung nicht dokumentiert; bisher nur als null gesehen, bei V3 mit Firmware 050.',
    ],
  }),
]);
