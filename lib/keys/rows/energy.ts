/** Energy and power: the meter of the charger, its totals, and the sources of the energy. */
import { group, text } from '../define';
import type { Field } from '../row';

function reading(at: number, name: string, unit: string, en: string, de: string): Field {
  return { name, at, type: 'float', unit, title: text(en, de) };
}

function phase(at: number, name: string, en: string, de: string): Field {
  return { name, at, type: 'bool', title: text(en, de) };
}

export const energy = group('energy', (key) => [
  key('nrg', 'r', 'array', 'Status', {
    fields: [
      reading(0, 'voltageL1', 'V', 'Voltage L1', 'Spannung L1'),
      reading(1, 'voltageL2', 'V', 'Voltage L2', 'Spannung L2'),
      reading(2, 'voltageL3', 'V', 'Voltage L3', 'Spannung L3'),
      reading(3, 'voltageN', 'V', 'Voltage N', 'Spannung N'),
      reading(4, 'currentL1', 'A', 'Current L1', 'Strom L1'),
      reading(5, 'currentL2', 'A', 'Current L2', 'Strom L2'),
      reading(6, 'currentL3', 'A', 'Current L3', 'Strom L3'),
      reading(7, 'powerL1', 'W', 'Power L1', 'Leistung L1'),
      reading(8, 'powerL2', 'W', 'Power L2', 'Leistung L2'),
      reading(9, 'powerL3', 'W', 'Power L3', 'Leistung L3'),
      reading(10, 'powerN', 'W', 'Power N', 'Leistung N'),
      reading(11, 'powerTotal', 'W', 'Charging power', 'Ladeleistung'),
      reading(12, 'powerFactorL1', '%', 'Power factor L1', 'Leistungsfaktor L1'),
      reading(13, 'powerFactorL2', '%', 'Power factor L2', 'Leistungsfaktor L2'),
      reading(14, 'powerFactorL3', '%', 'Power factor L3', 'Leistungsfaktor L3'),
      reading(15, 'powerFactorN', '%', 'Power factor N', 'Leistungsfaktor N'),
    ],
    title: ['Voltages, currents and power', 'Spannungen, Ströme und Leistung'],
    about: [
      'What the charger measures right now, as 16 numbers: voltages, currents, power and power factors by phase. Can be slightly negative in the first seconds; some PRO firmwares send zeros although the car charges.',
      'Was die Ladestation gerade misst, als 16 Zahlen: Spannungen, Ströme, Leistungen und Leistungsfaktoren je Phase. Kann in den ersten Sekunden leicht negativ sein; manche PRO-Firmware sendet Nullen, obwohl geladen wird.',
    ],
  }),
  key('wh', 'r', 'float', 'Status', {
    unit: 'Wh',
    title: ['Energy this session', 'Energie dieser Ladung'],
    about: [
      'Energy delivered since the car was connected. It may start again at 0 within a session, so add up differences rather than trusting the last value.',
      'Geladene Energie seit dem Anstecken. Sie kann während einer Ladung neu bei 0 beginnen; besser Differenzen summieren, als dem letzten Wert zu trauen.',
    ],
  }),
  key('eto', 'r', 'int', 'Status', {
    unit: 'Wh',
    title: ['Total energy delivered', 'Insgesamt geladene Energie'],
    about: [
      'Energy meter of the charger over its whole life; it only counts up.',
      'Energiezähler der Ladestation über ihre gesamte Lebensdauer; er zählt nur aufwärts.',
    ],
  }),
  key('tpa', 'r', 'float', 'Status', {
    unit: 'W',
    title: ['Average power (30 s)', 'Mittlere Leistung (30 s)'],
    about: [
      'Charging power averaged over 30 seconds. Some firmwares leave the last value standing when charging ends, older ones always send 0; nrg.powerTotal is the live value.',
      'Ladeleistung, gemittelt über 30 Sekunden. Manche Firmware lässt nach dem Laden den letzten Wert stehen, ältere sendet immer 0; der aktuelle Wert ist nrg.powerTotal.',
    ],
  }),
  key('mmp', 'r', 'float', 'Status', {
    unit: 'W',
    title: ['Highest measured power', 'Höchste gemessene Leistung'],
    about: [
      'Highest charging power measured so far; Daily Trip plans with it. 0 when nothing has been measured.',
      'Höchste bisher gemessene Ladeleistung; Daily Trip plant damit. 0, wenn noch nichts gemessen wurde.',
    ],
  }),
  key('pha', 'r', 'array', 'Status', {
    nullable: true,
    fields: [
      phase(0, 'afterL1', 'L1 on after contactor', 'L1 nach dem Schütz'),
      phase(1, 'afterL2', 'L2 on after contactor', 'L2 nach dem Schütz'),
      phase(2, 'afterL3', 'L3 on after contactor', 'L3 nach dem Schütz'),
      phase(3, 'beforeL1', 'L1 present before contactor', 'L1 vor dem Schütz'),
      phase(4, 'beforeL2', 'L2 present before contactor', 'L2 vor dem Schütz'),
      phase(5, 'beforeL3', 'L3 present before contactor', 'L3 vor dem Schütz'),
    ],
    title: ['Live phases', 'Anliegende Phasen'],
    about: [
      'Six times true or false: on which phases there is voltage behind the contactor (towards the car), then in front of it (from the house).',
      'Sechsmal true oder false: auf welchen Phasen hinter dem Schütz (zum Fahrzeug) und dann vor dem Schütz (vom Haus) Spannung anliegt.',
    ],
  }),
  key('fhz', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'Hz',
    rate: 'second',
    title: ['Grid frequency', 'Netzfrequenz'],
    about: [
      'Frequency of the grid, about 50 Hz; 0 or null when it is not known.',
      'Frequenz des Stromnetzes, etwa 50 Hz; 0 oder null, wenn sie nicht bekannt ist.',
    ],
  }),
  key('avgfhz', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'Hz',
    rate: 'second',
    title: ['Average grid frequency', 'Mittlere Netzfrequenz'],
    about: [
      'Grid frequency smoothed over some time, about 50 Hz; null when it is not known.',
      'Über einige Zeit geglättete Netzfrequenz, etwa 50 Hz; null, wenn sie nicht bekannt ist.',
    ],
  }),
  key('whg', 'r', 'float', 'Status', {
    unit: 'Wh',
    since: '59.4',
    title: ['Session energy from grid', 'Ladung aus dem Netz'],
    about: [
      'Part of the energy since the car was connected that came from the grid.',
      'Anteil der Energie seit dem Anstecken, der aus dem Stromnetz kam.',
    ],
  }),
  key('whs', 'r', 'float', 'Status', {
    unit: 'Wh',
    since: '59.4',
    title: ['Session energy from solar', 'Ladung aus Photovoltaik'],
    about: [
      'Part of the energy since the car was connected that came from the solar system.',
      'Anteil der Energie seit dem Anstecken, der aus der Photovoltaikanlage kam.',
    ],
  }),
  key('whb', 'r', 'float', 'Status', {
    unit: 'Wh',
    since: '59.4',
    title: ['Session energy from battery', 'Ladung aus dem Heimspeicher'],
    about: [
      'Part of the energy since the car was connected that came from the home battery.',
      'Anteil der Energie seit dem Anstecken, der aus dem Heimspeicher kam.',
    ],
  }),
  key('who', 'r', 'float', 'Status', {
    unit: 'Wh',
    since: '59.4',
    title: ['Session energy, other sources', 'Ladung aus sonstigen Quellen'],
    about: [
      'Part of the energy since the car was connected that could be put down to neither grid, solar nor battery.',
      'Anteil der Energie seit dem Anstecken, der weder Netz noch Photovoltaik noch Speicher zugeordnet werden konnte.',
    ],
  }),
  key('eto_mid', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'Wh',
    since: '60.3',
    title: ['Total energy, MID meter', 'Gesamtenergie, MID-Zähler'],
    about: [
      'Total energy according to the built-in calibrated (MID) meter; null where there is none.',
      'Gesamtenergie laut eingebautem geeichtem Zähler (MID); null, wenn es keinen gibt.',
    ],
  }),
  key('wh_mid', 'r', 'float', 'Status', {
    nullable: true,
    unit: 'Wh',
    since: '60.3',
    title: ['Session energy, MID meter', 'Energie dieser Ladung, MID-Zähler'],
    about: [
      'Energy since the car was connected according to the built-in calibrated (MID) meter; null where there is none.',
      'Energie seit dem Anstecken laut eingebautem geeichtem Zähler (MID); null, wenn es keinen gibt.',
    ],
  }),
  key('etop', 'r', 'int', 'Status', {
    unit: 'Wh',
    title: ['Total energy as stored', 'Gesamtenergie, gespeicherter Stand'],
    about: [
      'The total energy as last saved permanently, without what has been counted since; prefer eto, which is live.',
      'Gesamtenergie, wie sie zuletzt dauerhaft gespeichert wurde, ohne das seither Gezählte; besser ist eto, der laufende Wert.',
    ],
  }),
  key('smd', 'r', 'object', 'Status', {
    nullable: true,
    echo: false,
    resend: true,
    versions: [{ since: '60.2', access: 'rw' }],
    title: ['Smart meter data', 'Daten des Stromzählers'],
    about: [
      'Readings of an attached smart meter; null when there is none. From firmware 60.2 an object can be written; its properties are not documented.',
      'Messwerte eines angebundenen Stromzählers; null, wenn es keinen gibt. Ab Firmware 60.2 kann ein Objekt geschrieben werden; dessen Eigenschaften sind nicht dokumentiert.',
    ],
  }),
  key('deltap', 'r', 'float', 'Status', {
    title: ['Power deviation (internal)', 'Leistungsabweichung (intern)'],
    about: [
      'Internal value of the charging logic, by its name a difference of power; what it compares is not documented.',
      'Interner Wert der Ladelogik, dem Namen nach eine Leistungsdifferenz; was verglichen wird, ist nicht dokumentiert.',
    ],
  }),
  key('deltaa', 'r', 'float', 'Other', {
    title: ['Current deviation (internal)', 'Stromabweichung (intern)'],
    about: [
      'Internal value of the charging logic, by its name a difference of current; what it compares is not documented.',
      'Interner Wert der Ladelogik, dem Namen nach eine Stromdifferenz; was verglichen wird, ist nicht dokumentiert.',
    ],
  }),
  key('rfb', 'r', 'int', 'Status', {
    title: ['Relay feedback', 'Relaisrückmeldung'],
    about: [
      'Raw reading by which the charger checks that its relay has switched; only of use when looking for a fault. Seen on V3.',
      'Rohwert, an dem die Ladestation erkennt, ob ihr Relais wirklich geschaltet hat; nur zur Fehlersuche nützlich. Gesehen bei V3.',
    ],
  }),
]);
