/**
 * Keys of a go-e Controller, the energy meter with a display. It has the paths of a charger, but no `car` and no `amp`; it has
 * power by category instead [goecharger/go-eController-API apikeys-en.md, evcc-io/evcc#10373]. The values are this project's own.
 */
import type { Values } from '../simulator.types';
import { type SimulatedIdentity, wifi } from './model';

const CATEGORIES = [
  'Home',
  'Grid',
  'Car',
  'Relais',
  'Solar',
  'Akku',
  ...Array.from({ length: 10 }, (_, n) => `Custom ${n + 1}`),
];
const VOLTAGE_SENSORS = ['L1', 'L2', 'L3', 'N'];
const CURRENT_SENSORS = ['House 1', 'House 2', 'House 3', 'Solar 1', 'Solar 2', 'Solar 3'];

/** The published keys of a go-e Controller. */
export function controllerKeys({ serial, name }: SimulatedIdentity): Values {
  return {
    sse: serial,
    fna: name,
    fwv: '',
    oem: 'go-e',
    typ: 'go-eController',
    host: `go-econtroller_${serial}`,
    rbc: 12,
    rbt: 0,
    utc: '',
    loc: '',
    tof: 60,
    tds: 1,
    tse: true,
    tsss: 1,
    rssi: -55,
    ccw: wifi('new'),
    cce: null,
    dns: { dns0: '192.0.2.1', dns1: '0.0.0.0', dns2: '0.0.0.0' },
    wst: 3,
    wda: false,
    awc: 0,
    awp: 10,
    awcp: null,
    cwe: true,
    men: false,
    msp: 502,
    msb: false,
    msr: true,
    hai: true,
    mce: false,
    mcs: false,
    mcc: false,
    mcu: '',
    mcr: false,
    mtp: '',
    ocu: ['1.1.1'],
    dll: 'https://data.v3.go-e.io/export?e=simulated',
    bri: 120,
    ccn: [...CATEGORIES],
    ccp: CATEGORIES.map((_, at) => (at < 5 ? 0 : null)),
    cec: CATEGORIES.map(() => [0, 0]),
    cpc: CATEGORIES.map(() => [0, 0, 0]),
    usn: [...VOLTAGE_SENSORS],
    usv: [231, 232.5, 229.5, 0],
    isn: [...CURRENT_SENSORS],
    isv: CURRENT_SENSORS.map(() => 0),
  };
}
