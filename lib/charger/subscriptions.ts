/** The subscriptions to one charger: who wants which names, and the notification of what changed. */
import { isEqual, type Json } from '../json';
import { keysOf, pick, redact, valueNamed } from '../keys';
import type { Change, Watch } from './charger.types';
import type { LeftOutKeys } from './left-out';
import type { KeyChange } from './value-store';

interface Subscription {
  /** The names wanted of each key; undefined wants every key as it is. */
  names: Map<string, string[]> | undefined;
  watch: Watch;
}

export interface Subscriptions {
  /** @returns ends the subscription */
  add(names: readonly string[] | 'all', watch: Watch): () => void;
  /** Keys that are subscribed by name. */
  keys(): Set<string>;
  wantsEverything(): boolean;
  /** The key is subscribed, by name or with everything. */
  wants(key: string): boolean;
  isWantedByName(key: string): boolean;
  isEmpty(): boolean;
  /** Calls `changed` of each subscription once, with all that changed for it. */
  notify(changes: readonly KeyChange[], time: number): void;
  /** Calls `leftOut` of the subscriptions to these keys: some of them are left out, or shown again. */
  notifyLeftOut(keys: Iterable<string>, leftOut: Pick<LeftOutKeys, 'has' | 'keys'>): void;
}

/** @param stored the newest value of a key: some names are made of several keys */
export function createSubscriptions(stored: (key: string) => Json | undefined): Subscriptions {
  const byKey = new Map<string, Set<Subscription>>();
  const ofEverything = new Set<Subscription>();

  function remove(subscription: Subscription): void {
    ofEverything.delete(subscription);
    for (const key of subscription.names?.keys() ?? []) {
      const others = byKey.get(key);
      others?.delete(subscription);
      if (others?.size === 0) byKey.delete(key);
    }
  }

  return {
    add(names, watch) {
      const subscription: Subscription = { names: names === 'all' ? undefined : namesByKey(names), watch };
      if (!subscription.names) ofEverything.add(subscription);
      else for (const key of subscription.names.keys()) byKey.set(key, (byKey.get(key) ?? new Set()).add(subscription));
      return () => remove(subscription);
    },
    keys: () => new Set(byKey.keys()),
    wantsEverything: () => ofEverything.size > 0,
    wants: (key) => ofEverything.size > 0 || byKey.has(key),
    isWantedByName: (key) => byKey.has(key),
    isEmpty: () => ofEverything.size === 0 && byKey.size === 0,
    notify(changes, time) {
      const bySubscription = new Map<Subscription, Change[]>();
      const collect = (subscription: Subscription, change: Change) => {
        const list = bySubscription.get(subscription);
        if (list) list.push(change);
        else bySubscription.set(subscription, [change]);
      };
      for (const change of changes) {
        for (const subscription of byKey.get(change.key) ?? []) {
          for (const name of subscription.names!.get(change.key)!) {
            const each = changeOfName(name, change, changes, time, stored);
            if (each) collect(subscription, each);
          }
        }
        for (const subscription of ofEverything) collect(subscription, changeOfKey(change, time));
      }
      for (const [{ watch }, list] of bySubscription) watch.changed(list);
    },
    notifyLeftOut(keys, leftOut) {
      const concerned = new Set(ofEverything);
      for (const key of keys) for (const subscription of byKey.get(key) ?? []) concerned.add(subscription);
      for (const { names, watch } of concerned) watch.leftOut?.(namesLeftOut(names, leftOut));
    },
  };
}

/** The change of a name that belongs to the change of its key; undefined where that part of the key stayed the same. */
function changeOfName(
  name: string,
  change: KeyChange,
  all: readonly KeyChange[],
  time: number,
  stored: (key: string) => Json | undefined,
): Change | undefined {
  const { key, value, previous } = change;
  if (name === key) return changeOfKey(change, time);
  const keys = keysOf(name);
  let now = pick(name, value, Array.isArray(previous) ? previous.length : 0);
  let before = previous === undefined ? undefined : pick(name, previous);
  if (keys.length > 1) {
    // Of keys that change together only the first makes a change of the name.
    if (all.find((each) => keys.includes(each.key)) !== change) return undefined;
    const changed = new Map(all.map((each) => [each.key, each.previous]));
    now = valueNamed(name, stored);
    before = valueNamed(name, (each) => (changed.has(each) ? changed.get(each) : stored(each)));
  }
  if (now === undefined || isEqual(now, before)) return undefined;
  return { name, value: redact(keys[0], now), previous: redacted(keys[0], before), time };
}

function changeOfKey({ key, value, previous }: KeyChange, time: number): Change {
  return { name: key, value: redact(key, value), previous: redacted(key, previous), time };
}

function redacted(key: string, value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : redact(key, value);
}

/** @param names the names wanted of each key; undefined for all keys */
export function namesLeftOut(
  names: ReadonlyMap<string, readonly string[]> | undefined,
  leftOut: Pick<LeftOutKeys, 'has' | 'keys'>,
): string[] {
  if (!names) return [...leftOut.keys()];
  return [...names].flatMap(([key, each]) => (leftOut.has(key) ? each : []));
}

export function namesByKey(names: readonly string[]): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const name of new Set(names))
    for (const key of keysOf(name)) result.set(key, [...(result.get(key) ?? []), name]);
  return result;
}
