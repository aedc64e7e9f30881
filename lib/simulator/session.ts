/** The charging session: its energy (`wh`, `eto`), the sources of the energy, the card that pays, its duration (`cdi`). */
import { endTransaction, energyOfCard, payingCard, writeCard } from './access';
import { CAR, fillBattery } from './car';
import { type Device, numberOf, report, setValue, sinceBootMs } from './device';

/** The counters of a session. */
export interface SessionCounters {
  /** Since the car was plugged in. */
  energyWh: number;
  /** Energy that is added to `eto` and to the card once it is a whole Wh. */
  uncountedWh: number;
  /** Since the car was plugged in, by source. */
  gridWh: number;
  solarWh: number;
  batteryWh: number;
  otherWh: number;
  /** Milliseconds of charging since the car was plugged in. */
  chargingMs: number;
  /** The power of each of the last 30 s. */
  recentW: number[];
}

/** Counters at zero. */
export function newSessionCounters(): SessionCounters {
  return { energyWh: 0, uncountedWh: 0, gridWh: 0, solarWh: 0, batteryWh: 0, otherWh: 0, chargingMs: 0, recentW: [] };
}

/** The period of the average in `tpa` [vendor's API documents]. */
const AVERAGE_OVER_S = 30;

/** Counts the energy of this second. */
export function stepSession(device: Device): void {
  const { session, car, powerW } = device;
  const energyWh = powerW / 3600;
  session.recentW = [...session.recentW, powerW].slice(-AVERAGE_OVER_S);
  report(device, 'tpa', Math.round(session.recentW.reduce((sum, watt) => sum + watt, 0) / AVERAGE_OVER_S));
  reportSources(device, powerW);

  if (car && powerW > 0) {
    fillBattery(car, energyWh);
    session.energyWh += energyWh;
    countWholeWh(device, energyWh);
    setValue(device, 'wh', Number(session.energyWh.toPrecision(7)));
  }
  if (car?.state === CAR.charging) {
    if (session.chargingMs === 0) report(device, 'cdi', { type: 0, value: sinceBootMs(device) });
    session.chargingMs += 1000;
  } else if (session.chargingMs > 0) {
    report(device, 'cdi', { type: 1, value: session.chargingMs });
  }
}

/** Adds whole Wh to the total and to the card. */
function countWholeWh(device: Device, energyWh: number): void {
  const { session } = device;
  session.uncountedWh += energyWh;
  const whole = Math.floor(session.uncountedWh);
  if (whole === 0) return;
  session.uncountedWh -= whole;
  setValue(device, 'eto', numberOf(device, 'eto', 0) + whole);
  const place = payingCard(device);
  if (place !== undefined) writeCard(device, place, { energy: energyOfCard(device, place) + whole });
}

/** Splits the power by the values of the energy meter; without them all of it is "other" [captured traffic of firmware 60]. */
function reportSources(device: Device, powerW: number): void {
  const { session, surplus } = device;
  const hasMeter = typeof device.values.get('pgrid') === 'number';
  const gridW = hasMeter ? Math.min(powerW, Math.max(0, surplus.gridW)) : 0;
  const batteryW = hasMeter ? Math.min(powerW - gridW, Math.max(0, surplus.batteryW ?? 0)) : 0;
  const solarW = hasMeter ? powerW - gridW - batteryW : 0;
  const otherW = hasMeter ? 0 : powerW;
  report(device, 'wg', hasMeter ? round(gridW) : null);
  report(device, 'wb', hasMeter ? round(batteryW) : null);
  report(device, 'ws', hasMeter ? round(solarW) : null);
  report(device, 'wo', round(otherW));
  if (powerW <= 0) return;
  session.gridWh += gridW / 3600;
  session.batteryWh += batteryW / 3600;
  session.solarWh += solarW / 3600;
  session.otherWh += otherW / 3600;
  reportSplit(device);
}

function reportSplit(device: Device): void {
  const { gridWh, batteryWh, solarWh, otherWh } = device.session;
  report(device, 'whg', round(gridWh));
  report(device, 'whb', round(batteryWh));
  report(device, 'whs', round(solarWh));
  report(device, 'who', round(otherWh));
}

/** Starts and ends the session where a car was plugged in or unplugged since the last second. */
export function stepPlug(device: Device): void {
  if (device.forceFallsMs !== undefined && device.nowMs >= device.forceFallsMs) resetForce(device);
  if (device.car === device.sessionCar) return;
  if (device.sessionCar) endSession(device);
  if (device.car) startSession(device);
  if (device.car && device.sessionCar) {
    // Unplugged and plugged in between two ticks: the charger noticed it.
    report(device, 'lccfi', sinceBootMs(device));
    if (device.sessionCar.state === CAR.charging) report(device, 'lccfc', sinceBootMs(device));
  }
  report(device, 'cbl', device.car?.cableA ?? null);
  device.sessionCar = device.car;
}

/** Starts a session: all counters are zero. */
function startSession(device: Device): void {
  device.session = newSessionCounters();
  setValue(device, 'wh', 0);
  reportSplit(device);
  report(device, 'cdi', { type: 1, value: 0 });
}

/** Ends the session: the transaction ends, and `frc` falls back to neutral [owners' reports]. */
function endSession(device: Device): void {
  endTransaction(device);
  const late = device.faults.trigger('lateReset');
  if (late) device.forceFallsMs = device.nowMs + (late.ms ?? 0);
  else resetForce(device);
}

function resetForce(device: Device): void {
  device.forceFallsMs = undefined;
  setValue(device, 'frc', 0);
}

/** Restarts `wh` at 0 within the session [goecharger/go-eCharger-API-v2#68]. */
export function restartEnergy(device: Device): void {
  device.session.energyWh = 0;
  setValue(device, 'wh', 0);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
