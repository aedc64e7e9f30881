/** The wants of a charger's users: the keys that its transport keeps up to date, and whether a connection is wanted at all. */
import type { Transport } from '../transport/transport';
import type { AvailabilityState } from './availability';
import { INTRODUCTION } from './connect';
import type { Delivery } from './delivery';
import type { Subscriptions } from './subscriptions';

export interface WantsContext {
  transport: Pick<Transport, 'want'>;
  delivery: Delivery;
  subscriptions: Pick<Subscriptions, 'keys' | 'wantsEverything' | 'isEmpty'>;
  /** Keys that flows have written. */
  writtenKeys: Set<string>;
  availability: Pick<AvailabilityState, 'connecting' | 'idle'>;
  closing: AbortSignal;
}

export interface Wants {
  /** The number of users: watches, listeners and writes. */
  readonly users: number;
  enter(): void;
  leave(): void;
  /** Brings the transport up to date with what is wanted now. */
  update(): void;
  /** The transport has been asked for something. */
  readonly isAsked: boolean;
  /** A user needs to know if the charger can be reached. */
  isReachabilityWanted(): boolean;
}

export function createWants(context: WantsContext): Wants {
  const { transport, delivery, subscriptions, writtenKeys, availability, closing } = context;
  let users = 0;
  /** The keys that the transport was asked for last, as a text; empty before. */
  let asked = '';

  function isReachabilityWanted(): boolean {
    return !closing.aborted && (delivery.keepsConnection ? users > 0 : !subscriptions.isEmpty());
  }

  function update(): void {
    if (closing.aborted) return;
    const keys = subscriptions.keys();
    const everything = subscriptions.wantsEverything();
    if (delivery.keepsConnection) {
      if (users === 0) writtenKeys.clear();
      for (const key of writtenKeys) keys.add(key);
      if (users > 0) for (const key of INTRODUCTION) keys.add(key);
    }
    const wanted = `${everything}:${[...keys].join()}`;
    if (wanted !== asked) {
      asked = wanted;
      transport.want(keys, everything);
    }
    if (isReachabilityWanted()) availability.connecting();
    else availability.idle();
  }

  return {
    get users() {
      return users;
    },
    enter() {
      users += 1;
    },
    leave() {
      users -= 1;
    },
    update,
    get isAsked() {
      return asked !== '';
    },
    isReachabilityWanted,
  };
}
