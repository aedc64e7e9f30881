/** The models that can be simulated. */
import type { ModelName, Values } from '../simulator.types';
import { controllerKeys } from './controller';
import { firstDocumentKeys } from './first-document';
import { type Model, wifi } from './model';
import { basicKeys, idleKeys, keysOf605, keysOf0557, laterKeys, oldKeys, without } from './unpublished';
import { firstKeys, keysOf60, keysOf055, keysOf056, surplusKeys } from './v3';

export type { Identity, Model } from './model';

/** HOME+ 11 kW on its 16 A adapter, as the V3 of the captures. */
const ON_ADAPTER: Values = { adi: true };

/** 22 kW units on a fixed line. */
const FIXED_22_KW: Values = { var: 22, ama: 32, clp: [6, 10, 16, 24, 32], adi: false };

/** CORE and PRO have a fixed cable or a socket of another kind, other sensors, and cards only as single keys. */
const NOT_IN_CORE = 'cbl cus ust bac lbp lbr hla cll cards lbl msp';
const NOT_IN_CORE_HTTP = 'ffb lck tse tsss upo wcb sdp cae wsm';
const CORE_KEYS: Values = {
  ...without({ ...firstKeys(), ...keysOf055(), ...keysOf056(), ...keysOf60() }, NOT_IN_CORE),
  adi: true,
  psm: 0,
  ocu: ['60.5', '60.4 BETA', '60.3 BETA'],
};

/** Load management, as it is told since 055. */
const LOAD: Values = { amp: 32, dyn: 32, sta: 32, ts: 0 };

const V3_MANNERS = {
  is: 'charger',
  api: 'v2',
  topics: 'go-eCharger',
  maxA: 16,
  filter: 'commas',
  unknownKeys: 'omitted',
  unknownWrites: 'refused',
  setAnswer: 'json',
  notFound: 'Nothing matches the given URI',
  leadingSlash: true,
  mqttResult: true,
  clockDigits: 3,
  sensors: 2,
  readings: 'whole',
  carAtBoot: null,
  idleNulls: false,
  lateAtBoot: [],
  adapterLimits: true,
} as const;

/** What the meter has not told yet when the API answers again [marq24/ha-goecharger-api2#160]. */
const LATE_AT_BOOT = ['nrg'];

const CORE_MANNERS = {
  ...V3_MANNERS,
  unknownWrites: 'taken',
  leadingSlash: false,
  maxA: 32,
  sensors: 6,
  readings: 'fine',
  carAtBoot: 6,
  idleNulls: true,
  adapterLimits: false,
} as const;

export const MODELS: Record<ModelName, Model> = {
  'v3-051.3': {
    ...V3_MANNERS,
    name: 'v3-051.3',
    firmware: '051.3',
    filter: 'array',
    setAnswer: 'count',
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
    ...V3_MANNERS,
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
    ...V3_MANNERS,
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
      lot: { ...LOAD },
      oem: 'go-e',
      typ: 'go-eCharger',
    }),
  },
  'v3-56.9': {
    ...V3_MANNERS,
    name: 'v3-56.9',
    firmware: '56.9',
    published: () => ({ ...firstKeys(), ...keysOf055(), ...keysOf056(), ...ON_ADAPTER, ocu: ['56.9 BETA', '56.8'] }),
    unpublished: (identity) => ({ ...basicKeys(identity), ...laterKeys(), lot: { ...LOAD } }),
  },
  'v3-60.5': {
    ...V3_MANNERS,
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
      lot: { ...LOAD },
    }),
  },
  'gemini-055.7': {
    ...V3_MANNERS,
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
  'core-60.5': {
    ...CORE_MANNERS,
    name: 'core-60.5',
    firmware: '60.5',
    lateAtBoot: LATE_AT_BOOT,
    unknownKeys: 'null',
    published: () => ({
      ...structuredClone(CORE_KEYS),
      ...FIXED_22_KW,
      adi: true,
      typ: 'go-eCharger_Phoenix',
      styp: 'core_cable',
    }),
    unpublished: (identity) =>
      without(
        { ...basicKeys(identity), ...laterKeys(), ...keysOf0557(), ...keysOf605(), ...idleKeys() },
        `${NOT_IN_CORE_HTTP} mcr`,
      ),
  },
  'pro-60.3': {
    ...CORE_MANNERS,
    name: 'pro-60.3',
    firmware: '60.3',
    unknownKeys: 'badRequest',
    published: () => ({
      ...structuredClone(CORE_KEYS),
      ...FIXED_22_KW,
      adi: true,
      typ: 'go-eCharger_Pro',
      styp: 'pro',
      ocu: ['60.3'],
    }),
    unpublished: (identity) =>
      without({ ...basicKeys(identity), ...laterKeys(), ...keysOf0557(), ...idleKeys() }, `${NOT_IN_CORE_HTTP} mcr`),
  },
  controller: {
    ...V3_MANNERS,
    name: 'controller',
    is: 'controller',
    topics: 'go-eController',
    unknownWrites: 'null',
    firmware: '1.1.1',
    leadingSlash: false,
    published: controllerKeys,
    unpublished: () => ({}),
  },
  v1: {
    ...V3_MANNERS,
    name: 'v1',
    api: 'v1',
    firmware: '041.0',
    leadingSlash: false,
    mqttResult: false,
    readings: 'steps',
    published: () => ({ ...firstKeys(), ...ON_ADAPTER }),
    unpublished: (identity) => ({ ...basicKeys(identity), ...oldKeys() }),
  },
};
