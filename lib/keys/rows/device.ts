/** The device: name, make, lights, button, clock. */
import { group, option, text } from '../define';

/** Lock of a function of the button: the same four options for every function. */
const buttonLock = [
  option(0, 'AlwaysLock', 'Always locked', 'Immer gesperrt'),
  option(
    1,
    'LockWhenCarIsConnected',
    'Locked while a car is connected',
    'Gesperrt, solange ein Fahrzeug angesteckt ist',
  ),
  option(2, 'LockWhenCarIsCharging', 'Locked while charging', 'Gesperrt während des Ladens'),
  option(3, 'NeverLock', 'Never locked', 'Nie gesperrt'),
];

const summerTime = [
  option(0, 'None', 'No summer time', 'Keine Sommerzeit'),
  option(1, 'EuropeanSummerTime', 'European summer time', 'Europäische Sommerzeit'),
  option(2, 'UsDaylightTime', 'US daylight time', 'US-Sommerzeit'),
];

export const device = group('device', (key) => [
  key('fna', 'rw', 'string', 'Config', {
    limits: { minLength: 4, maxLength: 64 },
    title: ['Name of charger', 'Name der Ladestation'],
    about: [
      'The name the owner gave the charger, 4 to 64 characters, as the app and the network show it.',
      'Der Name, den die Ladestation von ihrem Besitzer bekommen hat, 4 bis 64 Zeichen; so erscheint sie in der App und im Netzwerk.',
    ],
  }),
  key('ffna', 'r', 'string', 'Constant', {
    title: ['Factory name', 'Name ab Werk'],
    about: ['The name the charger had when it left the factory.', 'Der Name, den die Ladestation ab Werk trägt.'],
  }),
  key('sse', 'r', 'string', 'Constant', {
    title: ['Serial number', 'Seriennummer'],
    about: [
      'Serial number: six digits with leading zeros, part of MQTT topics and of the cloud address.',
      'Seriennummer: sechs Ziffern mit führenden Nullen, Teil der MQTT-Topics und der Cloud-Adresse.',
    ],
  }),
  key('typ', 'r', 'string', 'Constant', {
    options: [
      option('go-eCharger', 'go-eCharger', 'go-e Charger HOME', 'go-e Charger HOME'),
      option('go-eCharger_V4', 'go-eCharger_V4', 'go-e Charger Gemini', 'go-e Charger Gemini'),
      option('go-eCharger_V5', 'go-eCharger_V5', 'go-e Charger Gemini 2.0', 'go-e Charger Gemini 2.0'),
      option('go-eCharger_Phoenix', 'go-eCharger_Phoenix', 'go-e Charger CORE / PRO', 'go-e Charger CORE / PRO'),
      option('go-eCharger_Pro', 'go-eCharger_Pro', 'go-e Charger PRO', 'go-e Charger PRO'),
      option('wattpilot', 'wattpilot', 'Fronius Wattpilot', 'Fronius Wattpilot'),
    ],
    title: ['Device type', 'Gerätetyp'],
    about: [
      'Which model the charger is. CORE and PRO can send the same; their subtype (styp) tells them apart. New models may send names that are not listed here.',
      'Welches Modell die Ladestation ist. CORE und PRO können dasselbe senden; die Unterart (styp) unterscheidet sie. Neue Modelle können Namen senden, die hier noch fehlen.',
    ],
  }),
  key('styp', 'r', 'string', 'Constant', {
    since: '60.3',
    options: [
      option('pro', 'pro', 'go-e Charger PRO', 'go-e Charger PRO'),
      option('core_cable', 'core_cable', 'go-e Charger CORE with cable', 'go-e Charger CORE mit Kabel'),
    ],
    title: ['Device subtype', 'Unterart des Geräts'],
    about: [
      'Which variant of its model the charger is: pro, core_cable and others; the names are not documented.',
      'Welche Ausführung ihres Modells die Ladestation ist: pro, core_cable und andere; die Namen sind nicht dokumentiert.',
    ],
  }),
  key('dfam', 'r', 'string', 'Constant', {
    since: '59.4',
    title: ['Device family', 'Gerätefamilie'],
    about: ['Family of devices: goecharger or wattpilot.', 'Familie des Geräts: goecharger oder wattpilot.'],
  }),
  key('oem', 'r', 'string', 'Constant', {
    title: ['Manufacturer', 'Hersteller'],
    about: [
      'Under whose brand the charger is sold: go-e or fronius.',
      'Unter wessen Marke die Ladestation verkauft wird: go-e oder fronius.',
    ],
  }),
  key('isgo', 'r', 'bool', 'Constant', {
    title: ['Is a portable charger', 'Mobiles Gerät'],
    about: [
      'Not documented; by its name, whether it is the portable variant (Go) and not the fixed one.',
      'Nicht dokumentiert; dem Namen nach, ob es die mobile Variante (Go) ist und nicht die fest montierte.',
    ],
  }),
  key('rev', 'r', 'string', 'Constant', {
    since: '60.4',
    title: ['Hardware revision', 'Hardware-Revision'],
    about: ['Revision of the hardware, as text.', 'Stand der Hardware, als Text.'],
  }),
  key('mod', 'r', 'int', 'Constant', {
    title: ['Circuit board version', 'Version der Platine'],
    about: ['Version of the main circuit board: 0, 1 and so on.', 'Version der Hauptplatine: 0, 1 und so weiter.'],
  }),
  key('sock', 'r', 'bool', 'Config', {
    since: '60.3',
    title: ['Has a socket', 'Mit Steckdose'],
    about: [
      'Whether the charger has a socket; without one the cable is fixed.',
      'Ob die Ladestation eine Steckdose hat; sonst ist das Kabel fest angeschlossen.',
    ],
  }),
  key('shut', 'r', 'bool', 'Config', {
    since: '60.3',
    title: ['Has a shutter', 'Mit Shutter'],
    about: [
      'Whether the socket has a shutter that covers its contacts.',
      'Ob die Steckdose einen Verschluss (Shutter) vor den Kontakten hat.',
    ],
  }),
  key('lbr', 'r', 'int', 'Config', {
    limits: { min: 0, max: 255 },
    versions: [{ since: '050.0', access: 'rw' }],
    title: ['LED brightness', 'Helligkeit der LEDs'],
    about: [
      'Brightness of the LED ring, 0 (dark) to 255. The first documentation called it read-only.',
      'Helligkeit des LED-Rings, 0 (dunkel) bis 255. In der ersten Dokumentation war der Wert nur lesbar.',
    ],
  }),
  key('lse', 'rw', 'bool', 'Config', {
    title: ['LED energy saving', 'LEDs energiesparend'],
    about: [
      'Whether the LEDs go out after a while without use.',
      'Ob die LEDs nach einiger Zeit ohne Benutzung ausgehen.',
    ],
  }),
  key('cid', 'rw', 'string', 'Config', {
    limits: { format: 'color' },
    title: ['Colour when idle', 'Farbe ohne Fahrzeug'],
    about: [
      'Colour of the LED ring while no car is connected, as #RRGGBB.',
      'Farbe des LED-Rings, solange kein Fahrzeug angesteckt ist, als #RRGGBB.',
    ],
  }),
  key('cwc', 'rw', 'string', 'Config', {
    limits: { format: 'color' },
    title: ['Colour while waiting', 'Farbe beim Warten'],
    about: [
      'Colour of the LED ring while the charger waits for the car, as #RRGGBB.',
      'Farbe des LED-Rings, während die Ladestation auf das Fahrzeug wartet, als #RRGGBB.',
    ],
  }),
  key('cch', 'rw', 'string', 'Config', {
    limits: { format: 'color' },
    title: ['Colour while charging', 'Farbe beim Laden'],
    about: ['Colour of the LED ring while charging, as #RRGGBB.', 'Farbe des LED-Rings beim Laden, als #RRGGBB.'],
  }),
  key('cfi', 'rw', 'string', 'Config', {
    limits: { format: 'color' },
    title: ['Colour when finished', 'Farbe nach dem Laden'],
    about: [
      'Colour of the LED ring once charging has finished, as #RRGGBB.',
      'Farbe des LED-Rings, sobald das Laden abgeschlossen ist, als #RRGGBB.',
    ],
  }),
  key('led', 'r', 'object', 'Status', {
    fields: [
      { name: 'id', at: 'id', type: 'int', title: text('Number of animation', 'Nummer der Animation') },
      { name: 'name', at: 'name', type: 'string', title: text('Name of animation', 'Name der Animation') },
      {
        name: 'norwayOverlay',
        at: 'norwayOverlay',
        type: 'bool',
        title: text('Shows Norway mode', 'Zeigt Norwegen-Modus'),
      },
      { name: 'modeOverlay', at: 'modeOverlay', type: 'bool', title: text('Shows logic mode', 'Zeigt Logikmodus') },
      { name: 'subtype', at: 'subtype', type: 'string', title: text('Kind of animation', 'Art der Animation') },
      { name: 'ranges', at: 'ranges', type: 'array', title: text('Lit ranges', 'Leuchtende Bereiche') },
    ],
    title: ['LED animation', 'LED-Animation'],
    about: [
      'What the LED ring shows at the moment; internal data whose shape depends on the animation.',
      'Was der LED-Ring gerade zeigt; interne Daten, deren Aufbau von der Animation abhängt.',
    ],
  }),
  key('nld', 'r', 'int', 'Constant', {
    since: '60.2',
    title: ['Number of LEDs', 'Anzahl der LEDs'],
    about: ['How many LEDs the charger has.', 'Wie viele LEDs die Ladestation hat.'],
  }),
  key('bac', 'rw', 'bool', 'Config', {
    versions: [{ since: '055.0', type: 'int', options: buttonLock }],
    title: ['Button changes current', 'Taster ändert Strom'],
    about: [
      'Whether the button on the charger may change the charging current. On or off in old firmware; from 055 a choice of when it is locked.',
      'Ob der Taster an der Ladestation den Ladestrom ändern darf. In alter Firmware ein oder aus; ab 055 wählbar, wann er gesperrt ist.',
    ],
  }),
  key('sdp', 'rw', 'bool', 'Config', {
    versions: [{ since: '055.0', type: 'int', options: buttonLock }],
    title: ['Button starts and stops', 'Taster startet und stoppt'],
    about: [
      'Whether the button on the charger may start and stop charging (force state). On or off in old firmware; from 055 a choice of when it is locked.',
      'Ob der Taster an der Ladestation das Laden starten und stoppen darf. In alter Firmware ein oder aus; ab 055 wählbar, wann er gesperrt ist.',
    ],
  }),
  key('bar', 'rw', 'int', 'Config', {
    options: buttonLock,
    caution: text(
      'With the button locked, the hotspot cannot be reset at the charger: without Wi-Fi there is no access any more.',
      'Bei gesperrtem Taster lässt sich der Hotspot nicht mehr an der Ladestation zurücksetzen: Ohne WLAN kommt niemand mehr hinein.',
    ),
    title: ['Button resets hotspot', 'Taster setzt Hotspot zurück'],
    about: [
      'When the button on the charger may reset the Wi-Fi hotspot.',
      'Wann der Taster an der Ladestation den WLAN-Hotspot zurücksetzen darf.',
    ],
  }),
  key('lbp', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    versions: [{ since: '59.4', category: 'Config' }],
    title: ['Button last pressed', 'Taster zuletzt gedrückt'],
    about: [
      'When the button was last pressed, in milliseconds since boot; null when it was not.',
      'Wann der Taster zuletzt gedrückt wurde, in Millisekunden seit dem Start; null, wenn noch nicht.',
    ],
  }),
  key('lbl', 'r', 'int', 'Config', {
    nullable: true,
    title: ['Button last held', 'Taster zuletzt gehalten'],
    about: [
      'When the button was last held down, presumably in milliseconds since boot; null when it was not.',
      'Wann der Taster zuletzt lange gedrückt wurde, vermutlich in Millisekunden seit dem Start; null, wenn noch nicht.',
    ],
  }),
  key('loc', 'r', 'string', 'Status', {
    rate: 'second',
    title: ['Local time', 'Ortszeit'],
    about: [
      'Clock of the charger in local time, with its distance to UTC: 2023-03-01T09:02:22.769 +01:00.',
      'Uhr der Ladestation in Ortszeit mit Abstand zu UTC: 2023-03-01T09:02:22.769 +01:00.',
    ],
  }),
  key('utc', 'rw', 'string', 'Status', {
    rate: 'second',
    echo: false,
    title: ['UTC time', 'UTC-Zeit'],
    about: [
      'Clock of the charger in UTC, such as 2023-03-01T08:02:22.764; in 1970 when it was never set. Write it to set the clock where no time server is reachable.',
      'Uhr der Ladestation in UTC, etwa 2023-03-01T08:02:22.764; im Jahr 1970, wenn sie nie gestellt wurde. Schreiben stellt die Uhr, wenn kein Zeitserver erreichbar ist.',
    ],
  }),
  key('tof', 'rw', 'int', 'Config', {
    unit: 'min',
    title: ['Time zone offset', 'Zeitzonenversatz'],
    about: [
      'Distance of local time to UTC in minutes, without summer time; 60 for Central Europe.',
      'Abstand der Ortszeit zu UTC in Minuten, ohne Sommerzeit; 60 für Mitteleuropa.',
    ],
  }),
  key('tds', 'rw', 'int', 'Config', {
    options: summerTime,
    versions: [
      {
        since: '59.4',
        options: [
          ...summerTime,
          option(3, 'AustralianDaylightTime', 'Australian daylight time', 'Australische Sommerzeit'),
        ],
      },
    ],
    title: ['Summer time rule', 'Sommerzeitregel'],
    about: ['By which rule the clock changes to summer time.', 'Nach welcher Regel die Uhr auf Sommerzeit wechselt.'],
  }),
  key('tzt', 'rw', 'string', 'Config', {
    title: ['Time zone name', 'Name der Zeitzone'],
    about: [
      'Free text by which the app remembers the time zone chosen; the clock follows tof and tds.',
      'Freier Text, mit dem sich die App die gewählte Zeitzone merkt; die Uhr richtet sich nach tof und tds.',
    ],
  }),
  key('lto', 'r', 'int', 'Status', {
    unit: 'ms',
    title: ['Local time offset', 'Abstand zur Ortszeit'],
    about: [
      'Distance of local time to UTC in milliseconds, summer time included.',
      'Abstand der Ortszeit zu UTC in Millisekunden, einschließlich Sommerzeit.',
    ],
  }),
  key('tab', 'r', 'int', 'Status', {
    unit: 'ms',
    title: ['Time of boot', 'Zeitpunkt des Starts'],
    about: [
      'Unix time in milliseconds (UTC) at which the charger booted; plus the time since boot (rbt) it is the time now.',
      'Unix-Zeit in Millisekunden (UTC), zu der die Ladestation gestartet ist; mit der Laufzeit (rbt) ergibt sie die aktuelle Zeit.',
    ],
  }),
  key('tse', 'rw', 'bool', 'Config', {
    title: ['Time server enabled', 'Zeitserver aktiv'],
    about: [
      'Whether the charger sets its clock by a time server (NTP).',
      'Ob die Ladestation ihre Uhr nach einem Zeitserver (NTP) stellt.',
    ],
  }),
  key('ts', 'r', 'string', 'Config', {
    title: ['Time server', 'Zeitserver'],
    about: ['Name of the time server (NTP).', 'Name des Zeitservers (NTP).'],
  }),
  key('tsss', 'r', 'int', 'Config', {
    options: [
      option(0, 'RESET', 'Not synchronised', 'Nicht synchronisiert'),
      option(1, 'COMPLETED', 'Synchronised', 'Synchronisiert'),
      option(2, 'IN_PROGRESS', 'Synchronising', 'Wird synchronisiert'),
    ],
    versions: [{ since: '59.4', category: 'Status' }],
    title: ['Time server state', 'Zustand des Zeitabgleichs'],
    about: ['How far the clock has been set by the time server.', 'Wie weit die Uhr nach dem Zeitserver gestellt ist.'],
  }),
  key('tssm', 'r', 'int', 'Config', {
    options: [option(0, 'IMMED', 'At once', 'Sofort'), option(1, 'SMOOTH', 'Gradually', 'Allmählich')],
    title: ['Time adjustment', 'Art der Zeitkorrektur'],
    about: [
      'Whether a wrong clock is corrected at once or gradually.',
      'Ob eine falsch gehende Uhr sofort oder allmählich korrigiert wird.',
    ],
  }),
  key('tsom', 'r', 'int', 'Status', {
    options: [
      option(0, 'POLL', 'Asks the server', 'Fragt den Server'),
      option(1, 'LISTENONLY', 'Only listens', 'Hört nur zu'),
    ],
    title: ['Time server mode', 'Betriebsart des Zeitabgleichs'],
    about: [
      'Whether the charger asks the time server or only listens to its broadcasts.',
      'Ob die Ladestation den Zeitserver fragt oder nur auf dessen Rundsendungen hört.',
    ],
  }),
  key('tssi', 'r', 'int', 'Config', {
    unit: 'ms',
    title: ['Time server interval', 'Intervall des Zeitabgleichs'],
    about: [
      'How often the clock is set by the time server, in milliseconds; 15 seconds at the least.',
      'Wie oft die Uhr nach dem Zeitserver gestellt wird, in Millisekunden; mindestens 15 Sekunden.',
    ],
  }),
  key('pass', 'w', 'string', 'Config', {
    secret: true,
    echo: false,
    caution: text(
      'Changes the password of the charger: the app is locked for everyone without the new one.',
      'Ändert das Passwort der Ladestation: Wer das neue nicht kennt, ist aus der App ausgesperrt.',
    ),
    title: ['User password', 'Benutzerpasswort'],
    about: [
      'Sets the password by which the app signs in to the charger. Cannot be read.',
      'Setzt das Passwort, mit dem sich die App an der Ladestation anmeldet. Lässt sich nicht lesen.',
    ],
  }),
  key('ten', 'rw', 'bool', 'Config', {
    since: '60.3',
    caution: text(
      'Switches the protection against tampering on or off; it may stop charging or weaken the safety of the charger.',
      'Schaltet den Manipulationsschutz ein oder aus; das kann das Laden anhalten oder die Sicherheit der Ladestation schwächen.',
    ),
    title: ['Tamper protection', 'Manipulationsschutz'],
    about: [
      'Whether the charger detects tampering. How it reacts is not documented.',
      'Ob die Ladestation Eingriffe von Unbefugten erkennt. Wie sie darauf reagiert, ist nicht dokumentiert.',
    ],
  }),
  key('t0h', 'rw', 'int', 'Config', {
    title: ['LED timing T0H', 'LED-Takt T0H'],
    about: [
      'Signal timing of the LED strip: how long a 0 stays high. Unit not documented; leave it as it is.',
      'Signaltakt des LED-Streifens: wie lange eine 0 auf High liegt. Einheit nicht dokumentiert; am besten nicht ändern.',
    ],
  }),
  key('t0l', 'rw', 'int', 'Config', {
    title: ['LED timing T0L', 'LED-Takt T0L'],
    about: [
      'Signal timing of the LED strip: how long a 0 stays low. Unit not documented; leave it as it is.',
      'Signaltakt des LED-Streifens: wie lange eine 0 auf Low liegt. Einheit nicht dokumentiert; am besten nicht ändern.',
    ],
  }),
  key('t1h', 'rw', 'int', 'Config', {
    title: ['LED timing T1H', 'LED-Takt T1H'],
    about: [
      'Signal timing of the LED strip: how long a 1 stays high. Unit not documented; leave it as it is.',
      'Signaltakt des LED-Streifens: wie lange eine 1 auf High liegt. Einheit nicht dokumentiert; am besten nicht ändern.',
    ],
  }),
  key('t1l', 'rw', 'int', 'Config', {
    title: ['LED timing T1L', 'LED-Takt T1L'],
    about: [
      'Signal timing of the LED strip: how long a 1 stays low. Unit not documented; leave it as it is.',
      'Signaltakt des LED-Streifens: wie lange eine 1 auf Low liegt. Einheit nicht dokumentiert; am besten nicht ändern.',
    ],
  }),
]);
