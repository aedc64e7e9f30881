/** Who wants which names of a charger, and who is told what changed. */
import { keysOf, pick, redact, valueNamed } from '../keys';
import type { Change, Json, Watch } from './charger.types';
import type { LeftOut } from './left-out';
import { isEqual, type KeyChange } from './value-store';

interface Watcher {
  /** The names wanted of each key; undefined wants every key as it is. */
  names: Map<string, string[]> | undefined;
  watch: Watch;
}

export interface Subscriptions {
  /** @returns stops it */
  add(names: readonly string[] | 'all', watch: Watch): () => void;
  /** Keys somebody wants by name. */
  keys(): Set<string>;
  /** Somebody wants everything. */
  everything(): boolean;
  wants(key: string): boolean;
  isWantedByName(key: string): boolean;
  isEmpty(): boolean;
  tell(changes: readonly KeyChange[], time: number): void;
  /** Something about these keys being left out has changed. @param isLeftOut how it stands now */
  tellLeftOut(keys: Iterable<string>, leftOut: Pick<LeftOut, 'has' | 'keys'>): void;
}

/** @param known the values as they are now: some names are made of several keys */
export function createSubscriptions(known: (key: string) => Json | undefined): Subscriptions {
  const watchers = new Set<Watcher>();
  const byKey = new Map<string, Set<Watcher>>();
  const ofEverything = new Set<Watcher>();

  /** What a change of a key means for a name; undefined where the field of it stayed the same or is not there. */
  function changeOf(name: string, change: KeyChange, all: readonly KeyChange[], time: number): Change | undefined {
    const { key, value, previous } = change;
    if (name === key) return changeOfKey(change, time);
    const keys = keysOf(name);
    let now = pick(name, value, Array.isArray(previous) ? previous.length : 0);
    let before = previous === undefined ? undefined : pick(name, previous);
    if (keys.length > 1) {
      // Of keys that change together the first tells.
      if (all.find((each) => keys.includes(each.key)) !== change) return undefined;
      const changed = new Map(all.map((each) => [each.key, each.previous]));
      now = valueNamed(name, known);
      before = valueNamed(name, (each) => (changed.has(each) ? changed.get(each) : known(each)));
    }
    if (now === undefined || isEqual(now, before)) return undefined;
    return { name, value: redact(keys[0], now), previous: shown(keys[0], before), time };
  }

  return {
    add(names, watch) {
      const watcher: Watcher = { names: names === 'all' ? undefined : namesByKey(names), watch };
      watchers.add(watcher);
      if (!watcher.names) ofEverything.add(watcher);
      else for (const key of watcher.names.keys()) byKey.set(key, (byKey.get(key) ?? new Set()).add(watcher));
      return () => {
        watchers.delete(watcher);
        ofEverything.delete(watcher);
        for (const key of watcher.names?.keys() ?? []) {
          const rest = byKey.get(key);
          rest?.delete(watcher);
          if (rest?.size === 0) byKey.delete(key);
        }
      };
    },
    keys: () => new Set(byKey.keys()),
    everything: () => ofEverything.size > 0,
    wants: (key) => ofEverything.size > 0 || byKey.has(key),
    isWantedByName: (key) => byKey.has(key),
    isEmpty: () => ofEverything.size === 0 && byKey.size === 0,
    tell(changes, time) {
      const told = new Map<Watcher, Change[]>();
      const note = (watcher: Watcher, change: Change) => {
        const list = told.get(watcher);
        if (list) list.push(change);
        else told.set(watcher, [change]);
      };
      for (const change of changes) {
        for (const watcher of byKey.get(change.key) ?? []) {
          for (const name of watcher.names!.get(change.key)!) {
            const each = changeOf(name, change, changes, time);
            if (each) note(watcher, each);
          }
        }
        for (const watcher of ofEverything) note(watcher, changeOfKey(change, time));
      }
      for (const [watcher, list] of told) watcher.watch.changed(list);
    },
    tellLeftOut(keys, leftOut) {
      const concerned = new Set(ofEverything);
      for (const key of keys) for (const watcher of byKey.get(key) ?? []) concerned.add(watcher);
      for (const { names, watch } of concerned) watch.leftOut?.(namesLeftOut(names, leftOut));
    },
  };
}

/** @param names the names wanted of each key; undefined for all keys */
export function namesLeftOut(
  names: ReadonlyMap<string, readonly string[]> | undefined,
  leftOut: Pick<LeftOut, 'has' | 'keys'>,
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

function changeOfKey({ key, value, previous }: KeyChange, time: number): Change {
  return { name: key, value: redact(key, value), previous: shown(key, previous), time };
}

function shown(key: string, value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : redact(key, value);
}
