/** What happened at a charger, told from how its keys change together. */
import { labelOf, pick } from '../keys';
import type { Availability, Change, Happening, HappeningName, Json, Watch } from './charger.types';
import type { KeyChange } from './known';
import { createPlugObserver, isPluggedIn, PLUG_KEYS, type Plugged, STAYS_MS, stepsOf, type Unplugged } from './plug';
import { cardOf, createSessionCounter } from './session';

/** The keys each happening is told from. */
const KEYS: Record<HappeningName, readonly string[]> = {
  online: [],
  offline: [],
  restarted: ['rbc', 'rbt'],
  'car-connected': PLUG_KEYS,
  'car-disconnected': PLUG_KEYS,
  'charging-started': ['car'],
  'charging-stopped': ['car', 'wh', 'modelStatus'],
  'charging-finished': ['car', 'wh', 'frc', 'alw'],
  'card-read': ['lrr', 'lrc', 'trx', 'cards', ...Array.from({ length: 10 }, (_, card) => `c${card}n`)],
  'phases-switched': ['fsp', 'pnp'],
  error: ['err', 'fwv'],
  'error-cleared': ['err', 'fwv'],
  'session-ended': [...PLUG_KEYS, 'rbt', 'eto', 'trx', 'nrg'],
};

/** Keys that say something of what happens, by themselves or beside others. */
const TELLING: ReadonlySet<string> = new Set(Object.values(KEYS).flat());

const PLUGS: ReadonlySet<string> = new Set(PLUG_KEYS);

/** A restart shows in two keys, which arrive a moment apart over MQTT. */
const ONE_RESTART_MS = 30_000;

export interface Happenings {
  add(names: readonly HappeningName[], listener: (happening: Happening) => void): () => void;
  changed(changes: readonly KeyChange[], time: number): void;
  /** `car` was told, changed or not; after `changed`. */
  looked(time: number): void;
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
  const session = createSessionCounter();
  const tells = context.settleMs > 0;
  const plug = createPlugObserver(tells);
  let charging: boolean | undefined;
  let isOnline = false;
  let restartedAt = 0;
  let waiting: { changes: readonly KeyChange[]; time: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stayTimer: NodeJS.Timeout | undefined;

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

  /** The charger's uptime grows every second, which is no news. */
  function isNews({ key, value, previous }: KeyChange): boolean {
    if (key === 'rbt') return typeof value === 'number' && typeof previous === 'number' && value < previous;
    return key === 'nrg' || PLUGS.has(key) || Object.hasOwn(onChange, key);
  }

  /** What the changes mean, now that all that belongs to them is known. */
  function judge(): void {
    clearTimeout(timer);
    timer = undefined;
    const moments = waiting;
    waiting = [];
    const changes = moments.flatMap((moment) => moment.changes);
    for (const moment of moments)
      for (const { key, value, previous } of moment.changes)
        if (Object.hasOwn(onChange, key)) onChange[key]!(value, previous, moment.time);
    const time = moments.at(-1)?.time ?? Date.now();
    if (changes.length > 0) {
      const isOwnWrite = context.isOwnWrite('frc', 0);
      for (const step of stepsOf(changes))
        carMoved(plug.observe(step, time, isOwnWrite), step.findLast(({ key }) => key === 'car')?.value, time);
      for (const { key, value } of changes) {
        if (key === 'nrg') session.power(pick('nrg.powerTotal', value));
        if (key === 'trx') session.transaction(value);
      }
    }
    // Where values arrive by themselves, every moment is a look.
    if (tells && isOnline) looked(time);
  }

  /** Charging ends before the plug is pulled, and begins after it is plugged in. */
  function carMoved(events: readonly (Plugged | Unplugged)[], car: Json | undefined, time: number): void {
    const isKnown = isPluggedIn(car) !== undefined;
    const unplugged = events.find(({ kind }) => kind === 'unplugged');
    if (charging && (unplugged || (isKnown && car !== 2))) stopped(unplugged ? 1 : (car ?? 1), time);
    for (const event of events) {
      if (event.kind === 'plugged') connected(event, car ?? plug.car ?? null);
      else disconnected(event);
    }
    session.energy(latest.get('wh'), latest.get('eto'), plug.isAway);
    if (!isKnown && events.length === 0) return;
    const isCharging = isKnown ? car === 2 : charging === true;
    session.charging(isCharging, time);
    if (isCharging && charging === false) tell('charging-started', { car: 2 }, time);
    charging = isCharging;
  }

  function connected({ time, isFirst, isLate, isNewCount }: Plugged, car: Json): void {
    session.energy(latest.get('wh'), latest.get('eto'));
    session.begin({ time, isLate, isNewCount });
    // A car that was there when we came is nothing that happened.
    if (!isFirst) tell('car-connected', { car }, time);
  }

  function disconnected({ time, counted }: Unplugged): void {
    const [wh, eto] = [latest.get('wh'), latest.get('eto')];
    if (counted === 'now') session.energy(wh, eto, plug.isAway);
    else if (counted === 'before' && plug.isAway) session.unseen(wh, eto);
    tell('car-disconnected', { car: 1 }, time);
    const ended = session.finish(time, counted === 'fall');
    if (ended) tell('session-ended', { ...ended }, time);
  }

  function stopped(car: Json, time: number): void {
    charging = false;
    session.charging(false, time);
    const energy = latest.get('wh') ?? null;
    const modelStatus = latest.get('modelStatus') ?? null;
    const reason = labelOf('modelStatus', modelStatus, 'en', context.firmware()) ?? null;
    tell('charging-stopped', { car, energy, modelStatus, reason }, time);
    // Complete because the car is full, not because somebody or something held it back.
    if (car === 4 && latest.get('frc') !== 1 && latest.get('alw') !== false)
      tell('charging-finished', { car, energy }, time);
  }

  function looked(time: number): void {
    carMoved(plug.looked(time), undefined, time);
    clearTimeout(stayTimer);
    // And no other comes by itself that would end a doubt.
    if (tells && plug.isOpen) stayTimer = setTimeout(judge, STAYS_MS + context.settleMs);
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
    add(names, listener) {
      const wanted = new Set(names);
      const entry = { names: wanted, tell: listener };
      listeners.add(entry);
      const keys = [...new Set([...wanted].flatMap((name) => KEYS[name] ?? []))];
      const stop = context.watch(keys, { changed: (_changes: Change[]) => {} });
      return () => {
        listeners.delete(entry);
        stop();
      };
    },
    changed(changes, time) {
      const telling = changes.filter(({ key }) => TELLING.has(key));
      if (telling.length === 0) return;
      for (const { key, value } of telling) {
        latest.set(key, value);
        if (key === 'rbt') plug.uptime(value, time);
      }
      if (!telling.some(isNews)) return;
      waiting.push({ changes: telling, time });
      if (!tells) judge();
      else timer ??= setTimeout(judge, context.settleMs);
    },
    looked(time) {
      if (!tells) looked(time);
    },
    availability(now) {
      judge();
      isOnline = now.state === 'online';
      if (!isOnline) plug.lostTouch();
      // What a broker had kept comes a moment before or after the charger is heard.
      else if (tells) timer ??= setTimeout(judge, context.settleMs);
      if (now.state === 'online') tell('online', {}, now.since);
      if (now.state === 'offline') tell('offline', { reason: now.reason, code: now.code }, now.since);
    },
    close() {
      clearTimeout(timer);
      clearTimeout(stayTimer);
      waiting = [];
      listeners.clear();
    },
  };
}
