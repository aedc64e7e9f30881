/** What happened at a charger, told from how its keys change together. */
import { labelOf, pick } from '../keys';
import type { Availability, Change, Happening, HappeningName, Json, Watch } from './charger.types';
import type { KeyChange } from './known';
import { cardOf, createSessionCounter } from './session';

/** The keys each happening is told from. */
const KEYS: Record<HappeningName, readonly string[]> = {
  online: [],
  offline: [],
  restarted: ['rbc', 'rbt'],
  'car-connected': ['car'],
  'car-disconnected': ['car'],
  'charging-started': ['car'],
  'charging-stopped': ['car', 'wh', 'modelStatus'],
  'charging-finished': ['car', 'wh', 'frc', 'alw'],
  'card-read': ['lrr', 'lrc', 'trx', 'cards', ...Array.from({ length: 10 }, (_, card) => `c${card}n`)],
  'phases-switched': ['fsp', 'pnp'],
  error: ['err', 'fwv'],
  'error-cleared': ['err', 'fwv'],
  'session-ended': ['car', 'wh', 'trx', 'nrg'],
};

/** Keys that say something of what happens, by themselves or beside others. */
const TELLING: ReadonlySet<string> = new Set(Object.values(KEYS).flat());

/** A restart shows in two keys, which arrive a moment apart over MQTT. */
const ONE_RESTART_MS = 30_000;

export interface Happenings {
  add(names: readonly HappeningName[], listener: (happening: Happening) => void): () => void;
  changed(changes: readonly KeyChange[], time: number): void;
  availability(now: Availability): void;
  close(): void;
}

export interface HappeningsContext {
  watch(names: readonly string[], watch: Watch): () => void;
  firmware(): string | undefined;
  /** The charger was restarted. */
  restarted(): void;
  /** How long to wait for the rest, where a charger tells each key by itself and what belongs together comes in pieces. */
  settleMs: number;
}

export function createHappenings(context: HappeningsContext): Happenings {
  const listeners = new Set<{ names: ReadonlySet<HappeningName>; tell(happening: Happening): void }>();
  const latest = new Map<string, Json>();
  const session = createSessionCounter();
  let plugged: boolean | undefined;
  let charging: boolean | undefined;
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
      session.transaction(value);
      const card = cardOf(value);
      // Older chargers do not tell when a card was read; they show the transaction it began.
      if (previous !== undefined && card !== undefined && !latest.has('lrr')) cardRead(card, time);
    },
    nrg: (value) => session.power(pick('nrg.powerTotal', value)),
    wh: (value) => session.energy(value),
    car(value, _previous, time) {
      const isPlugged = pluggedIn(value);
      if (isPlugged === undefined) return;
      const isCharging = value === 2;
      const wasPlugged = plugged;
      const wasCharging = charging;
      plugged = isPlugged;
      charging = isCharging;
      if (isPlugged && !session.running) session.begin(time, wasPlugged === undefined);
      session.charging(isCharging, time);
      // A car that was there when we came is nothing that happened.
      if (wasPlugged === undefined) return;
      const wh = latest.get('wh') ?? null;
      if (isPlugged && !wasPlugged) tell('car-connected', { car: value }, time);
      if (isCharging && !wasCharging) tell('charging-started', { car: value }, time);
      if (!isCharging && wasCharging) {
        const reason = latest.get('modelStatus') ?? null;
        tell(
          'charging-stopped',
          {
            car: value,
            energy: wh,
            modelStatus: reason,
            reason: labelOf('modelStatus', reason, 'en', context.firmware()) ?? null,
          },
          time,
        );
        // Complete because the car is full, not because somebody or something held it back.
        if (value === 4 && latest.get('frc') !== 1 && latest.get('alw') !== false)
          tell('charging-finished', { car: value, energy: wh }, time);
      }
      if (!isPlugged && wasPlugged) {
        tell('car-disconnected', { car: value }, time);
        const ended = session.finish(time);
        if (ended) tell('session-ended', { ...ended }, time);
      }
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
        if (key !== 'car' && Object.hasOwn(onChange, key)) onChange[key]!(value, previous, time);
    for (const { changes, time } of moments)
      for (const { key, value, previous } of changes) if (key === 'car') onChange.car!(value, previous, time);
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
      for (const { key, value } of telling) latest.set(key, value);
      if (!telling.some(({ key }) => Object.hasOwn(onChange, key))) return;
      waiting.push({ changes: telling, time });
      // Where nobody is told, there is only a session to be counted, which needs no pieces put together.
      if (context.settleMs === 0 || listeners.size === 0) judge();
      else timer ??= setTimeout(judge, context.settleMs);
    },
    availability(now) {
      judge();
      if (now.state === 'online') tell('online', {}, now.since);
      if (now.state === 'offline') tell('offline', { reason: now.reason, code: now.code }, now.since);
    },
    close() {
      clearTimeout(timer);
      waiting = [];
      listeners.clear();
    },
  };
}

/** `car`: 1 idle, 2 charging, 3 waiting for the car, 4 complete; the others say nothing of a plug. */
function pluggedIn(car: Json): boolean | undefined {
  if (car === 1) return false;
  return car === 2 || car === 3 || car === 4 ? true : undefined;
}
