/** The receiver of a charger's values: where each value that a transport delivers goes, and in which order. */
import type { Json } from '../json';
import { withoutFaults } from '../keys';
import type { Keys } from '../transport/transport';
import type { Happenings } from './happenings';
import type { LeftOutKeys } from './left-out';
import type { Subscriptions } from './subscriptions';
import type { ValueStore } from './value-store';
import type { Watching } from './watching';
import type { Writing } from './writing';

export interface ReceiverContext {
  leftOut: Pick<LeftOutKeys, 'answered'>;
  store: Pick<ValueStore, 'update'>;
  /** Learns about the charger itself. */
  learn(values: ReadonlyMap<string, Json>): void;
  subscriptions: Pick<Subscriptions, 'notify'>;
  happenings: Pick<Happenings, 'changed' | 'answered'>;
  watching: Pick<Watching, 'notifyLeftOut'>;
  writing: Pick<Writing, 'valuesReceived'>;
}

/** @returns the `values` of a `TransportListener` */
export function createReceiver(context: ReceiverContext) {
  const { leftOut, store, learn, subscriptions, happenings, watching, writing } = context;
  return (reported: ReadonlyMap<string, Json>, live: boolean, asked?: Keys): void => {
    const values = withoutFaults(reported);
    const time = Date.now();
    // First the keys that are left out: whoever is notified of the others looks at these too.
    const news = asked === undefined ? [] : leftOut.answered(asked, values);
    const changes = store.update(values, time, live);
    learn(values);
    subscriptions.notify(changes, time);
    if (changes.length > 0) happenings.changed(changes, time);
    happenings.answered(values, time);
    if (news.length > 0) watching.notifyLeftOut(news);
    writing.valuesReceived();
  };
}
