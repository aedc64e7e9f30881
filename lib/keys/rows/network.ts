/** Network access other than WiFi, MQTT and OCPP: local API, cloud, Modbus, go-e Controller, host names and routes. */
import { group, text } from '../define';

export const network = group('network', (key) => [
  key('hai', 'rw', 'bool', 'Config', {
    title: ['Local HTTP API', 'Lokale HTTP-API'],
    about: [
      'Lets programs in the same network read and set the charger over HTTP (API v2). Connections of type HTTP need it on.',
      'Erlaubt Programmen im selben Netz, die Ladestation über HTTP zu lesen und einzustellen (API v2). Verbindungen über HTTP brauchen sie.',
    ],
    caution: text(
      'Switched off, every program that reaches the charger over local HTTP loses it, this one included.',
      'Ausgeschaltet verliert jedes Programm die Ladestation, das sie lokal über HTTP erreicht, auch dieses hier.',
    ),
  }),
  key('hla', 'rw', 'bool', 'Config', {
    title: ['Old HTTP API (v1)', 'Alte HTTP-API (v1)'],
    about: [
      'The predecessor of today’s API, at the addresses /status and /mqtt. Only older programs need it.',
      'Der Vorgänger der heutigen API, unter den Adressen /status und /mqtt. Nur ältere Programme brauchen ihn.',
    ],
    caution: text(
      'Switched off, programs that still use the old API lose the charger; switched on, it opens one more way in.',
      'Ausgeschaltet verlieren Programme mit der alten API die Ladestation; eingeschaltet öffnet sie einen weiteren Zugang.',
    ),
  }),
  key('hsa', 'rw', 'bool', 'Config', {
    title: ['HTTP login in WiFi', 'HTTP-Anmeldung im WLAN'],
    about: [
      'Named after a login for HTTP when coming through your WiFi; what exactly it protects is not documented. From firmware 59.4 on it can only be written.',
      'Dem Namen nach eine Anmeldung für HTTP über dein WLAN; was genau sie schützt, ist nicht dokumentiert. Ab Firmware 59.4 nur noch schreibbar.',
    ],
    versions: [{ since: '59.4', access: 'w' }],
    caution: text(
      'Its effect is not documented: it may lock programs out, or open the charger to everyone in the network.',
      'Die Wirkung ist nicht dokumentiert: Programme können ausgesperrt oder die Ladestation für alle im Netz geöffnet werden.',
    ),
  }),
  key('cae', 'rw', 'bool', 'Config', {
    nullable: true,
    title: ['Cloud API', 'Cloud-API'],
    about: [
      'Lets programs with the cloud API key reach the charger over the internet, from firmware 052 on. Some models send null.',
      'Erlaubt Programmen mit dem Cloud-API-Schlüssel den Zugriff über das Internet, ab Firmware 052. Manche Modelle senden null.',
    ],
    since: '052.0',
    caution: text(
      'Switched off, everything that uses the cloud API loses the charger; switched on, it can be reached from the internet.',
      'Ausgeschaltet verliert alles, was die Cloud-API nutzt, die Ladestation; eingeschaltet ist sie aus dem Internet erreichbar.',
    ),
  }),
  key('cak', 'rw', 'string', 'Config', {
    title: ['Cloud API key', 'Cloud-API-Schlüssel'],
    about: [
      'The token for the cloud API. It cannot be chosen: writing anything makes the charger invent a new one, and the old one stops working.',
      'Das Token für die Cloud-API. Es lässt sich nicht aussuchen: Wird irgendetwas geschrieben, erzeugt die Ladestation ein neues, und das alte gilt nicht mehr.',
    ],
    since: '052.0',
    secret: true,
    echo: false,
    caution: text(
      'Every program that uses the cloud API is locked out until it is given the new key.',
      'Jedes Programm mit der Cloud-API ist ausgesperrt, bis es den neuen Schlüssel bekommt.',
    ),
  }),
  key('cwe', 'rw', 'bool', 'Config', {
    title: ['Cloud connection', 'Cloud-Verbindung'],
    about: [
      'Whether the charger keeps a connection to the vendor’s cloud. The app away from home and the cloud API depend on it.',
      'Ob die Ladestation eine Verbindung zur Cloud des Herstellers hält. Die App unterwegs und die Cloud-API hängen davon ab.',
    ],
    caution: text(
      'Switched off, the app no longer reaches the charger from outside, and the cloud API stops.',
      'Ausgeschaltet erreicht die App die Ladestation von unterwegs nicht mehr, und die Cloud-API fällt aus.',
    ),
  }),
  key('cle', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Last cloud error', 'Letzter Cloud-Fehler'],
    about: [
      'Technical text of the cloud connection’s latest error; null if there was none.',
      'Technischer Text zum jüngsten Fehler der Cloud-Verbindung; null, wenn es keinen gab.',
    ],
  }),
  key('clea', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Time of cloud error', 'Zeitpunkt des Cloud-Fehlers'],
    about: [
      'When the latest cloud error happened, in milliseconds since boot; rbt minus this value is how long ago.',
      'Wann der jüngste Cloud-Fehler auftrat, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange es her ist.',
    ],
  }),
  key('host', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Host name', 'Hostname'],
    about: [
      'The name under which the charger shows up in your network, usually go-echarger_ and the serial number.',
      'Der Name, unter dem die Ladestation in deinem Netz erscheint, meist go-echarger_ und die Seriennummer.',
    ],
  }),
  key('hsta', 'r', 'string', 'Other', {
    title: ['Host name (station)', 'Hostname (WLAN-Client)'],
    about: [
      'Not documented; on firmware 054 it showed the host name in your WiFi.',
      'Nicht dokumentiert; zeigte auf Firmware 054 den Hostnamen in deinem WLAN.',
    ],
  }),
  key('hsts', 'r', 'string', 'Other', {
    title: ['Host name (second)', 'Hostname (zweiter)'],
    about: [
      'Meaning not documented; on firmware 054 it showed the same host name as hsta.',
      'Bedeutung nicht dokumentiert; zeigte auf Firmware 054 denselben Hostnamen wie hsta.',
    ],
  }),
  key('nif', 'r', 'string', 'Status', {
    title: ['Default route', 'Standardroute'],
    about: [
      'The interface by which the charger reaches the rest of the world, st for WiFi; some models say that it is not available.',
      'Die Schnittstelle, über die die Ladestation nach außen kommt, st für WLAN; manche Modelle melden, dass es das nicht gibt.',
    ],
  }),
  key('dns', 'r', 'object', 'Status', {
    title: ['DNS servers', 'DNS-Server'],
    about: [
      'The name servers in use; 0.0.0.0 means that place is empty. Firmware 053 reports only one of them.',
      'Die benutzten Nameserver; 0.0.0.0 heißt, dass der Platz frei ist. Firmware 053 meldet nur einen.',
    ],
    fields: [
      { name: 'dns0', at: 'dns0', type: 'string', title: text('First DNS server', 'Erster DNS-Server') },
      { name: 'dns1', at: 'dns1', type: 'string', title: text('Second DNS server', 'Zweiter DNS-Server') },
      { name: 'dns2', at: 'dns2', type: 'string', title: text('Third DNS server', 'Dritter DNS-Server') },
      { name: 'dns', at: 'dns', type: 'string', title: text('DNS server (firmware 053)', 'DNS-Server (Firmware 053)') },
    ],
  }),
  key('cce', 'r', 'object', 'Status', {
    nullable: true,
    title: ['Connected Ethernet', 'Verbundenes Ethernet'],
    about: [
      'The wired network the charger is plugged into, on models with a socket for it. Its contents are not documented.',
      'Das Kabelnetz, an dem die Ladestation hängt, bei Modellen mit Anschluss dafür. Der Inhalt ist nicht dokumentiert.',
    ],
  }),
  key('mia', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Modem IP address', 'IP-Adresse des Modems'],
    about: [
      'Address in the mobile network, on models with a modem. Not yet seen on a real charger, so its form may differ.',
      'Adresse im Mobilfunknetz, bei Modellen mit Modem. Noch an keiner echten Ladestation gesehen, die Form kann daher abweichen.',
    ],
  }),
  key('men', 'rw', 'bool', 'Config', {
    title: ['Modbus TCP', 'Modbus TCP'],
    about: [
      'Whether the charger answers Modbus TCP, by default on port 502.',
      'Ob die Ladestation über Modbus TCP antwortet, standardmäßig auf Port 502.',
    ],
    caution: text(
      'Modbus knows no password: switched on, anyone in the network can set the charger; switched off, Modbus clients lose it.',
      'Modbus kennt kein Passwort: Eingeschaltet kann jeder im Netz die Ladestation verstellen; ausgeschaltet verlieren sie Modbus-Programme.',
    ),
  }),
  key('msp', 'rw', 'int', 'Config', {
    title: ['Modbus port', 'Modbus-Port'],
    about: [
      'TCP port for Modbus, usually 502. A change takes effect once Modbus (men) is switched off and on again.',
      'TCP-Port für Modbus, meist 502. Eine Änderung wirkt, sobald Modbus (men) aus- und wieder eingeschaltet wird.',
    ],
    limits: { min: 1, max: 65535 },
  }),
  key('msb', 'rw', 'bool', 'Config', {
    title: ['Modbus: swap bytes', 'Modbus: Bytes tauschen'],
    about: [
      'Swaps the two bytes of every Modbus register, for clients that expect the other order.',
      'Vertauscht die beiden Bytes jedes Modbus-Registers, für Programme, die die andere Reihenfolge erwarten.',
    ],
  }),
  key('msr', 'rw', 'bool', 'Config', {
    title: ['Modbus: swap registers', 'Modbus: Register tauschen'],
    about: [
      'Swaps the order of registers in Modbus values that take several, for clients that expect it so.',
      'Vertauscht bei Modbus-Werten aus mehreren Registern deren Reihenfolge, für Programme, die es so erwarten.',
    ],
  }),
  key('mstr', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Last Modbus read', 'Letzter Modbus-Lesezugriff'],
    about: [
      'When something last read over Modbus TCP, in milliseconds since boot (rbt minus this value is how long ago). Null: not since boot.',
      'Wann zuletzt über Modbus TCP gelesen wurde, in Millisekunden seit dem Start (rbt minus dieser Wert ergibt, wie lange es her ist). Null: seit dem Start nicht.',
    ],
  }),
  key('mstw', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Last Modbus write', 'Letzter Modbus-Schreibzugriff'],
    about: [
      'When something last wrote over Modbus TCP, in milliseconds since boot; shows whether another system controls the charger. Null: not since boot.',
      'Wann zuletzt über Modbus TCP geschrieben wurde, in Millisekunden seit dem Start; verrät, ob ein anderes System die Ladestation steuert. Null: seit dem Start nicht.',
    ],
  }),
  key('ccd', 'r', 'object', 'Status', {
    nullable: true,
    title: ['Connected controller data', 'Daten des verbundenen Controllers'],
    about: [
      'What the charger receives from a go-e Controller; null if none is connected. Its contents are not documented.',
      'Was die Ladestation von einem go-e Controller empfängt; null, wenn keiner verbunden ist. Der Inhalt ist nicht dokumentiert.',
    ],
  }),
  key('ctrls', 'r', 'array', 'Status', {
    nullable: true,
    title: ['Controllers found', 'Gefundene Controller'],
    about: [
      'The go-e Controllers found in the network by the last search; null before the first one.',
      'Die bei der letzten Suche im Netz gefundenen go-e Controller; null vor der ersten Suche.',
    ],
  }),
  key('csa', 'r', 'bool', 'Status', {
    title: ['Controller search running', 'Controller-Suche läuft'],
    about: [
      'True while the charger looks for go-e Controllers in the network. The tables speak of starting a search by writing true, yet list the key as read-only.',
      'True, während die Ladestation im Netz nach go-e Controllern sucht. Laut den Tabellen startet das Schreiben von true eine Suche, dort steht der Schlüssel aber als nur lesbar.',
    ],
  }),
  key('lcs', 'r', 'int', 'Status', {
    unit: 'ms',
    title: ['Last controller search', 'Letzte Controller-Suche'],
    about: [
      'When the charger last looked for go-e Controllers, in milliseconds since boot; rbt minus this value is how long ago.',
      'Wann die Ladestation zuletzt nach go-e Controllern suchte, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange es her ist.',
    ],
  }),
  key('cmse', 'r', 'bool', 'Config', {
    title: ['Controller search allowed', 'Controller-Suche erlaubt'],
    about: [
      'False means the charger never looks for go-e Controllers; meant for troubleshooting.',
      'False bedeutet, dass die Ladestation nie nach go-e Controllern sucht; für die Fehlersuche gedacht.',
    ],
  }),
  key('cmmr', 'r', 'int', 'Config', {
    title: ['Controller search: most results', 'Controller-Suche: Höchstzahl'],
    about: [
      'How many go-e Controllers a search (mDNS) lists at most.',
      'Wie viele go-e Controller eine Suche (mDNS) höchstens auflistet.',
    ],
  }),
  key('cms', 'r', 'string', 'Config', {
    title: ['Controller search: service', 'Controller-Suche: Dienst'],
    about: [
      'The mDNS service name the charger looks for to find go-e Controllers.',
      'Der mDNS-Dienstname, nach dem die Ladestation sucht, um go-e Controller zu finden.',
    ],
  }),
  key('cmp', 'r', 'string', 'Config', {
    title: ['Controller search: protocol', 'Controller-Suche: Protokoll'],
    about: [
      'The mDNS protocol part of the search for go-e Controllers, such as _tcp.',
      'Der Protokollteil der mDNS-Suche nach go-e Controllern, etwa _tcp.',
    ],
  }),
  key('pco', 'r', 'string', 'Config', {
    title: ['Controller cloud key', 'Cloud-Schlüssel des Controllers'],
    about: [
      'The key that links charger and go-e Controller through the cloud; empty if there is no link. Writable from firmware 59.4 on.',
      'Der Schlüssel, der Ladestation und go-e Controller über die Cloud verbindet; leer ohne Verbindung. Ab Firmware 59.4 schreibbar.',
    ],
    versions: [{ since: '59.4', access: 'rw' }],
    secret: true,
    caution: text(
      'With a wrong key the charger loses its go-e Controller, and with it load management or solar data.',
      'Mit falschem Schlüssel verliert die Ladestation ihren go-e Controller und damit Lastmanagement oder PV-Daten.',
    ),
  }),
  key('dll', 'r', 'string', 'Status', {
    title: ['Session export link', 'Link zum Ladeprotokoll'],
    about: [
      'Web link under which the app downloads the charging sessions as CSV. It contains a token: the link alone gives access to the data.',
      'Link, unter dem die App die Ladevorgänge als CSV herunterlädt. Er enthält ein Token: Wer den Link hat, hat die Daten.',
    ],
    secret: true,
  }),
  key('data', 'r', 'string', 'Status', {
    title: ['Chart data link', 'Link zu Diagrammdaten'],
    about: [
      'JSON text with the link, token included, from which the app takes its charts.',
      'JSON-Text mit dem Link samt Token, von dem die App ihre Diagramme bezieht.',
    ],
    secret: true,
  }),
  key('fck', 'r', 'bool', 'Other', {
    title: ['Undocumented flag (fck)', 'Undokumentierter Schalter (fck)'],
    about: [
      'Meaning not documented; seen as true on firmware 050.',
      'Bedeutung nicht dokumentiert; auf Firmware 050 als true gesehen.',
    ],
  }),
  key('fcc', 'r', 'bool', 'Other', {
    title: ['Undocumented flag (fcc)', 'Undokumentierter Schalter (fcc)'],
    about: [
      'Meaning not documented; seen as true on firmware 050.',
      'Bedeutung nicht dokumentiert; auf Firmware 050 als true gesehen.',
    ],
  }),
  key('fhi', 'r', 'bool', 'Other', {
    title: ['Undocumented flag (fhi)', 'Undokumentierter Schalter (fhi)'],
    about: [
      'Meaning not documented; seen as true on firmware 050.',
      'Bedeutung nicht dokumentiert; auf Firmware 050 als true gesehen.',
    ],
  }),
  key('mscs', 'r', 'int', 'Other', {
    title: ['Undocumented number (mscs)', 'Undokumentierte Zahl (mscs)'],
    about: [
      'Meaning not documented; seen as 1, 4 and 188 on firmware 050.',
      'Bedeutung nicht dokumentiert; auf Firmware 050 als 1, 4 und 188 gesehen.',
    ],
  }),
  key('msca', 'r', 'int', 'Other', {
    title: ['Undocumented number (msca)', 'Undokumentierte Zahl (msca)'],
    about: [
      'Meaning not documented; seen as 0 on firmware 050.',
      'Bedeutung nicht dokumentiert; auf Firmware 050 als 0 gesehen.',
    ],
  }),
]);
