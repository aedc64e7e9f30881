/** Happenings of the car: plugged in, unplugged, charging, and the session that ended. They are judged from snapshots. */
import type { Json } from '../json';
import { labelOf, pick } from '../keys';
import type { HappeningName } from './charger.types';
import { createPlugObserver, PLUG_KEYS, type PlugEvent, type Plugged, stepsOf, type Unplugged } from './plug';
import { isPluggedIn, PHASE_SWITCH_MS } from './plug-judge';
import { createSessionCounter } from './session';
import { createSnapshots } from './snapshots';
import type { KeyChange } from './value-store';

export interface CarHappeningsContext {
  emit(topic: HappeningName, payload: Record<string, Json>, time: number): void;
  /** The newest value of each key, whether its change has been judged or not. */
  latest: ReadonlyMap<string, Json>;
  firmware(): string | undefined;
  isOwnWrite(key: string, value: Json): boolean;
  /** Wait for values that belong together, where they are pushed; 0 where they are polled. */
  settleMs: number;
}

export interface CarHappenings {
  changed(changes: readonly KeyChange[], time: number): void;
  /** An answer of the charger has been taken in, changed or not; after `changed`. */
  answered(values: ReadonlyMap<string, Json>, time: number): void;
  availability(isOnline: boolean): void;
  close(): void;
}

const CAR_KEYS: ReadonlySet<string> = new Set([...PLUG_KEYS, 'nrg', 'trx']);

export function createCarHappenings(context: CarHappeningsContext): CarHappenings {
  const { settleMs } = context;
  const isPushed = settleMs > 0;
  const plug = createPlugObserver(isPushed);
  const snapshots = createSnapshots(settleMs, judge);
  const car = createCarJudge(context, plug);
  let isOnline = false;
  let stayTimer: NodeJS.Timeout | undefined;

  /** Judges the changes of a snapshot. */
  function judge(changes: KeyChange[], time: number): void {
    const isOwnWrite = changes.length > 0 && context.isOwnWrite('frc', 0);
    for (const step of changes.length > 0 ? stepsOf(changes) : [])
      car.moved(plug.observe(step, time, isOwnWrite), step.findLast(({ key }) => key === 'car')?.value, time);
    car.measured(changes);
    // Where values are pushed, the charger can be judged at every moment at which it is online.
    if (isPushed && !isOnline) return;
    car.moved(plug.snapshotTaken(time), undefined, time);
    clearTimeout(stayTimer);
    if (isPushed && plug.isUndecided) stayTimer = setTimeout(snapshots.take, PHASE_SWITCH_MS + settleMs);
  }

  return {
    changed(changes, time) {
      for (const change of changes) {
        if (change.key === 'rbt') plug.uptime(change.value, time);
        else if (CAR_KEYS.has(change.key)) snapshots.add(change);
      }
      snapshots.added();
    },
    answered: snapshots.answered,
    availability(online) {
      isOnline = online;
      // What a broker has kept comes a moment before or after the charger is online.
      if (online) snapshots.takeSoon();
      if (online) return;
      if (isPushed) snapshots.take();
      plug.connectionLost();
    },
    close() {
      clearTimeout(stayTimer);
      snapshots.close();
    },
  };
}

/** The judge of a car: the happenings, and the session, that events of the plug and changes of `car` mean. */
function createCarJudge(
  { emit, latest, firmware }: CarHappeningsContext,
  plug: Pick<ReturnType<typeof createPlugObserver>, 'car' | 'isAway'>,
) {
  const session = createSessionCounter();
  let charging: boolean | undefined;

  function connected({ time, isFirst, isLate, isNewCount }: Plugged, car: Json): void {
    session.energy(latest.get('wh'), latest.get('eto'));
    session.begin({ time, isLate, isNewCount });
    // A car that was found plugged in is no happening.
    if (!isFirst) emit('car-connected', { car }, time);
  }

  function disconnected({ time, counted }: Unplugged, wasCharging: boolean): void {
    const [wh, eto] = [latest.get('wh'), latest.get('eto')];
    if (counted === 'now') session.energy(wh, eto, plug.isAway);
    // One that was not charging may have gone soon, and what flowed since may be another's.
    else if (counted === 'before' && plug.isAway && wasCharging) session.addUnobserved(wh, eto);
    emit('car-disconnected', { car: 1 }, time);
    const ended = session.finish(time, counted === 'fall');
    if (ended) emit('session-ended', { ...ended }, time);
  }

  function stopped(car: Json, time: number): void {
    charging = false;
    session.charging(false, time);
    const energy = latest.get('wh') ?? null;
    const modelStatus = latest.get('modelStatus') ?? null;
    const reason = labelOf('modelStatus', modelStatus, 'en', firmware()) ?? null;
    emit('charging-stopped', { car, energy, modelStatus, reason }, time);
    // Complete because the car is full, not because somebody or something held it back.
    if (car === 4 && latest.get('frc') !== 1 && latest.get('alw') !== false)
      emit('charging-finished', { car, energy }, time);
  }

  return {
    /** Charging ends before the plug is pulled, and begins after it is plugged in. */
    moved(events: readonly PlugEvent[], car: Json | undefined, time: number): void {
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
      if (isCharging && charging === false) emit('charging-started', { car: 2 }, time);
      charging = isCharging;
    },
    measured(changes: readonly KeyChange[]): void {
      for (const { key, value } of changes) {
        if (key === 'nrg') session.power(pick('nrg.powerTotal', value));
        if (key === 'trx') session.transaction(value);
      }
    },
  };
}
