/** The session counter: one stay of a car, from plug to unplug. Its energy is what the charger counts (`wh`), not a sum of measured power. */
import type { Json } from '../json';

export interface Session {
  /** When it was plugged in, in milliseconds since 1970; of a session that was joined late by the charger's own clock. */
  start: number;
  end: number;
  /** Wh charged. */
  energy: number;
  /** Index of the card that was used, 0 to 9; null without a card. */
  card: number | null;
  /** Highest total power seen, in W. */
  peakPower: number;
  /** Seconds during which the car was seen charging. */
  chargingTime: number;
  /** The session had begun before it was observed: `peakPower` and `chargingTime` are of what was observed. */
  joinedLate?: true;
}

export interface SessionBeginning {
  time: number;
  isLate: boolean;
  /** All that `wh` shows belongs to this session. */
  isNewCount: boolean;
}

export interface SessionCounter {
  begin(beginning: SessionBeginning): void;
  readonly running: boolean;
  charging(isCharging: boolean, time: number): void;
  /**
   * @param wh Wh since the car was connected. It begins again now and then within a session [goecharger/go-eCharger-API-v2#68].
   * @param eto Wh in the charger's life, in whole Wh
   * @param isAway the charger was not observed for a while
   */
  energy(wh: Json | undefined, eto?: Json, isAway?: boolean): void;
  /** The next car was plugged in while nobody observed, and has charged `wh`: what more flowed, the one before has got. */
  addUnobserved(wh: Json | undefined, eto: Json | undefined): void;
  power(powerW: Json | undefined): void;
  /** `trx`: null no transaction, 0 without a card, else the card's index + 1. */
  transaction(trx: Json): void;
  /**
   * @param isBeforeFall what was counted since `wh` last began again belongs to the next session
   * @returns the session, or undefined where none was running
   */
  finish(time: number, isBeforeFall?: boolean): Session | undefined;
}

/** `eto` counts whole Wh, and some firmwares are late with it: it is used where it differs by no more than this from `wh` … */
const KEEPS_UP_WH = 10;
/** … and this share of it [our choice]. */
const KEEPS_UP = 0.02;

export function createSessionCounter(): SessionCounter {
  let session: (Session & { beforeFallWh: number; seenWh: number; fromEto: number | undefined }) | undefined;
  let lastWh: number | undefined;
  let lastEto: number | undefined;
  let lastTrx: Json = null;
  let chargingSince: number | undefined;

  /** Energy that flowed after the last snapshot and before `wh` began again, by `eto`. */
  function unobservedWh(wh: number, eto: number | undefined): number {
    if (!session || eto === undefined || lastEto === undefined || session.fromEto === undefined) return 0;
    const differs = Math.abs(lastEto - session.fromEto - session.seenWh);
    if (differs > KEEPS_UP_WH + KEEPS_UP * session.seenWh) return 0;
    const unobserved = eto - lastEto - wh;
    return unobserved > 1 ? unobserved : 0;
  }

  return {
    begin({ time, isLate, isNewCount }) {
      const energy = isNewCount ? (lastWh ?? 0) : 0;
      session = {
        start: time,
        end: time,
        energy,
        card: cardOf(lastTrx) ?? null,
        peakPower: 0,
        chargingTime: 0,
        ...(isLate ? { joinedLate: true } : {}),
        beforeFallWh: 0,
        seenWh: 0,
        fromEto: lastEto,
      };
      chargingSince = undefined;
    },
    get running() {
      return session !== undefined;
    },
    charging(isCharging, time) {
      if (!session) return;
      if (chargingSince !== undefined && !isCharging) session.chargingTime += Math.max(0, time - chargingSince) / 1000;
      chargingSince = isCharging ? (chargingSince ?? time) : undefined;
    },
    energy(wh, eto, isAway = false) {
      const total = typeof eto === 'number' ? eto : undefined;
      if (typeof wh !== 'number') return;
      if (session && lastWh === undefined) session.energy += wh;
      else if (session && lastWh !== undefined && wh >= lastWh) {
        session.energy += wh - lastWh;
        session.seenWh += wh - lastWh;
      } else if (session) {
        session.beforeFallWh = session.energy;
        const countedWh = wh + (isAway ? unobservedWh(wh, total) : 0);
        session.energy += countedWh;
        session.seenWh += countedWh;
      }
      lastWh = wh;
      lastEto = total ?? lastEto;
    },
    addUnobserved(wh, eto) {
      const isKnown = typeof wh === 'number' && typeof eto === 'number';
      if (session && isKnown) session.energy += unobservedWh(wh, eto);
    },
    power(powerW) {
      if (session && typeof powerW === 'number') session.peakPower = Math.max(session.peakPower, powerW);
    },
    transaction(trx) {
      lastTrx = trx;
      const card = cardOf(trx);
      if (session && card !== undefined) session.card = card;
    },
    finish(time, isBeforeFall = false) {
      this.charging(false, time);
      if (!session) return undefined;
      const { beforeFallWh, seenWh: _seen, fromEto: _from, ...finished } = session;
      session = undefined;
      return {
        ...finished,
        end: Math.max(finished.start, time),
        energy: Math.round((isBeforeFall ? beforeFallWh : finished.energy) * 10) / 10,
        chargingTime: Math.round(finished.chargingTime),
      };
    },
  };
}

/** The index of the card a transaction stands for; undefined where it names none. */
export function cardOf(trx: Json): number | undefined {
  return typeof trx === 'number' && trx >= 1 && Number.isInteger(trx) ? trx - 1 : undefined;
}
