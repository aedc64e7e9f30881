/**
 * Delivery: how the values of a charger come in. Pushed (MQTT): the charger sends each value when it changes, and a broker
 * keeps the newest. Polled (HTTP, cloud): values come as answers to questions, and only then. This table is the one place above
 * the transports that knows the difference; all others ask it for what follows.
 */
import type { Transport } from '../transport/transport';

export interface Delivery {
  readonly kind: 'pushed' | 'polled';
  /** Wait for values that belong together, where each key comes by itself; 0 where an answer has them all. */
  readonly settleMs: number;
  /** One connection serves everybody who uses the charger. It brings all keys that are subscribed, also those only written. */
  readonly keepsConnection: boolean;
  /** The charger can be asked for a key, and does not have what its answer lacks. */
  readonly canAsk: boolean;
  /** Keys that the registry marks as not published are shown all the same. */
  readonly showsUnpublished: boolean;
  /** A refusal says which write it belongs to; otherwise it may be meant for a write of somebody else. */
  readonly repliesNameWrite: boolean;
  /** A charger that does not allow writing this way ignores writes without a word. */
  readonly ignoresForbiddenWrites: boolean;
  /**
   * The earliest arrival of a value that can confirm a write, by `performance.now()`. Polled values that arrived before the
   * reply had been asked for before the charger got the write.
   */
  confirmsFrom(sentAt: number, repliedAt: number): number;
}

/** Time in which the values that a charger sends at the same second arrive over MQTT: each key has its own message [our choice]. */
const SETTLE_MS = 200;

const PUSHED: Delivery = {
  kind: 'pushed',
  settleMs: SETTLE_MS,
  keepsConnection: true,
  canAsk: false,
  showsUnpublished: false,
  repliesNameWrite: false,
  ignoresForbiddenWrites: true,
  confirmsFrom: (sentAt) => sentAt,
};

const POLLED: Delivery = {
  kind: 'polled',
  settleMs: 0,
  keepsConnection: false,
  canAsk: true,
  showsUnpublished: true,
  repliesNameWrite: true,
  ignoresForbiddenWrites: false,
  confirmsFrom: (_sentAt, repliedAt) => repliedAt,
};

export function deliveryOf({ pushes }: Pick<Transport, 'pushes'>): Delivery {
  return pushes ? PUSHED : POLLED;
}
