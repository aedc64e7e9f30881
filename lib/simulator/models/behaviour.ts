/** The behaviour that models share: each of them takes one of these and changes a part of it. */

/** V3, from 055 on. */
export const V3_BEHAVIOUR = {
  kind: 'charger',
  api: 'v2',
  topics: 'go-eCharger',
  maxA: 16,
  filter: 'commas',
  unknownKeys: 'omitted',
  unknownWrites: 'refused',
  setResponse: 'json',
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

/** CORE and PRO. */
export const CORE_BEHAVIOUR = {
  ...V3_BEHAVIOUR,
  unknownWrites: 'accepted',
  leadingSlash: false,
  maxA: 32,
  sensors: 6,
  readings: 'fine',
  carAtBoot: 6,
  idleNulls: true,
  adapterLimits: false,
} as const;

/** Keys of the meter, which reports later than the API after a boot [marq24/ha-goecharger-api2#160]. */
export const LATE_AT_BOOT = ['nrg'];
