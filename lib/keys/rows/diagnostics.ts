/** Diagnostics: firmware, reboots, temperatures, processor and memory. */
import { group, option, text } from '../define';
import type { Field } from '../row';

/** Numbering of the vendor's API table for `esr`; 2 is not used. */
const coreResetReasons = [
  option(0, 'NO_MEAN', 'No reason given', 'Kein Grund angegeben'),
  option(1, 'POWERON_RESET', 'Power switched on', 'Strom eingeschaltet'),
  option(3, 'SW_RESET', 'Restarted by software', 'Neustart durch Software'),
  option(4, 'OWDT_RESET', 'Old watchdog', 'Alter Watchdog'),
  option(5, 'DEEPSLEEP_RESET', 'Woke from deep sleep', 'Aus dem Tiefschlaf erwacht'),
  option(6, 'SDIO_RESET', 'SDIO', 'SDIO'),
  option(7, 'TG0WDT_SYS_RESET', 'Watchdog 0, whole system', 'Watchdog 0, ganzes System'),
  option(8, 'TG1WDT_SYS_RESET', 'Watchdog 1, whole system', 'Watchdog 1, ganzes System'),
  option(9, 'RTCWDT_SYS_RESET', 'Clock watchdog, whole system', 'Uhren-Watchdog, ganzes System'),
  option(10, 'INTRUSION_RESET', 'Tampering detected', 'Manipulation erkannt'),
  option(11, 'TGWDT_CPU_RESET', 'Watchdog, processor core', 'Watchdog, Prozessorkern'),
  option(12, 'SW_CPU_RESET', 'Software, processor core', 'Software, Prozessorkern'),
  option(13, 'RTCWDT_CPU_RESET', 'Clock watchdog, processor core', 'Uhren-Watchdog, Prozessorkern'),
  option(14, 'EXT_CPU_RESET', 'By the other core', 'Durch den anderen Kern'),
  option(15, 'RTCWDT_BROWN_OUT_RESET', 'Voltage too low', 'Spannung zu niedrig'),
  option(16, 'RTCWDT_RTC_RESET', 'Clock watchdog, clock included', 'Uhren-Watchdog samt Uhr'),
];

const temperatures: Field[] = [0, 1, 2, 3, 4, 5].map((place) => ({
  name: `temperature${place + 1}`,
  at: place,
  type: 'float',
  nullable: true,
  unit: '°C',
  title: text(`Temperature ${place + 1}`, `Temperatur ${place + 1}`),
}));

export const diagnostics = group('diagnostics', (key) => [
  key('fwv', 'r', 'string', 'Constant', {
    title: ['Firmware version', 'Firmware-Version'],
    about: [
      'Version of the installed firmware, such as 055.7 or 60.5. What some other keys mean depends on it.',
      'Version der installierten Firmware, etwa 055.7 oder 60.5. Von ihr hängt ab, was manche anderen Schlüssel bedeuten.',
    ],
    versions: [{ since: '59.4', category: 'Status' }],
  }),
  key('tma', 'r', 'array', 'Status', {
    title: ['Temperatures', 'Temperaturen'],
    about: [
      'Temperatures inside the charger: two sensors on HOME and Gemini, six places on CORE and PRO with null where there is no sensor or the sensor has a fault. The list can be shorter for a moment.',
      'Temperaturen in der Ladestation: zwei Sensoren bei HOME und Gemini, sechs Plätze bei CORE und PRO mit null, wo kein Sensor ist oder der Sensor einen Fehler hat. Die Liste kann für einen Moment kürzer sein.',
    ],
    fields: temperatures,
    // A faulty sensor reports -16843.01 [goecharger/go-eCharger-API-v2#161, #132]; the bounds are wider than the range of such a sensor [our choice].
    plausible: { min: -80, max: 250 },
  }),
  key('rbt', 'r', 'int', 'Status', {
    unit: 'ms',
    rate: 'second',
    title: ['Time since boot', 'Zeit seit dem Start'],
    about: [
      'How long the charger has been running. Many time stamps count from the same moment: rbt minus the stamp is its age.',
      'Wie lange die Ladestation schon läuft. Viele Zeitstempel zählen ab demselben Moment: rbt minus Zeitstempel ergibt das Alter.',
    ],
  }),
  key('rbc', 'r', 'int', 'Status', {
    title: ['Reboot count', 'Anzahl der Neustarts'],
    about: [
      'How many times the charger has booted; one more means it was restarted.',
      'Wie oft die Ladestation schon gestartet ist; eins mehr bedeutet, dass sie neu gestartet wurde.',
    ],
  }),
  key('rr', 'r', 'int', 'Status', {
    title: ['Reason of last reboot', 'Grund des letzten Neustarts'],
    about: [
      'Why the charger last restarted; crash, watchdog or low voltage again and again are a case for support.',
      'Warum die Ladestation zuletzt neu gestartet ist; wiederholt Absturz, Watchdog oder Unterspannung sind ein Fall für den Support.',
    ],
    options: [
      option(0, 'UNKNOWN', 'Unknown', 'Unbekannt'),
      option(1, 'POWERON', 'Power switched on', 'Strom eingeschaltet'),
      option(2, 'EXT', 'External signal', 'Externes Signal'),
      option(3, 'SW', 'Restarted by software', 'Neustart durch Software'),
      option(4, 'PANIC', 'Crash', 'Absturz'),
      option(5, 'INT_WDT', 'Interrupt watchdog', 'Interrupt-Watchdog'),
      option(6, 'TASK_WDT', 'Task watchdog', 'Task-Watchdog'),
      option(7, 'WDT', 'Other watchdog', 'Anderer Watchdog'),
      option(8, 'DEEPSLEEP', 'Woke from deep sleep', 'Aus dem Tiefschlaf erwacht'),
      option(9, 'BROWNOUT', 'Voltage too low', 'Spannung zu niedrig'),
      option(10, 'SDIO', 'SDIO', 'SDIO'),
    ],
  }),
  key('rst', 'w', 'bool', 'Other', {
    title: ['Reboot charger', 'Ladestation neu starten'],
    about: [
      'Writing true restarts the charger; it is away for some seconds afterwards.',
      'Das Schreiben von true startet die Ladestation neu; danach ist sie einige Sekunden lang nicht erreichbar.',
    ],
    echo: false,
    caution: text(
      'Restarts the charger at once and interrupts a running charge.',
      'Startet die Ladestation sofort neu und unterbricht einen laufenden Ladevorgang.',
    ),
  }),
  key('ocu', 'r', 'array', 'Config', {
    title: ['Available firmware', 'Verfügbare Firmware'],
    about: [
      'The firmware versions on offer, newest first, marked BETA or OUTDATED where that is so. Any of them can be given to oct.',
      'Die angebotenen Firmware-Versionen, neueste zuerst, gegebenenfalls mit dem Zusatz BETA oder OUTDATED. Jede davon lässt sich an oct übergeben.',
    ],
  }),
  key('oct', 'w', 'string', 'Other', {
    title: ['Install firmware', 'Firmware installieren'],
    about: [
      'Writing one of the versions listed in ocu downloads and installs it; the charger reboots for it.',
      'Das Schreiben einer der in ocu genannten Versionen lädt sie herunter und installiert sie; die Ladestation startet dafür neu.',
    ],
    echo: false,
    versions: [{ since: '59.4', category: 'Config' }],
    caution: text(
      'Replaces the firmware and reboots; keys and behaviour can change, and the way back is not always open.',
      'Ersetzt die Firmware und startet neu; Schlüssel und Verhalten können sich ändern, und der Weg zurück ist nicht immer offen.',
    ),
  }),
  key('arv', 'r', 'string', 'Constant', {
    title: ['Recommended app version', 'Empfohlene App-Version'],
    about: [
      'The app version this firmware expects; the app uses it to say that it is out of date.',
      'Die App-Version, die diese Firmware erwartet; daran erkennt die App, dass sie veraltet ist.',
    ],
  }),
  key('fwc', 'r', 'string', 'Constant', {
    nullable: true,
    title: ['Charge controller firmware', 'Firmware des Ladecontrollers'],
    about: [
      'Version of the software on the second processor, the one that does the charging. Null on models without one.',
      'Version der Software auf dem zweiten Prozessor, der das Laden übernimmt. Null bei Modellen ohne ihn.',
    ],
  }),
  key('ccrv', 'r', 'string', 'Constant', {
    nullable: true,
    title: ['Recommended controller firmware', 'Empfohlene Ladecontroller-Firmware'],
    about: [
      'Version this firmware wants to see on the charge controller; compare with fwc. Null on models without one.',
      'Version, die diese Firmware auf dem Ladecontroller sehen will; mit fwc vergleichen. Null bei Modellen ohne ihn.',
    ],
  }),
  key('ccu', 'r', 'object', 'Status', {
    nullable: true,
    title: ['Charge controller update', 'Update des Ladecontrollers'],
    about: [
      'Progress while the charge controller’s software is being updated, otherwise null. Its contents are not documented.',
      'Fortschritt, während die Software des Ladecontrollers aktualisiert wird, sonst null. Der Inhalt ist nicht dokumentiert.',
    ],
  }),
  key('mfw', 'r', 'string', 'Constant', {
    nullable: true,
    since: '60.5',
    title: ['Modem firmware', 'Firmware des Modems'],
    about: [
      'Version of the software on the modem for mobile networks; null on models without one.',
      'Version der Software auf dem Modem für Mobilfunk; null bei Modellen ohne Modem.',
    ],
  }),
  key('ss', 'r', 'object', 'Status', {
    nullable: true,
    since: '60.5',
    title: ['Network debugging (undocumented)', 'Netzwerk-Fehlersuche (undokumentiert)'],
    about: [
      'Came with firmware 60.5 for finding faults in the network; its form is not documented.',
      'Mit Firmware 60.5 zur Fehlersuche im Netzwerk hinzugekommen; der Aufbau ist nicht dokumentiert.',
    ],
  }),
  key('msi', 'r', 'int', 'Other', {
    title: ['Internal charging reason', 'Interner Ladegrund'],
    about: [
      'Not documented by the vendor; by all appearances numbered like modelStatus, the reason why the car may charge or not.',
      'Vom Hersteller nicht dokumentiert; allem Anschein nach nummeriert wie modelStatus, der Grund, warum geladen werden darf oder nicht.',
    ],
  }),
  key('esr', 'r', 'array', 'Status', {
    title: ['Reset reason per core', 'Reset-Grund je Kern'],
    about: [
      'Why each of the two processor cores last restarted; for the vendor’s support.',
      'Warum jeder der beiden Prozessorkerne zuletzt neu gestartet ist; für den Support des Herstellers.',
    ],
    fields: [
      { name: 'core0', at: 0, type: 'int', title: text('First core', 'Erster Kern'), options: coreResetReasons },
      { name: 'core1', at: 1, type: 'int', title: text('Second core', 'Zweiter Kern'), options: coreResetReasons },
    ],
  }),
  key('efh', 'r', 'int', 'Status', {
    unit: 'B',
    title: ['Free memory', 'Freier Arbeitsspeicher'],
    about: [
      'Free working memory (heap) of the main processor. Little of it makes the API slow or silent.',
      'Freier Arbeitsspeicher (Heap) des Hauptprozessors. Ist er knapp, wird die API langsam oder stumm.',
    ],
  }),
  key('efh32', 'r', 'int', 'Status', {
    unit: 'B',
    title: ['Free memory (32 bit)', 'Freier Arbeitsspeicher (32 Bit)'],
    about: [
      'Free memory that can be used in steps of 32 bits.',
      'Freier Speicher, der in 32-Bit-Schritten nutzbar ist.',
    ],
  }),
  key('efh8', 'r', 'int', 'Status', {
    unit: 'B',
    title: ['Free memory (8 bit)', 'Freier Arbeitsspeicher (8 Bit)'],
    about: [
      'Free memory that can be used byte by byte, which is what most of the software needs.',
      'Freier Speicher, der byteweise nutzbar ist; das braucht der größte Teil der Software.',
    ],
  }),
  key('ehs', 'r', 'int', 'Status', {
    unit: 'B',
    title: ['Total memory', 'Gesamter Arbeitsspeicher'],
    about: [
      'Size of the main processor’s working memory (heap).',
      'Größe des Arbeitsspeichers (Heap) des Hauptprozessors.',
    ],
  }),
  key('emfh', 'r', 'int', 'Status', {
    unit: 'B',
    title: ['Least free memory', 'Kleinster freier Arbeitsspeicher'],
    about: [
      'The least memory that was ever free since boot.',
      'Der kleinste Wert, auf den der freie Speicher seit dem Start gesunken ist.',
    ],
  }),
  key('emhb', 'r', 'int', 'Status', {
    unit: 'B',
    title: ['Largest memory block', 'Größter Speicherblock'],
    about: [
      'Size of the largest single block of memory handed out since boot.',
      'Größe des größten einzelnen Speicherblocks, der seit dem Start vergeben wurde.',
    ],
  }),
  key('eci', 'r', 'object', 'Constant', {
    title: ['Processor', 'Prozessor'],
    about: [
      'What chip the charger runs on. features is a sum of bits: 1 built-in flash, 2 WiFi, 16 Bluetooth LE, 32 Bluetooth.',
      'Auf welchem Chip die Ladestation läuft. features ist eine Summe von Bits: 1 eingebauter Flash, 2 WLAN, 16 Bluetooth LE, 32 Bluetooth.',
    ],
    fields: [
      {
        name: 'model',
        at: 'model',
        type: 'int',
        title: text('Chip', 'Chip'),
        options: [
          option(1, 'ESP32', 'ESP32', 'ESP32'),
          option(2, 'ESP32S2', 'ESP32-S2', 'ESP32-S2'),
          option(4, 'ESP32S3', 'ESP32-S3', 'ESP32-S3'),
          option(5, 'ESP32C3', 'ESP32-C3', 'ESP32-C3'),
        ],
      },
      { name: 'features', at: 'features', type: 'int', title: text('Features', 'Ausstattung') },
      { name: 'cores', at: 'cores', type: 'int', title: text('Cores', 'Kerne') },
      { name: 'revision', at: 'revision', type: 'int', title: text('Revision', 'Revision') },
    ],
  }),
  key('ecf', 'r', 'object', 'Constant', {
    title: ['Processor clock', 'Prozessortakt'],
    about: [
      'How fast the main processor runs, and from which source its clock is derived.',
      'Wie schnell der Hauptprozessor läuft und aus welcher Quelle sein Takt stammt.',
    ],
    fields: [
      { name: 'frequency', at: 'freq_mhz', type: 'int', unit: 'MHz', title: text('Frequency', 'Frequenz') },
      {
        name: 'source',
        at: 'source',
        type: 'int',
        title: text('Clock source', 'Taktquelle'),
        options: [
          option(0, 'XTAL', 'Crystal', 'Quarz'),
          option(1, 'PLL', 'PLL', 'PLL'),
          option(2, '8M', 'Internal 8 MHz', 'Interne 8 MHz'),
          option(3, 'APLL', 'Audio PLL', 'Audio-PLL'),
        ],
      },
      {
        name: 'sourceFrequency',
        at: 'source_freq_mhz',
        type: 'int',
        unit: 'MHz',
        title: text('Source frequency', 'Frequenz der Quelle'),
      },
      { name: 'divider', at: 'div', type: 'int', title: text('Divider', 'Teiler') },
    ],
  }),
  key('eem', 'r', 'string', 'Constant', {
    nullable: true,
    title: ['Undocumented chip text (eem)', 'Undokumentierter Chip-Text (eem)'],
    about: [
      'Meaning unclear: the vendor’s table repeats the explanation of ecf here, which does not fit a text. Can be null.',
      'Bedeutung unklar: Die Tabelle des Herstellers wiederholt hier die Erklärung von ecf, die zu einem Text nicht passt. Kann null sein.',
    ],
  }),
  key('efi', 'r', 'object', 'Constant', {
    nullable: true,
    title: ['Flash memory', 'Flash-Speicher'],
    about: [
      'Kind, speed and size of the memory the firmware is stored in. Some chargers send null.',
      'Art, Takt und Größe des Speichers, in dem die Firmware liegt. Manche Ladestationen senden null.',
    ],
    fields: [
      {
        name: 'spiMode',
        at: 'spi_mode',
        type: 'int',
        title: text('Mode', 'Modus'),
        options: [
          option(0, 'QIO', 'QIO', 'QIO'),
          option(1, 'QOUT', 'QOUT', 'QOUT'),
          option(2, 'DIO', 'DIO', 'DIO'),
          option(3, 'DOUT', 'DOUT', 'DOUT'),
          option(4, 'FAST_READ', 'Fast read', 'Schnelles Lesen'),
          option(5, 'SLOW_READ', 'Slow read', 'Langsames Lesen'),
        ],
      },
      {
        name: 'spiSpeed',
        at: 'spi_speed',
        type: 'int',
        title: text('Speed', 'Takt'),
        options: [
          option(0, '40M', '40 MHz', '40 MHz'),
          option(1, '26M', '26 MHz', '26 MHz'),
          option(2, '20M', '20 MHz', '20 MHz'),
          option(15, '80M', '80 MHz', '80 MHz'),
        ],
      },
      {
        name: 'spiSize',
        at: 'spi_size',
        type: 'int',
        title: text('Size', 'Größe'),
        options: [
          option(0, '1MB', '1 MB', '1 MB'),
          option(1, '2MB', '2 MB', '2 MB'),
          option(2, '4MB', '4 MB', '4 MB'),
          option(3, '8MB', '8 MB', '8 MB'),
          option(4, '16MB', '16 MB', '16 MB'),
          option(5, 'MAX', 'Out of range', 'Außerhalb des Bereichs'),
        ],
      },
    ],
  }),
  key('fem', 'r', 'int', 'Constant', {
    title: ['Flash encryption', 'Flash-Verschlüsselung'],
    about: [
      'Whether the memory the firmware is stored in is encrypted, and how strictly.',
      'Ob der Speicher, in dem die Firmware liegt, verschlüsselt ist und wie streng.',
    ],
    options: [
      option(0, 'Disabled', 'Off', 'Aus'),
      option(1, 'Development', 'Development', 'Entwicklung'),
      option(2, 'Release', 'Release', 'Auslieferung'),
    ],
  }),
  key('sbe', 'r', 'bool', 'Constant', {
    title: ['Secure boot', 'Secure Boot'],
    about: [
      'True if the charger starts nothing but firmware signed by the vendor.',
      'True, wenn die Ladestation nur vom Hersteller signierte Firmware startet.',
    ],
  }),
  key('pto', 'r', 'int', 'Constant', {
    title: ['Partition table offset', 'Lage der Partitionstabelle'],
    about: [
      'Address of the partition table in flash memory, as owners have found out; the vendor does not document it.',
      'Wo im Flash-Speicher die Partitionstabelle beginnt, wie Besitzer herausgefunden haben; der Hersteller dokumentiert es nicht.',
    ],
  }),
  key('tpcm', 'r', 'array', 'Other', {
    title: ['Undocumented numbers (tpcm)', 'Undokumentierte Zahlen (tpcm)'],
    about: [
      'Meaning not documented; a row of about 20 to 25 small numbers, seen on firmware 053 and 054.',
      'Bedeutung nicht dokumentiert; eine Reihe von etwa 20 bis 25 kleinen Zahlen, auf Firmware 053 und 054 gesehen.',
    ],
  }),
  key('stao', 'r', 'string', 'Other', {
    nullable: true,
    title: ['Undocumented value (stao)', 'Undokumentierter Wert (stao)'],
    about: [
      'Meaning and type not documented; only ever seen as null, on firmware 050 and 054.',
      'Bedeutung und Typ nicht dokumentiert; bisher nur als null gesehen, auf Firmware 050 und 054.',
    ],
  }),
]);
