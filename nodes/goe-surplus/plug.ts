/** Plug of this node's charger: a car that was plugged in again unseen is another one, and a car in a phase switch is still there. */
import type { Change, Charger, Json } from '../../lib/charger/charger.types';
import { pushesValues } from '../../lib/charger/connection-kinds';
import { createPlugObserver, PLUG_KEYS, type PlugEvent, type PlugObserver, stepsOf } from '../../lib/charger/plug';
import { CAR } from '../../lib/surplus';

export interface Plug {
  receive(changes: readonly Change[], nowMs: number): void;
  /** Judges the changes. @returns the events since the last call */
  check(nowMs: number): PlugEvent[];
  readonly isPlugged: boolean | undefined;
  /** The charger itself reset `frc` to 0 when it last fell; undefined while that is not judged yet. */
  readonly isOwnReset: boolean | undefined;
  /** The charger with a `car` that shows no 1 during a phase switch, and one 1 where the car is another. */
  readonly charger: Charger;
  /** For a successor. */
  readonly observer: PlugObserver;
}

/** Changes are judged after this: MQTT sends the keys of one event one by one [our choice]. */
const SETTLES_MS = 200;
/** An answer with `car` and without `wh` is incomplete, unless no other comes by then [our choice]. */
const INCOMPLETE_MS = 10_000;

const OBSERVED: ReadonlySet<string> = new Set(PLUG_KEYS);

/** @param isOwnWrite the value was written by this node, or is in its target */
export function createPlug(
  charger: Charger,
  isOwnWrite: (key: string, value: Json) => boolean,
  before: PlugObserver | undefined,
): Plug {
  const isPushed = pushesValues(charger.identity.connection);
  const observer = before ?? createPlugObserver(isPushed);
  let events: PlugEvent[] = [];
  let waiting: { key: string; value: Json }[] = [];
  let waitingSinceMs = 0;
  let isAnotherCar = false;

  function judge(nowMs: number): void {
    const changes = waiting;
    waiting = [];
    for (const step of stepsOf(changes)) events.push(...observer.observe(step, nowMs, isOwnWrite('frc', 0)));
  }

  /** Time of the last complete answer of a polled charger; undefined while the newest one is incomplete. */
  function answeredMs(): number | undefined {
    const carMs = charger.known('car')?.time;
    if (isPushed || carMs !== charger.known('wh')?.time) return undefined;
    incompleteSinceMs = undefined;
    return carMs;
  }

  let incompleteSinceMs: number | undefined;
  /** Time of an incomplete answer, once no complete one has come for a while. */
  function incompleteAnswerMs(nowMs: number): number | undefined {
    incompleteSinceMs ??= nowMs;
    return Math.abs(nowMs - incompleteSinceMs) >= INCOMPLETE_MS ? charger.known('car')?.time : undefined;
  }

  function known(name: string): ReturnType<Charger['known']> {
    const shown = charger.known(name);
    if (name !== 'car' || !shown) return shown;
    const value = isAnotherCar ? CAR.idle : observer.car;
    return value === undefined ? undefined : { ...shown, value };
  }

  return {
    receive(changes, nowMs) {
      if (waiting.length === 0) waitingSinceMs = nowMs;
      for (const { name, value } of changes) {
        if (name === 'rbt') observer.uptime(value, nowMs);
        else if (OBSERVED.has(name)) waiting.push({ key: name, value });
      }
      if (answeredMs() !== undefined) judge(nowMs);
    },
    check(nowMs) {
      const answered = isPushed ? nowMs : (answeredMs() ?? incompleteAnswerMs(nowMs));
      if (waiting.length > 0 && answered !== undefined) {
        if (!isPushed || Math.abs(nowMs - waitingSinceMs) >= SETTLES_MS) judge(nowMs);
      }
      if (charger.availability.state !== 'online') observer.connectionLost();
      else if (answered !== undefined && waiting.length === 0) events.push(...observer.snapshotTaken(answered));
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
