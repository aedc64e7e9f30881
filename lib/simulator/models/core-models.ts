/** The models CORE and PRO. */
import type { ModelName, Values } from '../simulator.types';
import { CORE_BEHAVIOUR, LATE_AT_BOOT } from './behaviour';
import { FIXED_22_KW, type Model } from './model';
import { basicKeys, idleKeys, keysOf605, keysOf0557, laterKeys, without } from './unpublished';
import { firstKeys, keysOf60, keysOf055, keysOf056 } from './v3';

/** Keys of a V3 that they do not have: they have a fixed cable or another socket, and cards only as single keys. */
const NOT_IN_CORE = 'cbl cus ust bac lbp lbr hla cll cards lbl msp';
/** The same among the keys that only HTTP has. */
const NOT_IN_CORE_HTTP = 'ffb lck tse tsss upo wcb sdp cae wsm';

/** The published keys of both. */
function coreKeys(): Values {
  return {
    ...without({ ...firstKeys(), ...keysOf055(), ...keysOf056(), ...keysOf60() }, NOT_IN_CORE),
    psm: 0,
    ocu: ['60.5', '60.4 BETA', '60.3 BETA'],
    ...FIXED_22_KW,
    adi: true,
  };
}

export const CORE_MODELS = {
  'core-60.5': {
    ...CORE_BEHAVIOUR,
    name: 'core-60.5',
    firmware: '60.5',
    lateAtBoot: LATE_AT_BOOT,
    unknownKeys: 'null',
    published: () => ({
      ...coreKeys(),
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
    ...CORE_BEHAVIOUR,
    name: 'pro-60.3',
    firmware: '60.3',
    unknownKeys: 'badRequest',
    published: () => ({
      ...coreKeys(),
      typ: 'go-eCharger_Pro',
      styp: 'pro',
      ocu: ['60.3'],
    }),
    unpublished: (identity) =>
      without({ ...basicKeys(identity), ...laterKeys(), ...keysOf0557(), ...idleKeys() }, `${NOT_IN_CORE_HTTP} mcr`),
  },
} satisfies { [name in ModelName]?: Model };
