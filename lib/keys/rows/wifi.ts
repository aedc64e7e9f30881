/** WiFi: the network of the charger, the networks it sees, and its own access point. */
import { group, option, text } from '../define';
import type { Field } from '../row';

/** Documented fields of a saved network; one with a fixed address has more. A password reads as true or false. */
const networkParts: readonly Field[] = [
  { name: 'ssid', at: 'ssid', type: 'string', limits: { maxLength: 32 }, title: text('Name', 'Netzname') },
  { name: 'key', at: 'key', type: 'string', limits: { maxLength: 64 }, title: text('Password', 'Passwort') },
];

/** Encryption types, numbered as in the vendor's API table for `scan`; `ccw` uses the same numbers. */
const encryptionTypes = [
  option(0, 'OPEN', 'Open, no password', 'Offen, ohne Passwort'),
  option(1, 'WEP', 'WEP', 'WEP'),
  option(2, 'WPA_PSK', 'WPA', 'WPA'),
  option(3, 'WPA2_PSK', 'WPA2', 'WPA2'),
  option(4, 'WPA_WPA2_PSK', 'WPA or WPA2', 'WPA oder WPA2'),
  option(5, 'WPA2_ENTERPRISE', 'WPA2 Enterprise', 'WPA2 Enterprise'),
  option(6, 'WPA3_PSK', 'WPA3', 'WPA3'),
  option(7, 'WPA2_WPA3_PSK', 'WPA2 or WPA3', 'WPA2 oder WPA3'),
];

/** States of the WiFi with the same number in every table; from 7 on, the table of 59.4 has other numbers. */
const stationStatesUpTo6 = [
  option(0, 'IDLE_STATUS', 'Idle', 'Untätig'),
  option(1, 'NO_SSID_AVAIL', 'Network not found', 'Netz nicht gefunden'),
  option(2, 'SCAN_COMPLETED', 'Search finished', 'Suche abgeschlossen'),
  option(3, 'CONNECTED', 'Connected', 'Verbunden'),
  option(4, 'CONNECT_FAILED', 'Connecting failed', 'Verbinden fehlgeschlagen'),
  option(5, 'CONNECTION_LOST', 'Connection lost', 'Verbindung verloren'),
  option(6, 'DISCONNECTED', 'Disconnected', 'Getrennt'),
];

export const wifi = group('network', (key) => [
  key('ccw', 'r', 'object', 'Status', {
    nullable: true,
    title: ['Connected WiFi', 'Verbundenes WLAN'],
    about: [
      'The WiFi network the charger is in, with its IP address and router. Older firmware sends only a part of it over MQTT.',
      'Das WLAN, in dem die Ladestation ist, samt IP-Adresse und Router. Ältere Firmware sendet über MQTT nur einen Teil davon.',
    ],
    fields: [
      { name: 'ssid', at: 'ssid', type: 'string', title: text('Network name', 'Netzwerkname') },
      { name: 'ip', at: 'ip', type: 'string', title: text('IP address', 'IP-Adresse') },
      { name: 'netmask', at: 'netmask', type: 'string', title: text('Network mask', 'Netzmaske') },
      { name: 'gateway', at: 'gw', type: 'string', title: text('Gateway', 'Gateway') },
      { name: 'ipv6', at: 'ipv6', type: 'array', title: text('IPv6 addresses', 'IPv6-Adressen') },
      { name: 'dns0', at: 'dns0', type: 'string', title: text('First DNS server', 'Erster DNS-Server') },
      { name: 'dns1', at: 'dns1', type: 'string', title: text('Second DNS server', 'Zweiter DNS-Server') },
      { name: 'dns2', at: 'dns2', type: 'string', title: text('Third DNS server', 'Dritter DNS-Server') },
      { name: 'bssid', at: 'bssid', type: 'string', title: text('Router MAC address', 'MAC-Adresse des Routers') },
      { name: 'channel', at: 'channel', type: 'int', title: text('Radio channel', 'Funkkanal') },
      {
        name: 'encryptionType',
        at: 'encryptionType',
        type: 'int',
        title: text('Encryption', 'Verschlüsselung'),
        options: encryptionTypes,
      },
      {
        name: 'pairwiseCipher',
        at: 'pairwiseCipher',
        type: 'int',
        title: text('Pairwise cipher', 'Paarweise Chiffre'),
      },
      { name: 'groupCipher', at: 'groupCipher', type: 'int', title: text('Group cipher', 'Gruppenchiffre') },
      { name: 'modeB', at: 'b', type: 'bool', title: text('802.11b available', '802.11b verfügbar') },
      { name: 'modeG', at: 'g', type: 'bool', title: text('802.11g available', '802.11g verfügbar') },
      { name: 'modeN', at: 'n', type: 'bool', title: text('802.11n available', '802.11n verfügbar') },
      { name: 'longRange', at: 'lr', type: 'bool', title: text('Long range available', 'Long Range verfügbar') },
      { name: 'wps', at: 'wps', type: 'bool', title: text('WPS available', 'WPS verfügbar') },
      {
        name: 'ftmResponder',
        at: 'ftmResponder',
        type: 'bool',
        title: text('Answers distance measuring', 'Beantwortet Entfernungsmessung'),
      },
      {
        name: 'ftmInitiator',
        at: 'ftmInitiator',
        type: 'bool',
        title: text('Starts distance measuring', 'Startet Entfernungsmessung'),
      },
    ],
  }),
  key('rssi', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'dBm',
    title: ['WiFi signal strength', 'WLAN-Signalstärke'],
    about: [
      'How strongly the charger receives the router: around -50 is good, below about -80 expect drop-outs. Null without WiFi.',
      'Wie gut die Ladestation den Router empfängt: um -50 ist gut, unter etwa -80 sind Aussetzer zu erwarten. Null ohne WLAN.',
    ],
  }),
  key('wst', 'r', 'int', 'Status', {
    title: ['WiFi connection status', 'WLAN-Verbindungsstatus'],
    about: [
      'How the connection to the router stands. Numbers from 7 upwards mean something else from firmware 59.4 on.',
      'Wie es um die Verbindung zum Router steht. Zahlen ab 7 bedeuten ab Firmware 59.4 etwas anderes.',
    ],
    options: [
      ...stationStatesUpTo6,
      option(8, 'CONNECTING', 'Connecting', 'Verbindet'),
      option(9, 'DISCONNECTING', 'Disconnecting', 'Trennt'),
      option(10, 'NO_SHIELD', 'No WiFi hardware', 'Keine WLAN-Hardware'),
    ],
    versions: [
      {
        since: '59.4',
        options: [
          ...stationStatesUpTo6,
          option(7, 'CONNECTING', 'Connecting', 'Verbindet'),
          option(8, 'DISCONNECTING', 'Disconnecting', 'Trennt'),
          option(9, 'NO_SHIELD', 'No WiFi hardware', 'Keine WLAN-Hardware'),
          option(10, 'WAITING_FOR_IP', 'Waiting for IP address', 'Wartet auf IP-Adresse'),
        ],
      },
    ],
  }),
  key('wsms', 'r', 'int', 'Status', {
    title: ['WiFi connection step', 'WLAN-Verbindungsschritt'],
    about: [
      'Where the charger is on its way into the WiFi: looking for a network, connecting, connected.',
      'Wie weit die Ladestation auf dem Weg ins WLAN ist: sucht ein Netz, verbindet, verbunden.',
    ],
    options: [
      option(0, 'None', 'Nothing going on', 'Nichts im Gange'),
      option(1, 'Scanning', 'Looking for networks', 'Sucht Netze'),
      option(2, 'Connecting', 'Connecting', 'Verbindet'),
      option(3, 'Connected', 'Connected', 'Verbunden'),
    ],
  }),
  key('wen', 'rw', 'bool', 'Config', {
    title: ['WiFi switched on', 'WLAN eingeschaltet'],
    about: [
      'Whether the charger joins a WiFi network. Its own access point is not affected.',
      'Ob sich die Ladestation mit einem WLAN verbindet. Ihr eigener Hotspot ist davon nicht betroffen.',
    ],
    caution: text(
      'Switched off, the charger leaves your WiFi and can only be reached through its own access point.',
      'Ausgeschaltet verlässt die Ladestation dein WLAN und ist nur noch über ihren eigenen Hotspot erreichbar.',
    ),
  }),
  key('wifis', 'rw', 'array', 'Config', {
    title: ['Saved WiFi networks', 'Gespeicherte WLANs'],
    about: [
      'Up to ten networks with name, password and fixed address. When read, key only says whether a password is stored; when written, an empty object {} leaves that entry as it is.',
      'Bis zu zehn Netze mit Name, Passwort und fester Adresse. Beim Lesen sagt key nur, ob ein Passwort gespeichert ist; beim Schreiben lässt ein leeres Objekt {} den Eintrag unverändert.',
    ],
    limits: { maxItems: 10, items: { type: 'object', fields: networkParts, limits: { otherNames: true } } },
    secret: true,
    echo: false,
    caution: text(
      'A wrong name or password here and the charger no longer finds your WiFi.',
      'Mit falschem Namen oder Passwort findet die Ladestation dein WLAN nicht mehr.',
    ),
  }),
  key('delw', 'w', 'int', 'Other', {
    title: ['Delete saved WiFi', 'Gespeichertes WLAN löschen'],
    about: [
      'Writing 0 to 9 erases that entry of the saved networks, password included; 0 is the first.',
      'Das Schreiben von 0 bis 9 löscht diesen Eintrag der gespeicherten Netze samt Passwort; 0 ist der erste.',
    ],
    limits: { min: 0, max: 9 },
    echo: false,
    caution: text(
      'Erases a saved network for good. If it is the one in use, the charger leaves your WiFi.',
      'Löscht ein gespeichertes Netz endgültig. Ist es das benutzte, verlässt die Ladestation dein WLAN.',
    ),
  }),
  key('scan', 'r', 'array', 'Status', {
    nullable: true,
    title: ['WiFi networks in range', 'WLANs in Reichweite'],
    about: [
      'The networks found by the last search, each with name, signal in dBm, channel and encryption (0 open, 1 WEP, 2 WPA, 3 WPA2, 4 WPA/WPA2, 5 WPA2 Enterprise, 6 WPA3, 7 WPA2/WPA3). A long list: ask for it seldom.',
      'Die bei der letzten Suche gefundenen Netze, jeweils mit Name, Signal in dBm, Kanal und Verschlüsselung (0 offen, 1 WEP, 2 WPA, 3 WPA2, 4 WPA/WPA2, 5 WPA2 Enterprise, 6 WPA3, 7 WPA2/WPA3). Eine lange Liste: nur selten abfragen.',
    ],
  }),
  key('scas', 'r', 'int', 'Status', {
    title: ['WiFi search status', 'Status der WLAN-Suche'],
    about: [
      'Whether a search for networks is running and how the last one ended.',
      'Ob gerade nach Netzen gesucht wird und wie die letzte Suche ausging.',
    ],
    options: [
      option(0, 'None', 'Not searched yet', 'Noch nicht gesucht'),
      option(1, 'Scanning', 'Searching', 'Sucht'),
      option(2, 'Finished', 'Finished', 'Abgeschlossen'),
      option(3, 'Failed', 'Failed', 'Fehlgeschlagen'),
    ],
  }),
  key('scaa', 'r', 'int', 'Status', {
    unit: 'ms',
    title: ['Last WiFi search', 'Letzte WLAN-Suche'],
    about: [
      'The tables call it the age of the search result. Values seen on firmware 055.7 look like milliseconds since boot instead; then the age is rbt minus this value.',
      'Laut den Tabellen das Alter des Suchergebnisses. Auf Firmware 055.7 gesehene Werte sehen eher nach Millisekunden seit dem Start aus; das Alter ist dann rbt minus dieser Wert.',
    ],
    versions: [{ since: '59.4', nullable: true }],
  }),
  key('wan', 'rw', 'string', 'Config', {
    title: ['Access point name', 'Name des Hotspots'],
    about: [
      'Name (SSID) under which the charger offers its own WiFi.',
      'Name (SSID), unter dem die Ladestation ihr eigenes WLAN anbietet.',
    ],
    caution: text(
      'Phones that know the access point by its old name no longer find it.',
      'Handys, die den Hotspot unter dem alten Namen kennen, finden ihn nicht mehr.',
    ),
  }),
  key('wak', 'rw', 'string', 'Config', {
    title: ['Access point password', 'Passwort des Hotspots'],
    about: [
      'Password of the WiFi the charger offers itself. According to the vendor it is read and written over HTTP.',
      'Passwort des WLANs, das die Ladestation selbst anbietet. Laut Hersteller wird es über HTTP gelesen und geschrieben.',
    ],
    secret: true,
    caution: text(
      'If you forget the new password you can no longer reach the charger through its access point.',
      'Ohne das neue Passwort ist die Ladestation über ihren Hotspot nicht mehr erreichbar.',
    ),
  }),
  key('wda', 'rw', 'bool', 'Config', {
    title: ['Hide access point when online', 'Hotspot aus, wenn online'],
    about: [
      'True switches the charger’s own access point off for as long as the cloud connection stands.',
      'True schaltet den eigenen Hotspot der Ladestation ab, solange die Cloud-Verbindung besteht.',
    ],
    caution: text(
      'With the access point off there is no second way to the charger while it is connected to the cloud.',
      'Ohne Hotspot gibt es keinen zweiten Weg zur Ladestation, solange sie mit der Cloud verbunden ist.',
    ),
  }),
  key('fwan', 'r', 'string', 'Constant', {
    title: ['Factory access point name', 'Werksname des Hotspots'],
    about: [
      'The access point’s name after a factory reset.',
      'Der Name des Hotspots nach dem Zurücksetzen auf Werkseinstellungen.',
    ],
  }),
  key('facwak', 'r', 'string', 'Constant', {
    title: ['Factory access point password', 'Werkspasswort des Hotspots'],
    about: [
      'The access point’s password after a factory reset.',
      'Das Passwort des Hotspots nach dem Zurücksetzen auf Werkseinstellungen.',
    ],
    secret: true,
  }),
  key('lwcf', 'r', 'bool', 'Status', {
    title: ['Last WiFi attempt failed', 'Letzter WLAN-Versuch fehlgeschlagen'],
    about: [
      'True when the charger’s latest try to join the WiFi did not succeed.',
      'True, wenn der letzte Versuch der Ladestation, ins WLAN zu kommen, nicht gelang.',
    ],
  }),
  key('lwf', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Last WiFi failure', 'Letzter WLAN-Fehlschlag'],
    about: [
      'When joining the WiFi last failed, in milliseconds since boot (rbt minus this value is how long ago). Null: not since boot.',
      'Wann das Verbinden mit dem WLAN zuletzt fehlschlug, in Millisekunden seit dem Start (rbt minus dieser Wert ergibt, wie lange es her ist). Null: seit dem Start nicht.',
    ],
  }),
  key('lsstc', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['WiFi connected since', 'WLAN verbunden seit'],
    about: [
      'When the charger last got into the WiFi, in milliseconds since boot. Null: not since boot.',
      'Wann die Ladestation zuletzt ins WLAN kam, in Millisekunden seit dem Start. Null: seit dem Start nicht.',
    ],
  }),
  key('lssfc', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['WiFi last lost', 'WLAN zuletzt verloren'],
    about: [
      'When the charger last dropped out of the WiFi, in milliseconds since boot. Null: not since boot.',
      'Wann die Ladestation zuletzt aus dem WLAN fiel, in Millisekunden seit dem Start. Null: seit dem Start nicht.',
    ],
  }),
  key('wsc', 'r', 'int', 'Status', {
    title: ['WiFi error count', 'Anzahl der WLAN-Fehler'],
    about: [
      'How many errors the connection to the router has had; a rising number points to bad reception.',
      'Wie viele Fehler es bei der Verbindung zum Router gab; eine steigende Zahl deutet auf schlechten Empfang.',
    ],
  }),
  key('wsm', 'r', 'string', 'Status', {
    title: ['WiFi error message', 'WLAN-Fehlermeldung'],
    about: [
      'The latest error of the WiFi connection as technical text; empty if there was none.',
      'Der jüngste Fehler der WLAN-Verbindung als technischer Text; leer, wenn es keinen gab.',
    ],
  }),
  key('wsl', 'r', 'array', 'Status', {
    nullable: true,
    title: ['WiFi error log', 'WLAN-Fehlerprotokoll'],
    about: [
      'Recent errors of the WiFi connection; each entry seen so far holds a time stamp, the network name, the router’s MAC address and the reason.',
      'Die letzten Fehler der WLAN-Verbindung; jeder bisher gesehene Eintrag enthält Zeitstempel, Netzwerkname, MAC-Adresse des Routers und Grund.',
    ],
  }),
  key('wcb', 'r', 'string', 'Status', {
    title: ['Current router MAC address', 'MAC-Adresse des aktuellen Routers'],
    about: [
      'MAC address (BSSID) of the router or repeater the charger is joining.',
      'MAC-Adresse (BSSID) des Routers oder Repeaters, mit dem sich die Ladestation verbindet.',
    ],
  }),
  key('wpb', 'r', 'array', 'Status', {
    nullable: true,
    title: ['Routers still to try', 'Noch zu versuchende Router'],
    about: [
      'MAC addresses (BSSIDs) the charger means to try next; null if there are none.',
      'MAC-Adressen (BSSIDs), die die Ladestation als Nächstes versuchen will; null, wenn es keine gibt.',
    ],
  }),
  key('wfb', 'r', 'array', 'Status', {
    nullable: true,
    title: ['Routers that failed', 'Fehlgeschlagene Router'],
    about: [
      'MAC addresses (BSSIDs) on which connecting failed; null if there are none.',
      'MAC-Adressen (BSSIDs), bei denen das Verbinden fehlschlug; null, wenn es keine gibt.',
    ],
  }),
  key('wbw', 'r', 'int', 'Config', {
    title: ['WiFi channel width', 'WLAN-Kanalbreite'],
    about: [
      'Width of the radio channel, for the connection to the router and for the access point alike.',
      'Breite des Funkkanals, für die Verbindung zum Router und für den Hotspot gleichermaßen.',
    ],
    options: [option(1, 'WIFI_BW_HT20', '20 MHz', '20 MHz'), option(2, 'WIFI_BW_HT40', '40 MHz', '40 MHz')],
  }),
  key('wat', 'r', 'int', 'Config', {
    title: ['WiFi antenna', 'WLAN-Antenne'],
    about: [
      'Which of two antennas is used, on models that have two.',
      'Welche von zwei Antennen benutzt wird, bei Modellen, die zwei haben.',
    ],
    options: [
      option(0, 'ANT0', 'First antenna', 'Erste Antenne'),
      option(1, 'ANT1', 'Second antenna', 'Zweite Antenne'),
      option(2, 'AUTO', 'Automatic', 'Automatisch'),
    ],
  }),
]);
