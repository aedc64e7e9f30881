/** A model: its keys with their first values, and its behaviour where models differ. */
import type { ModelName, Values } from '../simulator.types';

/** The serial number and the friendly name of a device. */
export interface SimulatedIdentity {
  serial: string;
  name: string;
}

export interface Model {
  name: ModelName;
  /** The value of `fwv`. */
  firmware: string;
  /** The kind of device: only a charger has a cable and a car. */
  kind: 'charger' | 'controller';
  /** Its API: `/api/status` with a value for each key, or the old `/status` with texts. */
  api: 'v2' | 'v1';
  /** The first level of its topics. */
  topics: 'go-eCharger' | 'go-eController';
  /** The highest current of the hardware, in ampere. */
  maxA: 16 | 32;
  /** The keys that it publishes over MQTT, with their values before the first second. */
  published(identity: SimulatedIdentity): Values;
  /** The keys that only HTTP has (`sua` and others), with their values before the first second. */
  unpublished(identity: SimulatedIdentity): Values;
  /** The form of `filter=`: until 051.3 a JSON array, later names separated by commas. */
  filter: 'array' | 'commas';
  /** The response to a read of keys that it does not have. */
  unknownKeys: 'omitted' | 'null' | 'badRequest';
  /** The response to a write of keys that it does not have: a refusal, as if accepted, or `null`. */
  unknownWrites: 'refused' | 'accepted' | 'null';
  /** The response to a write: the old count of successes, or a JSON object. */
  setResponse: 'count' | 'json';
  /** The text of HTTP 404 while the API is disabled. */
  notFound: 'This URI does not exist' | 'Nothing matches the given URI';
  /** The vendor's topic prefix begins with a slash. */
  leadingSlash: boolean;
  /** Publishes the result of an MQTT write on `/result` (since 051.5). */
  mqttResult: boolean;
  /** Decimals of a second in `utc` and `loc`. */
  clockDigits: 3 | 6;
  /** The number of temperature sensors; of six, the first two are missing. */
  sensors: 2 | 6;
  /** The resolution of `nrg`: whole volts and steps of current and power, or finer. */
  readings: 'steps' | 'whole' | 'fine';
  /** The value of `car` in the first seconds after a boot. */
  carAtBoot: null | 6;
  /** `acui`, `acl`, `rcd` and `scan` are null while no car charges. */
  idleNulls: boolean;
  /** Keys that it does not have in the first seconds after a boot. */
  lateAtBoot: readonly string[];
  /** `adi` means that the 16 A adapter is in use; at CORE and PRO it is always true. */
  adapterLimits: boolean;
}

/** HOME+ 11 kW on its 16 A adapter, as the V3 of the captured traffic. */
export const ON_ADAPTER: Values = { adi: true };

/** A 22 kW charger with a fixed installation. */
export const FIXED_22_KW: Values = { var: 22, ama: 32, clp: [6, 10, 16, 24, 32], adi: false };

/** Load balancing, in the form since 055. */
export const LOAD_BALANCING: Values = { amp: 32, dyn: 32, sta: 32, ts: 0 };

/** Ten places for cards; the first has a card. */
export function cardPlaces(): { name: string; energy: number; cardId: boolean }[] {
  return Array.from({ length: 10 }, (_, place) => ({
    name: place === 0 ? 'Anna' : 'n/a',
    energy: 0,
    cardId: place === 0,
  }));
}

/** The same cards as firmware 60 names them: `c0n`, `c0e`, `c0i` … `c9i`. */
export function cardKeys(): Values {
  const keys: Values = {};
  cardPlaces().forEach((card, place) => {
    keys[`c${place}n`] = card.name;
    keys[`c${place}e`] = card.energy;
    keys[`c${place}i`] = card.cardId;
  });
  return keys;
}

/** The network that the charger is connected to, in the form of old or new firmware. */
export function wifi(firmware: 'old' | 'new'): Values[string] {
  const short = { ssid: 'Sonnenhof', encryptionType: 3 };
  if (firmware === 'old') return short;
  return {
    ...short,
    pairwiseCipher: 4,
    groupCipher: 4,
    b: true,
    g: true,
    n: true,
    lr: false,
    wps: false,
    channel: 6,
    bssid: '02:00:5E:10:20:30',
    ip: '192.0.2.20',
    netmask: '255.255.255.0',
    gw: '192.0.2.1',
    ipv6: [],
  };
}

/** The price of this hour with a flexible tariff, in cent. */
export function price(): Values[string] {
  return { start: 0, end: 0, marketprice: 8.25 };
}
