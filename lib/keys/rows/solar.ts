/** The charger's own surplus logic: the meter values it receives, its results and its settings. */
import { group, option, text } from '../define';

const rounding = [
  option(0, 'PreferPowerFromGrid', 'Prefer drawing from grid', 'Netzbezug bevorzugen'),
  option(1, 'Default', 'Balanced', 'Ausgewogen'),
  option(2, 'PreferPowerToGrid', 'Prefer feeding into grid', 'Einspeisung bevorzugen'),
];

export const solar = group('solar', (key) => [
  key('ids', 'w', 'object', 'Status', {
    nullable: true,
    echo: false,
    resend: true,
    fields: [
      {
        name: 'pGrid',
        at: 'pGrid',
        type: 'float',
        required: true,
        unit: 'W',
        title: text('Power at the grid', 'Leistung am Netz'),
      },
      { name: 'pPv', at: 'pPv', type: 'float', nullable: true, unit: 'W', title: text('Solar power', 'PV-Leistung') },
      {
        name: 'pAkku',
        at: 'pAkku',
        type: 'float',
        nullable: true,
        unit: 'W',
        title: text('Battery power', 'Speicherleistung'),
      },
    ],
    title: ['Solar data for charger', 'PV-Daten für die Ladestation'],
    about: [
      'Tells the charger the power at the grid (pGrid, below 0 is export), of the roof (pPv) and of the battery (pAkku, below 0 is charging it), in W. Write it at least every 5 seconds; pPv and pAkku may be left out. Visible as pgrid, ppv and pakku for a few seconds.',
      'Meldet der Ladestation die Leistung am Netzanschluss (pGrid, unter 0 ist Einspeisung), vom Dach (pPv) und am Speicher (pAkku, unter 0 wird er geladen), in W. Mindestens alle 5 Sekunden schreiben; pPv und pAkku dürfen fehlen. Für einige Sekunden als pgrid, ppv und pakku sichtbar.',
    ],
  }),
  key('fup', 'rw', 'bool', 'Config', {
    title: ['Use solar surplus', 'PV-Überschuss nutzen'],
    about: [
      'Lets the charger regulate on solar surplus by itself. Works in Eco mode (logic mode 4) with fresh solar data (ids) or a go-e Controller.',
      'Lässt die Ladestation selbst auf PV-Überschuss regeln. Wirkt im Eco-Modus (Logikmodus 4) mit aktuellen PV-Daten (ids) oder einem go-e Controller.',
    ],
  }),
  key('pgrid', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    title: ['Grid power', 'Netzleistung'],
    about: [
      'Power at the grid connection as the charger received it: above 0 is import, below 0 export. Null without fresh data.',
      'Leistung am Netzanschluss, wie sie der Ladestation gemeldet wurde: über 0 ist Bezug, unter 0 Einspeisung. Kein Wert (null) ohne aktuelle Daten.',
    ],
  }),
  key('ppv', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    title: ['Solar power', 'PV-Leistung'],
    about: [
      'Power of the solar system as the charger received it: above 0 is production, below 0 standby. Null without fresh data.',
      'Leistung der PV-Anlage, wie sie der Ladestation gemeldet wurde: über 0 ist Erzeugung, unter 0 Bereitschaft. Kein Wert (null) ohne aktuelle Daten.',
    ],
  }),
  key('pakku', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    title: ['Battery power', 'Speicherleistung'],
    about: [
      'Power of the home battery as the charger received it: below 0 the battery is charged, above 0 it delivers. Null without fresh data.',
      'Leistung des Hausspeichers, wie sie der Ladestation gemeldet wurde: unter 0 wird er geladen, über 0 gibt er ab. Kein Wert (null) ohne aktuelle Daten.',
    ],
  }),
  key('pvopt_averagePGrid', 'r', 'float', 'Status', {
    unit: 'W',
    title: ['Average grid power', 'Mittlere Netzleistung'],
    about: [
      'Grid power as the surplus logic averages it; below 0 is export.',
      'Netzleistung, wie die Überschussregelung sie mittelt; unter 0 ist Einspeisung.',
    ],
  }),
  key('pvopt_averagePPv', 'r', 'float', 'Status', {
    unit: 'W',
    title: ['Average solar power', 'Mittlere PV-Leistung'],
    about: ['Solar power as the surplus logic averages it.', 'PV-Leistung, wie die Überschussregelung sie mittelt.'],
  }),
  key('pvopt_averagePAkku', 'r', 'float', 'Status', {
    unit: 'W',
    title: ['Average battery power', 'Mittlere Speicherleistung'],
    about: [
      'Battery power as the surplus logic averages it; below 0 the battery is charged.',
      'Speicherleistung, wie die Überschussregelung sie mittelt; unter 0 wird der Speicher geladen.',
    ],
  }),
  key('fst', 'rw', 'float', 'Config', {
    unit: 'W',
    limits: { min: 0 },
    title: ['Surplus starting power', 'Startleistung für Überschuss'],
    about: [
      'Surplus charging starts when at least this much surplus is available. The factory value is 1400 W, about 6 A on one phase.',
      'Das Überschussladen beginnt, wenn mindestens so viel übrig ist. Ab Werk 1400 W, etwa 6 A auf einer Phase.',
    ],
  }),
  key('spl3', 'rw', 'float', 'Config', {
    unit: 'W',
    limits: { min: 0 },
    title: ['Three-phase switch level', 'Schwelle für dreiphasiges Laden'],
    about: [
      'From this surplus on, automatic phase switching (psm 0) wants three phases. The factory value is 4200 W.',
      'Ab diesem Überschuss will die automatische Phasenumschaltung (psm 0) dreiphasig laden. Ab Werk 4200 W.',
    ],
  }),
  key('psh', 'rw', 'float', 'Config', {
    unit: 'W',
    title: ['Phase switch hysteresis', 'Hysterese der Phasenumschaltung'],
    about: [
      'Distance to the three-phase switch level (spl3) that keeps the phases from switching to and fro. The factory value is 500 W.',
      'Abstand zur Schwelle für dreiphasiges Laden (spl3), der ständiges Umschalten verhindert. Ab Werk 500 W.',
    ],
  }),
  key('sh', 'rw', 'float', 'Config', {
    unit: 'W',
    title: ['Stop hysteresis', 'Hysterese beim Stoppen'],
    about: [
      'By how much the surplus may fall short before charging stops. The factory value is 200 W.',
      'Um wie viel der Überschuss zu klein werden darf, bevor das Laden stoppt. Ab Werk 200 W.',
    ],
  }),
  key('pgt', 'rw', 'float', 'Config', {
    unit: 'W',
    title: ['Grid power target', 'Zielwert am Netz'],
    about: [
      'Power at the grid connection that surplus charging steers for: above 0 accepts import, below 0 leaves export over. The factory value is 0 W.',
      'Leistung am Netzanschluss, auf die das Überschussladen regelt: über 0 wird Bezug in Kauf genommen, unter 0 bleibt Einspeisung übrig. Ab Werk 0 W.',
    ],
  }),
  key('frm', 'rw', 'int', 'Config', {
    options: rounding,
    title: ['Surplus rounding', 'Rundung beim Überschussladen'],
    about: [
      'The current moves in whole amperes: which way surplus charging rounds, towards a little import or a little export. Older tables call this key read-only.',
      'Der Strom lässt sich nur in ganzen Ampere stellen: ob das Überschussladen eher zu etwas Bezug oder zu etwas Einspeisung rundet. Ältere Tabellen führen den Schlüssel als nur lesbar.',
    ],
  }),
  key('ferm', 'r', 'int', 'Status', {
    options: rounding,
    title: ['Surplus rounding in effect', 'Wirksame Rundung'],
    about: [
      'The rounding (frm) that surplus charging applies at the moment. Gone from the tables since 59.4.',
      'Die Rundung (frm), die das Überschussladen gerade anwendet. Seit 59.4 nicht mehr in den Tabellen.',
    ],
  }),
  key('po', 'rw', 'float', 'Config', {
    unit: 'W',
    title: ['Priority offset', 'Prioritätsversatz'],
    about: [
      'Offset in the ranking of surplus charging; how it works is not documented. The factory value is -300 W.',
      'Versatz in der Rangfolge des Überschussladens; die genaue Wirkung ist nicht dokumentiert. Ab Werk -300 W.',
    ],
  }),
  key('fmt', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    title: ['Minimum charging time', 'Mindestladezeit'],
    about: [
      'Once begun, surplus charging goes on at least this long, even when the surplus is gone. The factory value is 300000 ms (5 minutes).',
      'So lange lädt das Überschussladen nach einem Start mindestens weiter, auch wenn der Überschuss ausbleibt. Ab Werk 300000 ms (5 Minuten).',
    ],
  }),
  key('mcpd', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    title: ['Minimum pause', 'Mindestdauer der Ladepause'],
    about: [
      'A pause in charging lasts at least this long, for cars that do not take short pauses well. 0 switches it off.',
      'So lange dauert eine Ladepause mindestens, für Fahrzeuge, die kurze Pausen schlecht vertragen. 0 schaltet ab.',
    ],
  }),
  key('mcpea', 'rw', 'int', 'Config', {
    nullable: true,
    unit: 'ms',
    title: ['Minimum pause ends', 'Ende der Mindestpause'],
    about: [
      'When the minimum pause (mcpd) that is running ends, in milliseconds since boot; null when none is running. Write null to end it now.',
      'Wann die laufende Mindestpause (mcpd) endet, in Millisekunden seit dem Start; null, wenn keine läuft. null schreiben beendet sie sofort.',
    ],
  }),
  key('mci', 'rw', 'int', 'Config', {
    unit: 'ms',
    limits: { min: 0 },
    title: ['Forced charging interval', 'Zwangsladeintervall'],
    about: [
      'Charges for a while after at most this long without charging, so that the car does not fall asleep. 0 switches it off.',
      'Lädt nach spätestens dieser Zeit ohne Ladung kurz an, damit das Fahrzeug nicht einschläft. 0 schaltet ab.',
    ],
  }),
  key('fzf', 'rw', 'bool', 'Config', {
    title: ['Zero feed-in', 'Nulleinspeisung'],
    about: [
      'For solar systems that may not feed in, where the grid meter never shows a surplus. How the charger then finds spare power is not documented.',
      'Für PV-Anlagen, die nicht einspeisen dürfen und bei denen der Zähler deshalb nie Überschuss zeigt. Wie die Ladestation dann freie Leistung findet, ist nicht dokumentiert.',
    ],
  }),
  key('zfo', 'rw', 'float', 'Config', {
    unit: 'W',
    title: ['Zero feed-in offset', 'Versatz bei Nulleinspeisung'],
    about: [
      'Offset that counts with zero feed-in (fzf); how it works is not documented. The factory value is 200 W.',
      'Versatz, der bei Nulleinspeisung (fzf) zählt; die genaue Wirkung ist nicht dokumentiert. Ab Werk 200 W.',
    ],
  }),
  key('csd', 'rw', 'bool', 'Config', {
    since: '59.4',
    title: ['Forget data after break', 'Daten nach Unterbrechung verwerfen'],
    about: [
      'Whether the surplus logic forgets what it averaged when its data was interrupted.',
      'Ob die Überschussregelung ihre gemittelten Werte verwirft, wenn die Daten unterbrochen waren.',
    ],
  }),
  key('dsrc', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Source of solar data', 'Quelle der PV-Daten'],
    about: [
      'Where the charger has its solar data from; null without any.',
      'Woher die Ladestation ihre PV-Daten hat; null, wenn sie keine hat.',
    ],
  }),
  key('inva', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Solar data received', 'PV-Daten empfangen'],
    about: [
      'When solar data last came in, in milliseconds since boot: time since boot (rbt) minus this is its age. Null when there was none.',
      'Wann zuletzt PV-Daten kamen, in Millisekunden seit dem Start: Laufzeit (rbt) minus diesen Wert ergibt ihr Alter. Kein Wert (null), wenn noch keine kamen.',
    ],
  }),
  key('lpsc', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Last surplus calculation', 'Letzte Überschussberechnung'],
    about: [
      'When the charger last worked out the surplus, in milliseconds since boot.',
      'Wann die Ladestation zuletzt den Überschuss berechnet hat, in Millisekunden seit dem Start.',
    ],
  }),
  key('lpc', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    since: '59.4',
    title: ['Last solar calculation', 'Letzte PV-Berechnung'],
    about: [
      'When the solar logic last ran, in milliseconds since boot; null when it did not.',
      'Wann die PV-Logik zuletzt gerechnet hat, in Millisekunden seit dem Start; null, wenn noch nie.',
    ],
  }),
  key('ido', 'r', 'object', 'Config', {
    nullable: true,
    title: ['Solar data override', 'Vorgabe der PV-Daten'],
    about: [
      'Solar data that replaces what the inverter sends; null without. Its content is not documented.',
      'PV-Daten, die die Werte des Wechselrichters ersetzen; sonst null. Der Inhalt ist nicht dokumentiert.',
    ],
  }),
  key('wg', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    since: '59.4',
    title: ['House: grid power', 'Haus: Netzleistung'],
    about: [
      'Power at the grid in the energy flow of the house; null when the charger does not know. The sign is not documented.',
      'Leistung am Netz im Energiefluss des Hauses; null, wenn die Ladestation sie nicht kennt. Das Vorzeichen ist nicht dokumentiert.',
    ],
  }),
  key('ws', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    since: '59.4',
    title: ['House: solar power', 'Haus: PV-Leistung'],
    about: [
      'Solar power in the energy flow of the house; null when the charger does not know.',
      'PV-Leistung im Energiefluss des Hauses; null, wenn die Ladestation sie nicht kennt.',
    ],
  }),
  key('wb', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    since: '59.4',
    title: ['House: battery power', 'Haus: Speicherleistung'],
    about: [
      'Battery power in the energy flow of the house; null when the charger does not know. The sign is not documented.',
      'Speicherleistung im Energiefluss des Hauses; null, wenn die Ladestation sie nicht kennt. Das Vorzeichen ist nicht dokumentiert.',
    ],
  }),
  key('wo', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'W',
    since: '59.4',
    title: ['House: other power', 'Haus: übrige Leistung'],
    about: [
      'Power in the energy flow of the house that is neither grid, solar nor battery; null when the charger does not know.',
      'Leistung im Energiefluss des Hauses, die weder Netz noch PV noch Speicher ist; null, wenn die Ladestation sie nicht kennt.',
    ],
  }),
]);
