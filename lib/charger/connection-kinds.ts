/**
 * Kinds of connection to a charger, one row each, and the times that its options may have. Client, node, dialog and
 * documentation read them. A new kind is a row here, its transport in `connect.ts`, and its card in the node's
 * `connections.ts`; neither compiles without the others.
 */

export interface ConnectionFacts {
  /** Default time between two polls, in seconds; left out where values are pushed. */
  pollIntervalS?: number;
  /** The options name the charger by its serial number, so that it is known before the charger has sent it. */
  bySerial: boolean;
  /** The charger is met at a broker: nothing answers there when the charger itself is silent. */
  byBroker: boolean;
}

/** The kinds of connection. The cloud is polled less often than a charger in the local network, because it counts requests [our choice]. */
export const CONNECTION_KINDS = {
  /** The charger's own API in the local network. */
  http: { pollIntervalS: 5, bySerial: false, byBroker: false },
  mqtt: { bySerial: true, byBroker: true },
  /** The vendor's cloud; slower, because it counts requests. */
  cloud: { pollIntervalS: 30, bySerial: true, byBroker: false },
} as const satisfies Record<string, ConnectionFacts>;

export type ConnectionKind = keyof typeof CONNECTION_KINDS;

export function isConnectionKind(kind: unknown): kind is ConnectionKind {
  return typeof kind === 'string' && Object.hasOwn(CONNECTION_KINDS, kind);
}

/** True where values arrive unasked. */
export function pushesValues(kind: ConnectionKind): boolean {
  return !('pollIntervalS' in CONNECTION_KINDS[kind]);
}

/** Longest time that an option can be, in seconds: a day, which a timer of Node.js can hold [our choice]. */
const DAY_S = 86_400;

/**
 * Defaults and bounds of the times among a charger's options; shorter ones are raised to `minS`, because the charger's own
 * logic runs once a second [our choice].
 */
export const OPTION_TIMES = {
  pollInterval: { minS: 0.2, maxS: DAY_S },
  /** Time for one request or one confirmation. */
  timeout: { defaultS: 10, minS: 0.1, maxS: DAY_S },
  /** Time without a message over MQTT after which a charger counts as offline. */
  silence: { defaultS: 30, minS: 1, maxS: DAY_S },
} as const;

/** Digits of a serial number. */
export const SERIAL_DIGITS = { min: 3, max: 12 } as const;

export function isSerial(text: string): boolean {
  return /^\d+$/.test(text) && text.length >= SERIAL_DIGITS.min && text.length <= SERIAL_DIGITS.max;
}
