/** The models V3 (HOME+ and HOMEfix) and Gemini, by firmware. */
import type { ModelName } from '../simulator.types';
import { LATE_AT_BOOT, V3_BEHAVIOUR } from './behaviour';
import { firstDocumentKeys } from './first-document';
import { FIXED_22_KW, LOAD_BALANCING, type Model, ON_ADAPTER, wifi } from './model';
import { basicKeys, keysOf605, keysOf0557, laterKeys, oldKeys, without } from './unpublished';
import { firstKeys, keysOf60, keysOf055, keysOf056, surplusKeys } from './v3';

export const V3_MODELS = {
  'v3-051.3': {
    ...V3_BEHAVIOUR,
    name: 'v3-051.3',
    firmware: '051.3',
    filter: 'array',
    setResponse: 'count',
    notFound: 'This URI does not exist',
    mqttResult: false,
    clockDigits: 6,
    readings: 'steps',
    published: () => ({ ...firstKeys(), ...ON_ADAPTER, ocu: ['051.3', 'V 050.0 OUTDATED'] }),
    unpublished: (identity) => ({
      ...firstDocumentKeys(identity),
      ...basicKeys(identity),
      ...oldKeys(),
      hai: true,
      nmo: false,
      sdp: false,
      tsss: 1,
    }),
  },
  'v3-053.1': {
    ...V3_BEHAVIOUR,
    name: 'v3-053.1',
    firmware: '053.1',
    notFound: 'This URI does not exist',
    clockDigits: 6,
    readings: 'steps',
    published: () => ({ ...firstKeys(), ...ON_ADAPTER }),
    unpublished: (identity) => ({
      ...firstDocumentKeys(identity),
      ...basicKeys(identity),
      ...laterKeys(),
      ...surplusKeys(),
      hai: true,
      sdp: false,
      ...oldKeys(),
    }),
  },
  'v3-055.2': {
    ...V3_BEHAVIOUR,
    name: 'v3-055.2',
    firmware: '055.2',
    published: () => ({
      ...firstKeys(),
      ...keysOf055(),
      ...ON_ADAPTER,
      ocu: ['055.0', '055.4 BETA', 'V 054.11 OUTDATED'],
    }),
    unpublished: (identity) => ({
      ...basicKeys(identity),
      ...laterKeys(),
      ...surplusKeys(),
      ...oldKeys(),
      lot: { ...LOAD_BALANCING },
      oem: 'go-e',
      typ: 'go-eCharger',
    }),
  },
  'v3-56.9': {
    ...V3_BEHAVIOUR,
    name: 'v3-56.9',
    firmware: '56.9',
    published: () => ({ ...firstKeys(), ...keysOf055(), ...keysOf056(), ...ON_ADAPTER, ocu: ['56.9 BETA', '56.8'] }),
    unpublished: (identity) => ({ ...basicKeys(identity), ...laterKeys(), lot: { ...LOAD_BALANCING } }),
  },
  'v3-60.5': {
    ...V3_BEHAVIOUR,
    name: 'v3-60.5',
    firmware: '60.5',
    lateAtBoot: LATE_AT_BOOT,
    published: () => ({
      ...without({ ...firstKeys(), ...keysOf055(), ...keysOf056(), ...keysOf60() }, 'msp lbl'),
      ...ON_ADAPTER,
      psm: 0,
      ocu: ['60.5', '60.4 BETA', 'V 56.9 OUTDATED'],
    }),
    unpublished: (identity) => ({
      ...without({ ...basicKeys(identity), ...laterKeys() }, 'mcr'),
      ...keysOf605(),
      lot: { ...LOAD_BALANCING },
    }),
  },
  'gemini-055.7': {
    ...V3_BEHAVIOUR,
    name: 'gemini-055.7',
    firmware: '055.7',
    maxA: 32,
    leadingSlash: false,
    readings: 'fine',
    published: () => ({
      ...firstKeys(),
      ...keysOf055(),
      ...surplusKeys(),
      ...FIXED_22_KW,
      ccw: wifi('new'),
      oem: 'go-e',
      typ: 'go-eCharger_V4',
      die: false,
      dii: false,
      di1: false,
      la1: 16,
      la3: 16,
      pgr: false,
      pdi: false,
      ocu: ['055.7', '055.8 BETA'],
    }),
    unpublished: (identity) => ({
      ...without({ ...basicKeys(identity), ...laterKeys() }, 'cae hsa scas'),
      ...keysOf0557(),
    }),
  },
} satisfies { [name in ModelName]?: Model };
