/** Happenings of the car: plugged in, unplugged, charging, and the session that ended. They are told from whole looks. */
import { labelOf, pick } from '../keys';
import type { HappeningName, Json } from './charger.types';
import { createPlugObserver, isPluggedIn, PLUG_KEYS, type Plugged, STAYS_MS, stepsOf, type Unplugged } from './plug';
import { createSessionCounter } from './session';
import type { KeyChange } from './value-store';

export interface CarHappeningsContext {
  tell(topic: HappeningName, payload: Record<string, Json>, time: number): void;
  /** The newest value of each key, whether it has been judged or not. */
  latest: ReadonlyMap<string, Json>;
  firmware(): string | undefined;
  isOwnWrite(key: string, value: Json): boolean;
  /** Where values arrive by themselves (MQTT), how long to wait for what belongs together; 0 where they are asked for. */
  settleMs: number;
}

export interface CarHappenings {
  changed(changes: readonly KeyChange[], time: number): void;
  /** An answer of the charger has been taken in, changed or not; after `changed`. */
  answered(values: ReadonlyMap<string, Json>, time: number): void;
  availability(isOnline: boolean): void;
  close(): void;
}

const TOLD_BY: ReadonlySet<string> = new Set([...PLUG_KEYS, 'nrg', 'trx']);
/** So many answers with `car` and without `wh` are one question's, or two: then the charger does not tell `wh`. */
const MOST_WITHOUT_WH = 2;
/** Where nobody wants `car` no look is ever whole, and what waits for it must not fill the memory. */
const MOST_WAITING = 200;

export function createCarHappenings(context: CarHappeningsContext): CarHappenings {
  const { tell, latest, settleMs } = context;
  const tells = settleMs > 0;
  const plug = createPlugObserver(tells);
  const session = createSessionCounter();
  let charging: boolean | undefined;
  let isOnline = false;
  let waiting: KeyChange[] = [];
  let answersWithoutWh = 0;
  let timer: NodeJS.Timeout | undefined;
  let stayTimer: NodeJS.Timeout | undefined;

  /** What the changes mean, now that all that belongs to them is known. */
  function judge(time = Date.now()): void {
    clearTimeout(timer);
    timer = undefined;
    const changes = waiting;
    waiting = [];
    const isOwnWrite = changes.length > 0 && context.isOwnWrite('frc', 0);
    for (const step of changes.length > 0 ? stepsOf(changes) : [])
      carMoved(plug.observe(step, time, isOwnWrite), step.findLast(({ key }) => key === 'car')?.value, time);
    for (const { key, value } of changes) {
      if (key === 'nrg') session.power(pick('nrg.powerTotal', value));
      if (key === 'trx') session.transaction(value);
    }
    // Where values arrive by themselves, every moment at which the charger is there is a look.
    if (tells && !isOnline) return;
    carMoved(plug.looked(time), undefined, time);
    clearTimeout(stayTimer);
    if (tells && plug.isOpen) stayTimer = setTimeout(judge, STAYS_MS + settleMs);
  }

  /** Charging ends before the plug is pulled, and begins after it is plugged in. */
  function carMoved(events: readonly (Plugged | Unplugged)[], car: Json | undefined, time: number): void {
    const isKnown = isPluggedIn(car) !== undefined;
    const wasCharging = charging === true;
    const isUnplugged = events.some(({ kind }) => kind === 'unplugged');
    if (wasCharging && (isUnplugged || (isKnown && car !== 2))) stopped(isUnplugged ? 1 : (car ?? 1), time);
    for (const event of events) {
      if (event.kind === 'plugged') connected(event, car ?? plug.car ?? null);
      else disconnected(event, wasCharging);
    }
    session.energy(latest.get('wh'), latest.get('eto'), plug.isAway);
    if (!isKnown && events.length === 0) return;
    const isCharging = (isKnown ? car : plug.car) === 2;
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

  function disconnected({ time, counted }: Unplugged, wasCharging: boolean): void {
    const [wh, eto] = [latest.get('wh'), latest.get('eto')];
    if (counted === 'now') session.energy(wh, eto, plug.isAway);
    // One that was not charging may have gone soon, and what flowed since may be another's.
    else if (counted === 'before' && plug.isAway && wasCharging) session.unseen(wh, eto);
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

  return {
    changed(changes, time) {
      for (const change of changes) {
        if (change.key === 'rbt') plug.uptime(change.value, time);
        else if (TOLD_BY.has(change.key)) waiting.push(change);
      }
      if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
      if (tells && waiting.length > 0) timer ??= setTimeout(judge, settleMs);
    },
    answered(values, time) {
      if (tells || !values.has('car')) return;
      // Whoever asks for `car` alone, or for who the charger is, gets half a look.
      answersWithoutWh = values.has('wh') ? 0 : answersWithoutWh + 1;
      if (answersWithoutWh === 0 || answersWithoutWh > MOST_WITHOUT_WH) judge(time);
    },
    availability(online) {
      isOnline = online;
      // What a broker had kept comes a moment before or after the charger is heard.
      if (online && tells) timer ??= setTimeout(judge, settleMs);
      if (online) return;
      if (tells) judge();
      plug.lostTouch();
    },
    close() {
      clearTimeout(timer);
      clearTimeout(stayTimer);
      waiting = [];
    },
  };
}
