/** What sets one simulated model apart from another: its keys and its manners. */
import type { ModelName, Values } from '../simulator.types';

export interface Identity {
  serial: string;
  name: string;
}

export interface Model {
  name: ModelName;
  /** As `fwv` tells it. */
  firmware: string;
  /** What it is: only chargers have a cable and a car. */
  is: 'charger' | 'controller';
  /** The API it answers: `/api/status` with one key a value, or the old `/status` with texts. */
  api: 'v2' | 'v1';
  /** The first level of its topics. */
  topics: 'go-eCharger' | 'go-eController';
  /** What the unit can carry at most, in ampere. */
  maxA: 16 | 32;
  /** The keys it publishes over MQTT, with their values before the first second. */
  published(identity: Identity): Values;
  /** The keys only HTTP shows: a broker never sees them (`sua` and others). */
  unpublished(identity: Identity): Values;
  /** How `filter=` is written: until 051.3 a JSON array, then names with commas. */
  filter: 'array' | 'commas';
  /** What becomes of keys it does not have. */
  unknownKeys: 'omitted' | 'null' | 'badRequest';
  /** What writes of keys it does not have are answered with: a refusal, as if taken, the word `null`, or not counted. */
  unknownWrites: 'refused' | 'taken' | 'null';
  /** What a write is answered with: the old count of successes, or a JSON object. */
  setAnswer: 'count' | 'json';
  /** Text of the 404 when the API is switched off. */
  notFound: 'This URI does not exist' | 'Nothing matches the given URI';
  /** The vendor's topic prefix begins with a slash. */
  leadingSlash: boolean;
  /** Answers MQTT writes on `/result` (since 051.5). */
  mqttResult: boolean;
  /** Decimals of a second in `utc` and `loc`. */
  clockDigits: 3 | 6;
  /** Two sensors; or six, of which the first two are not there. */
  sensors: 2 | 6;
  /** `nrg`: whole volts and steps of current and power, or finer. */
  readings: 'steps' | 'whole' | 'fine';
  /** What `car` says in the first seconds after a boot. */
  carAtBoot: null | 6;
  /** `acui`, `acl`, `rcd` and `scan` are null while nothing charges. */
  idleNulls: boolean;
  /** Keys it does not show in the first seconds after a boot. */
  lateAtBoot: readonly string[];
  /** `adi` means that the 16 A adapter is in use; CORE and PRO always say true. */
  adapterLimits: boolean;
}

/** Ten card places, the first of which is learned. */
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

/** Price of this hour on a flexible tariff, in cent. */
export function price(): Values[string] {
  return { start: 0, end: 0, marketprice: 8.25 };
}
