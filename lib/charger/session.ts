/** One stay of a car at the charger, from plug to unplug, counted from what passes by. */
import type { Json } from './charger.types';

export interface Session {
  /** First seen plugged in, in milliseconds since 1970; later than the true start where we joined in the middle. */
  start: number;
  end: number;
  /** Wh charged. */
  energy: number;
  /** Index of the card that was used, 0 to 9; null without a card. */
  card: number | null;
  /** Highest total power seen, in W. */
  peakPower: number;
  /** Seconds during which the car was charging. */
  chargingTime: number;
}

export interface SessionCounter {
  /** @param isJoined the car was there before we came, so what it has charged already belongs to the session */
  begin(time: number, isJoined: boolean): void;
  readonly running: boolean;
  charging(isCharging: boolean, time: number): void;
  /** `wh`: Wh since the car was connected. It restarts now and then in the middle of a session [owners' reports]. */
  energy(wh: Json): void;
  power(powerW: Json | undefined): void;
  /** `trx`: null no transaction, 0 without a card, else the card's index + 1. */
  transaction(trx: Json): void;
  /** @returns the session, or undefined where none was running */
  finish(time: number): Session | undefined;
}

export function createSessionCounter(): SessionCounter {
  let session: Session | undefined;
  let lastWh: number | undefined;
  let lastTrx: Json = null;
  let chargingSince: number | undefined;

  return {
    begin(time, isJoined) {
      const energy = isJoined ? (lastWh ?? 0) : 0;
      session = { start: time, end: time, energy, card: cardOf(lastTrx) ?? null, peakPower: 0, chargingTime: 0 };
      chargingSince = undefined;
    },
    get running() {
      return session !== undefined;
    },
    charging(isCharging, time) {
      if (!session) return;
      if (chargingSince !== undefined && !isCharging) session.chargingTime += (time - chargingSince) / 1000;
      chargingSince = isCharging ? (chargingSince ?? time) : undefined;
    },
    energy(wh) {
      if (typeof wh !== 'number') return;
      if (session) session.energy += lastWh === undefined || wh < lastWh ? wh : wh - lastWh;
      lastWh = wh;
    },
    power(powerW) {
      if (session && typeof powerW === 'number') session.peakPower = Math.max(session.peakPower, powerW);
    },
    transaction(trx) {
      lastTrx = trx;
      const card = cardOf(trx);
      if (session && card !== undefined) session.card = card;
    },
    finish(time) {
      this.charging(false, time);
      const finished = session;
      session = undefined;
      if (!finished) return undefined;
      return {
        ...finished,
        end: time,
        energy: Math.round(finished.energy * 10) / 10,
        chargingTime: Math.round(finished.chargingTime),
      };
    },
  };
}

/** The index of the card a transaction stands for; undefined where it names none. */
export function cardOf(trx: Json): number | undefined {
  return typeof trx === 'number' && trx >= 1 && Number.isInteger(trx) ? trx - 1 : undefined;
}
