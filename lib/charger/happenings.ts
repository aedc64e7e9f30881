/** What happened at a charger, told from how its keys change together. */
import { labelOf } from '../keys';
import { createCarHappenings } from './car-happenings';
import type { Availability, Change, Happening, HappeningName, Json, Watch } from './charger.types';
import { PLUG_KEYS } from './plug';
import { cardOf } from './session';
import type { KeyChange } from './value-store';

/** The keys each happening is told from. */
const KEYS: Record<HappeningName, readonly string[]> = {
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

/** Keys that say something of what happens, by themselves or beside others. */
const TELLING: ReadonlySet<string> = new Set(Object.values(KEYS).flat());

/** A restart shows in two keys, which arrive a moment apart over MQTT. */
const ONE_RESTART_MS = 30_000;

export interface Happenings {
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
  /** How long to wait for the rest, where a charger tells each key by itself and what belongs together comes in pieces. */
  settleMs: number;
}

export function createHappenings(context: HappeningsContext): Happenings {
  const listeners = new Set<{ names: ReadonlySet<HappeningName>; tell(happening: Happening): void }>();
  const latest = new Map<string, Json>();
  const tells = context.settleMs > 0;
  const { firmware, isOwnWrite, settleMs } = context;
  const cars = createCarHappenings({ tell, latest, firmware, isOwnWrite, settleMs });
  /** Until somebody listens the car is not followed; then it is taken as it is found. */
  let wasListenedTo = false;
  let restartedAt = 0;
  let waiting: { changes: readonly KeyChange[]; time: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function tell(topic: HappeningName, payload: Record<string, Json>, time: number): void {
    for (const listener of [...listeners]) if (listener.names.has(topic)) listener.tell({ topic, payload, time });
  }

  /** What each key's change means. `previous` is undefined at the first look, which is no happening. */
  const onChange: Record<string, (value: Json, previous: Json | undefined, time: number) => void> = {
    rbc(value, previous, time) {
      if (typeof value === 'number' && typeof previous === 'number' && value > previous) restarted(time);
    },
    rbt(value, previous, time) {
      if (typeof value === 'number' && typeof previous === 'number' && value < previous) restarted(time);
    },
    err(value, previous, time) {
      if (previous === undefined || value === null) return;
      const label = labelOf('err', value, 'en', context.firmware()) ?? null;
      if (value !== 0) tell('error', { err: value, label }, time);
      else if (previous !== null)
        tell(
          'error-cleared',
          { err: value, previous, label: labelOf('err', previous, 'en', context.firmware()) ?? null },
          time,
        );
    },
    fsp(value, previous, time) {
      if (typeof value === 'boolean' && typeof previous === 'boolean')
        tell('phases-switched', { phases: value ? 1 : 3 }, time);
    },
    pnp(value, previous, time) {
      // Only where there is no `fsp`, or one switch would be told twice.
      if (latest.has('fsp') || typeof value !== 'number' || typeof previous !== 'number') return;
      if (value > 0) tell('phases-switched', { phases: value }, time);
    },
    lrr(value, previous, time) {
      if (previous !== undefined && value !== null) cardRead(latest.get('lrc') ?? null, time);
    },
    trx(value, previous, time) {
      const card = cardOf(value);
      // Older chargers do not tell when a card was read; they show the transaction it began.
      if (previous !== undefined && card !== undefined && !latest.has('lrr')) cardRead(card, time);
    },
  };

  /** What the changes mean, now that all that belongs to them is known. */
  function judge(): void {
    clearTimeout(timer);
    timer = undefined;
    const moments = waiting;
    waiting = [];
    for (const { changes, time } of moments)
      for (const { key, value, previous } of changes)
        if (Object.hasOwn(onChange, key)) onChange[key]!(value, previous, time);
  }

  function restarted(time: number): void {
    if (time - restartedAt < ONE_RESTART_MS) return;
    restartedAt = time;
    context.restarted();
    tell('restarted', { rbc: latest.get('rbc') ?? null, rbt: latest.get('rbt') ?? null }, time);
  }

  function cardRead(card: Json, time: number): void {
    const cards = latest.get('cards');
    const entry = Array.isArray(cards) && typeof card === 'number' ? cards[card] : undefined;
    const name =
      latest.get(`c${card}n`) ?? (entry && typeof entry === 'object' && !Array.isArray(entry) ? entry.name : undefined);
    tell('card-read', { card, name: typeof name === 'string' ? name : null }, time);
  }

  return {
    add(names, listener, leftOut) {
      if (!wasListenedTo) {
        wasListenedTo = true;
        const found = [...latest].map(([key, value]) => ({ key, value, previous: undefined }));
        // The uptime comes again within a moment; this one may be old.
        cars.changed(
          found.filter(({ key }) => key !== 'rbt'),
          Date.now(),
        );
      }
      const wanted = new Set(names);
      const entry = { names: wanted, tell: listener };
      listeners.add(entry);
      const keys = [...new Set([...wanted].flatMap((name) => KEYS[name] ?? []))];
      const stop = context.watch(keys, { changed: (_changes: Change[]) => {}, leftOut });
      return () => {
        listeners.delete(entry);
        stop();
      };
    },
    changed(changes, time) {
      const telling = changes.filter(({ key }) => TELLING.has(key));
      if (telling.length === 0) return;
      for (const { key, value } of telling) latest.set(key, value);
      // The charger's uptime grows every second, which is no news.
      const news = telling.filter(({ key, value, previous }) => key !== 'rbt' || isLess(value, previous));
      if (news.some(({ key }) => Object.hasOwn(onChange, key))) waiting.push({ changes: news, time });
      // Where nobody is told, there is only a restart to be noticed, which needs no pieces put together.
      if (!tells || listeners.size === 0) judge();
      else if (waiting.length > 0) timer ??= setTimeout(judge, context.settleMs);
      if (wasListenedTo) cars.changed(telling, time);
    },
    answered: (values, time) => cars.answered(values, time),
    availability(now) {
      judge();
      cars.availability(now.state === 'online');
      if (now.state === 'online') tell('online', {}, now.since);
      if (now.state === 'offline') tell('offline', { reason: now.reason, code: now.code }, now.since);
    },
    close() {
      clearTimeout(timer);
      cars.close();
      waiting = [];
      listeners.clear();
    },
  };
}

function isLess(value: Json, than: Json | undefined): boolean {
  return typeof value === 'number' && typeof than === 'number' && value < than;
}
