/** Watching a charger: subscriptions and listeners for its values, its availability, and the keys that it leaves out. */
import { isName } from '../keys';
import type { Transport } from '../transport/transport';
import type { AvailabilityState } from './availability';
import type { Charger, LeftOutNews, Watch } from './charger.types';
import type { Delivery } from './delivery';
import type { LeftOutKeys } from './left-out';
import type { Reading } from './reading';
import { namesByKey, namesLeftOut, type Subscriptions } from './subscriptions';
import type { ValueStore } from './value-store';
import type { Wants } from './wants';

export interface WatchingContext {
  transport: Pick<Transport, 'open'>;
  delivery: Delivery;
  store: Pick<ValueStore, 'keys'>;
  subscriptions: Subscriptions;
  leftOut: LeftOutKeys;
  availability: AvailabilityState;
  wants: Wants;
  known: Reading['known'];
}

export interface Watching extends Pick<Charger, 'watch' | 'onAvailability' | 'onLeftOut'> {
  /** Keys are left out, missing or shown again. */
  notifyLeftOut(news: readonly LeftOutNews[]): void;
}

export function createWatching(context: WatchingContext): Watching {
  const { transport, delivery, store, subscriptions, leftOut, availability, wants } = context;
  const leftOutListeners = new Set<(news: readonly LeftOutNews[]) => void>();

  /** @returns ends it, once */
  function use(stop: () => void): () => void {
    let stopped = false;
    wants.enter();
    wants.update();
    return () => {
      if (stopped) return;
      stopped = true;
      wants.leave();
      stop();
      wants.update();
    };
  }

  function notifyStored(names: readonly string[] | 'all', watch: Watch): void {
    const changes = [...(names === 'all' ? store.keys() : names)].flatMap((name) => {
      const entry = context.known(name);
      return entry ? [{ name, value: entry.value, previous: undefined, time: entry.time }] : [];
    });
    if (changes.length > 0) watch.changed(changes);
    const gone = watch.leftOut && namesLeftOut(names === 'all' ? undefined : namesByKey(names), leftOut);
    if (gone && gone.length > 0) watch.leftOut?.(gone);
  }

  return {
    watch(names, watch) {
      let stopped = false;
      const unsubscribe = subscriptions.add(names === 'all' ? 'all' : names.filter(isName), watch);
      const stop = use(unsubscribe);
      queueMicrotask(() => {
        if (!stopped) notifyStored(names, watch);
      });
      return () => {
        stopped = true;
        stop();
      };
    },
    onAvailability(listener) {
      const stop = use(availability.listen(listener));
      if (delivery.keepsConnection) transport.open();
      return stop;
    },
    onLeftOut(listener) {
      leftOutListeners.add(listener);
      return () => leftOutListeners.delete(listener);
    },
    notifyLeftOut(news) {
      // Those who watch a key that is missing now have been notified when it was left out first.
      const keys = news.filter(({ state }) => state !== 'missing').map(({ key }) => key);
      if (keys.length > 0) subscriptions.notifyLeftOut(keys, leftOut);
      for (const listener of [...leftOutListeners]) listener(news);
    },
  };
}
