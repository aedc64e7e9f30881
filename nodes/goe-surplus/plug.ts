/** The plug of this node's charger: a car that is plugged in again unseen is another, one in a phase switch is not gone. */
import type { Change, Charger, Json } from '../../lib/charger/charger.types';
import { createPlugObserver, PLUG_KEYS, type PlugEvent, type PlugObserver, stepsOf } from '../../lib/charger/plug';
import { CAR } from '../../lib/surplus';

export interface Plug {
  changed(changes: readonly Change[], nowMs: number): void;
  /** Judges what has changed. @returns what has happened since it was asked last */
  look(nowMs: number): PlugEvent[];
  readonly isPlugged: boolean | undefined;
  /** The newest fall of `frc` to 0 was the charger's own; undefined while that is not judged yet. */
  readonly isOwnReset: boolean | undefined;
  /** The charger, whose `car` shows no 1 during a phase switch, and one for a moment where the car is another. */
  readonly charger: Charger;
  /** For a successor. */
  readonly observer: PlugObserver;
}

/** Over MQTT the keys of one moment come one by one. */
const SETTLES_MS = 200;
/** An answer with `car` and without `wh` is half a look, unless no other comes. */
const HALF_A_LOOK_MS = 10_000;

const TELLING: ReadonlySet<string> = new Set(PLUG_KEYS);

/** @param isOurs the value was written by this node, or is about to be */
export function createPlug(
  charger: Charger,
  isOurs: (key: string, value: Json) => boolean,
  before: PlugObserver | undefined,
): Plug {
  const tells = charger.identity.connection === 'mqtt';
  const observer = before ?? createPlugObserver(tells);
  let events: PlugEvent[] = [];
  let waiting: { key: string; value: Json }[] = [];
  let waitingSinceMs = 0;
  let isAnotherCar = false;

  function judge(nowMs: number): void {
    const changes = waiting;
    waiting = [];
    for (const step of stepsOf(changes)) events.push(...observer.observe(step, nowMs, isOurs('frc', 0)));
  }

  /** When the charger was last asked for all of it; undefined while that is half answered. */
  function lookedMs(): number | undefined {
    const askedMs = charger.known('car')?.time;
    if (tells || askedMs !== charger.known('wh')?.time) return undefined;
    halfSinceMs = undefined;
    return askedMs;
  }

  let halfSinceMs: number | undefined;
  function halfLookedMs(nowMs: number): number | undefined {
    halfSinceMs ??= nowMs;
    return Math.abs(nowMs - halfSinceMs) >= HALF_A_LOOK_MS ? charger.known('car')?.time : undefined;
  }

  function known(name: string): ReturnType<Charger['known']> {
    const shown = charger.known(name);
    if (name !== 'car' || !shown) return shown;
    const value = isAnotherCar ? CAR.idle : observer.car;
    return value === undefined ? undefined : { ...shown, value };
  }

  return {
    changed(changes, nowMs) {
      if (waiting.length === 0) waitingSinceMs = nowMs;
      for (const { name, value } of changes) {
        if (name === 'rbt') observer.uptime(value, nowMs);
        else if (TELLING.has(name)) waiting.push({ key: name, value });
      }
      if (lookedMs() !== undefined) judge(nowMs);
    },
    look(nowMs) {
      const looked = tells ? nowMs : (lookedMs() ?? halfLookedMs(nowMs));
      if (waiting.length > 0 && looked !== undefined) {
        if (!tells || Math.abs(nowMs - waitingSinceMs) >= SETTLES_MS) judge(nowMs);
      }
      if (charger.availability.state !== 'online') observer.connectionLost();
      else if (looked !== undefined && waiting.length === 0) events.push(...observer.snapshotTaken(looked));
      const happened = events;
      events = [];
      isAnotherCar = happened.some(({ kind }) => kind === 'unplugged');
      return happened;
    },
    get isPlugged() {
      return observer.isPlugged;
    },
    get isOwnReset() {
      return waiting.length > 0 ? undefined : observer.isOwnReset;
    },
    charger: Object.create(charger, { known: { value: known } }) as Charger,
    observer,
  };
}
