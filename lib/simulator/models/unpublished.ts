/** Keys that only HTTP has [captured traffic of a Gemini and of old V3]. The values are this project's own. */
import type { Values } from '../simulator.types';
import type { SimulatedIdentity } from './model';

const NEVER = { hour: 0, minute: 0, second: 0 };

function schedule(): Values[string] {
  return { control: 0, ranges: [1, 2].map(() => ({ begin: { ...NEVER }, end: { ...NEVER } })) };
}

/** Keys of every model. */
export function basicKeys({ serial, name }: SimulatedIdentity): Values {
  return {
    sse: serial,
    fna: name,
    host: `go-echarger_${serial}`,
    cco: 18,
    ct: '',
    esk: false,
    ffb: 0,
    lck: 0,
    led: { id: 5, name: 'Idle', norwayOverlay: false, modeOverlay: true, subtype: 'renderCmds' },
    loe: false,
    lof: 6,
    log: '',
    lop: 50,
    lot: 32,
    map: [1, 2, 3],
    mce: false,
    mcs: false,
    mcc: false,
    mcu: '',
    mtp: '',
    lse: false,
    nif: 'st',
    sch_week: schedule(),
    sch_satur: schedule(),
    sch_sund: schedule(),
    scan: [],
    scaa: 60000,
    scas: 2,
    tds: 1,
    tof: 60,
    tse: true,
    upo: false,
    wcb: '02:00:5E:10:20:30',
    wifis: [{ ssid: 'Sonnenhof', key: true }, ...[1, 2, 3, 4].map(() => ({ ssid: '', key: false }))],
    wsc: 0,
    wsm: '',
    wsms: 3,
    wst: 3,
  };
}

/** Keys since 053: the surplus logic and the later apps. */
export function laterKeys(): Values {
  return {
    cwe: true,
    cae: false,
    hsa: false,
    mcr: false,
    mci: 0,
    mcpd: 0,
    mcpea: null,
    mmp: 0,
    pnp: 3,
    pwm: 0,
    lfspt: null,
    fsptws: null,
    lpsc: 0,
    inva: null,
    sdp: 0,
    su: false,
    sua: false,
    tsss: 1,
    tzt: '',
    wda: false,
  };
}

/** Further keys of 055.7: random delays, OCPP, diagnostics of MQTT and cloud. */
export function keysOf0557(): Values {
  return {
    lot: { amp: 32, dyn: 32, sta: 32, ts: 0 },
    loty: 0,
    aus: false,
    isgo: true,
    cle: '',
    clea: null,
    cmse: false,
    cms: '_go-e_controller',
    cmp: '_tcp',
    cmmr: 20,
    mcca: null,
    mlr: null,
    mlra: null,
    mqcn: false,
    mqg: true,
    mqss: false,
    ocppe: false,
    ocppu: '',
    ocpps: false,
    ocppc: false,
    ocppca: null,
    ocppa: false,
    ocppaa: null,
    ocppcs: 0,
    ocpph: 3600,
    ocppi: 0,
    ocppai: 0,
    ocppd: 'no-card',
    ocppr: false,
    ocpple: null,
    ocpplea: null,
    ocppti: null,
    ocppao: false,
    ocppcn: false,
    ocppg: true,
    ocppla: true,
    ocpplo: true,
    ocpprl: false,
    ocppss: false,
    atp: null,
    data: '{"i":120,"url":"https://data.v3.go-e.io/simulated"}',
    deltaa: 0,
    wfb: null,
    wpb: ['02:00:5E:10:20:30'],
    pvopt_averagePGrid: 0,
    pvopt_averagePPv: 0,
    pvopt_averagePAkku: 0,
    rdbf: 0,
    rdbfe: null,
    rdbs: 0,
    rdbse: null,
    rdef: 0,
    rdefe: null,
    rdes: 0,
    rdese: null,
    rdpl: 0,
    rdple: null,
    rdre: 0,
    rdree: null,
    simo: false,
    smd: null,
    tlf: false,
    tls: null,
    wsl: [],
  };
}

/** New keys of 60.5, null without a modem. */
export function keysOf605(): Values {
  return { mfw: null, ss: null };
}

/** Keys of CORE and PRO that are null while no car charges. */
export function idleKeys(): Values {
  return { acui: null, acl: null, rcd: null, scan: null };
}

/** Keys of old V3 that later firmware does not have. */
export function oldKeys(): Values {
  return {
    fcc: true,
    fck: true,
    fhi: true,
    asc: true,
    lcm: 15,
    pwm: 0,
    etop: 1234000,
    stao: null,
    cdv: null,
    atp: null,
    data: '{"i":30}',
    mcca: 0,
    msca: 0,
    mscs: 4,
  };
}

/** The values without these keys. @param keys separated by spaces */
export function without(values: Values, keys: string): Values {
  const gone = new Set(keys.split(' '));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !gone.has(key)));
}
