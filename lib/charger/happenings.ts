/** The happenings of a charger: worked out from keys that change together, and sent to those who listen. */
import type { Json } from '../json';
import { createCarHappenings } from './car-happenings';
import type { Availability, Happening, HappeningName, Watch } from './charger.types';
import { createKeyHappenings } from './key-happenings';
import { PLUG_KEYS } from './plug';
import type { KeyChange } from './value-store';

/** The keys that show each happening; they are subscribed while somebody listens to it. */
const KEYS_OF_HAPPENING: Record<HappeningName, readonly string[]> = {
  online: [],
  offline: [],
  restarted: ['rbc', 'rbt'],
  'car-connected': PLUG_KEYS,
  'car-disconnected': PLUG_KEYS,
  'charging-started': PLUG_KEYS,
  'charging-stopped': [...PLUG_KEYS, 'modelStatus'],
  'charging-finished': [...PLUG_KEYS, 'alw'],
  'card-read': ['lrr', 'lrc', 'trx', 'cards', ...Array.from({ length: 10 }, (_, card) => `c${card}n`)],
  'phases-switched': ['fsp', 'pnp'],
  error: ['err', 'fwv'],
  'error-cleared': ['err', 'fwv'],
  'session-ended': [...PLUG_KEYS, 'rbt', 'eto', 'trx', 'nrg'],
};

/** All keys that show a happening, alone or together with others. */
const HAPPENING_KEYS: ReadonlySet<string> = new Set(Object.values(KEYS_OF_HAPPENING).flat());

export interface Happenings {
  /** @returns ends it */
  add(
    names: readonly HappeningName[],
    listener: (happening: Happening) => void,
    leftOut?: Watch['leftOut'],
  ): () => void;
  changed(changes: readonly KeyChange[], time: number): void;
  /** The charger has answered, changed or not; after `changed`. */
  answered(values: ReadonlyMap<string, Json>, time: number): void;
  availability(now: Availability): void;
  close(): void;
}

export interface HappeningsContext {
  watch(names: readonly string[], watch: Watch): () => void;
  firmware(): string | undefined;
  /** The charger was restarted. */
  restarted(): void;
  /** This program has written the value just now. */
  isOwnWrite(key: string, value: Json): boolean;
  /** Wait for values that belong together, where they are pushed; 0 where they are polled. */
  settleMs: number;
}

interface Listener {
  names: ReadonlySet<HappeningName>;
  notify(happening: Happening): void;
}

export function createHappenings(context: HappeningsContext): Happenings {
  const { firmware, isOwnWrite, settleMs, restarted } = context;
  const listeners = new Set<Listener>();
  /** The newest value of each key, whether its change has been judged or not. */
  const latest = new Map<string, Json>();
  const keyHappenings = createKeyHappenings({ emit, latest, firmware, restarted });
  const carHappenings = createCarHappenings({ emit, latest, firmware, isOwnWrite, settleMs });
  /** The car is followed from the first listener on; then it is taken as it is found. */
  let hasHadListener = false;
  /** Changes that wait for what belongs to them. */
  let unjudged: { changes: readonly KeyChange[]; time: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function emit(topic: HappeningName, payload: Record<string, Json>, time: number): void {
    for (const { names, notify } of [...listeners]) if (names.has(topic)) notify({ topic, payload, time });
  }

  /** Judges the changes, now that all values that belong to them have arrived. */
  function judge(): void {
    clearTimeout(timer);
    timer = undefined;
    const settled = unjudged;
    unjudged = [];
    for (const { changes, time } of settled) for (const change of changes) keyHappenings.changed(change, time);
  }

  /** Judges after the settle time; after another one where the event loop stood still meanwhile, as the values wait as well. */
  function judgeSettled(mayRepeat = true): void {
    const dueAt = performance.now() + settleMs;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (mayRepeat && performance.now() - dueAt > settleMs / 2) judgeSettled(false);
      else judge();
    }, settleMs);
  }

  function firstListener(): void {
    hasHadListener = true;
    const found = [...latest].map(([key, value]) => ({ key, value, previous: undefined }));
    // The uptime comes again within a moment; this one may be old.
    const changes = found.filter(({ key }) => key !== 'rbt');
    carHappenings.changed(changes, Date.now());
  }

  return {
    add(names, notify, leftOut) {
      if (!hasHadListener) firstListener();
      const listener = { names: new Set(names), notify };
      listeners.add(listener);
      const keys = [...new Set(names.flatMap((name) => KEYS_OF_HAPPENING[name] ?? []))];
      const stop = context.watch(keys, { changed: () => {}, leftOut });
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
    changed(all, time) {
      const changes = all.filter(({ key }) => HAPPENING_KEYS.has(key));
      if (changes.length === 0) return;
      for (const { key, value } of changes) latest.set(key, value);
      // The charger's uptime grows every second, which is no happening.
      const news = changes.filter(({ key, value, previous }) => key !== 'rbt' || isLess(value, previous));
      if (news.some(({ key }) => keyHappenings.has(key))) unjudged.push({ changes: news, time });
      // Without a listener only a restart matters, and that needs no other values.
      if (settleMs === 0 || listeners.size === 0) judge();
      else if (unjudged.length > 0) judgeSettled();
      if (hasHadListener) carHappenings.changed(changes, time);
    },
    answered: (values, time) => carHappenings.answered(values, time),
    availability(now) {
      judge();
      carHappenings.availability(now.state === 'online');
      if (now.state === 'online') emit('online', {}, now.since);
      if (now.state === 'offline') emit('offline', { reason: now.reason, code: now.code }, now.since);
    },
    close() {
      clearTimeout(timer);
      carHappenings.close();
      unjudged = [];
      listeners.clear();
    },
  };
}

function isLess(value: Json, than: Json | undefined): boolean {
  return typeof value === 'number' && typeof than === 'number' && value < than;
}
