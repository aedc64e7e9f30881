/**
 * Published keys of V3 (HOME+ and HOMEfix), by the firmware that introduced them [captured traffic of owners' brokers]. The
 * values are this project's own; the first second of the physics replaces those that it computes.
 */
import type { Values } from '../simulator.types';
import { cardKeys, cardPlaces, price, wifi } from './model';

/** Keys of every firmware. */
export function firstKeys(): Values {
  return {
    alw: true,
    acu: 16,
    adi: false,
    dwo: null,
    tpa: 0,
    eto: 1234567,
    ccw: wifi('old'),
    dns: { dns: '0.0.0.0' },
    rssi: -58,
    utc: '',
    loc: '',
    lbr: 200,
    lmo: 3,
    ama: 16,
    clp: [6, 8, 10, 13, 16],
    bac: true,
    lbp: null,
    amp: 16,
    cid: '#0000FF',
    cwc: '#FFFF00',
    cch: '#00FFFF',
    cfi: '#00FF00',
    ust: 0,
    fsp: false,
    acs: 0,
    frc: 0,
    rbc: 41,
    rbt: 0,
    car: 1,
    err: 0,
    cbl: null,
    pha: [false, false, false, true, true, true],
    wh: 0,
    trx: null,
    fwv: '',
    cdi: { type: 1, value: 0 },
    lccfi: null,
    lccfc: null,
    lcctc: null,
    tma: [24.5, 27.25],
    amt: 32,
    nrg: [230, 230, 230, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    modelStatus: 15,
    lmsc: 1500,
    mca: 6,
    awp: 10,
    awcp: price(),
    att: 21600,
    ate: 18000,
    ara: true,
    pgrid: null,
    ppv: null,
    pakku: null,
    deltap: 0,
    var: 11,
    spl3: 4200,
    psm: 2,
    ocu: ['053.1', 'V 052.2 OUTDATED'],
    fhz: 50,
    loa: null,
    cards: cardPlaces(),
    men: false,
    dll: 'https://data.v3.go-e.io/export?e=simulated',
    hla: false,
    lri: null,
    lrc: null,
    lrr: null,
  };
}

/** New keys of 055. */
export function keysOf055(): Values {
  return {
    bac: 1,
    lwf: null,
    cus: 1,
    msp: 502,
    msb: false,
    msr: true,
    hai: true,
    rde: false,
    tsi: null,
    lcs: 12000,
    csa: false,
    ctrls: null,
    ccd: null,
  };
}

/** The settings of the surplus logic. */
export function surplusKeys(): Values {
  return {
    tcl: null,
    nmo: false,
    awc: 0,
    awe: false,
    frm: 1,
    fup: true,
    fst: 1400,
    fmt: 300000,
    acp: true,
    fzf: false,
    pgt: 0,
    sh: 200,
    psh: 500,
    po: -300,
    zfo: 200,
    psmd: 10000,
    sumd: 10000,
    mpwst: 120000,
    mptwt: 600000,
  };
}

/** New keys of 056: limits, digital input, grid frequency. */
export function keysOf056(): Values {
  return {
    ...surplusKeys(),
    ccw: wifi('new'),
    dns: { dns0: '192.0.2.1', dns1: '0.0.0.0', dns2: '0.0.0.0' },
    oem: 'go-e',
    typ: 'go-eCharger',
    die: false,
    dii: false,
    di1: false,
    la1: 16,
    la3: 16,
    pgr: false,
    pdi: false,
    cll: {},
    ufe: false,
    ufm: 0,
    ufa: 49.79999924,
    ufs: 49,
    lbl: null,
    avgfhz: 50,
    tab: 0,
    lto: 7200000,
    evt: null,
    dsrc: null,
    pco: '',
  };
}

/** New keys of 60: a key for each card, the sources of the energy, undervoltage. */
export function keysOf60(): Values {
  return {
    ...cardKeys(),
    alwt: 1500,
    csd: true,
    dfam: 'goecharger',
    din: 0,
    facacs: 0,
    mcr: false,
    mstr: null,
    mstw: null,
    rev: '1',
    uve: false,
    uvs: 3000,
    uvt: 184,
    wb: null,
    wg: null,
    wo: 0,
    ws: null,
    whb: 0,
    whg: 0,
    who: 0,
    whs: 0,
  };
}
