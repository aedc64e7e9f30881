/** Energy and times of a session: `wh`, `eto`, where the energy came from, the card that pays, `cdi`, `tpa`. */
import { endTransaction, energyOfCard, payingCard, writeCard } from './access';
import { CAR, fillBattery } from './car';
import { type Device, numberOf, put, sinceBootMs, write } from './device';

export interface SessionMemory {
  /** Since the car was plugged in. */
  energyWh: number;
  /** Counted into `eto` and the card once it is a whole Wh. */
  uncountedWh: number;
  /** Since the car was plugged in, by where it came from. */
  gridWh: number;
  solarWh: number;
  batteryWh: number;
  otherWh: number;
  /** Milliseconds of charging since the car was plugged in. */
  chargingMs: number;
  /** Power of the last 30 s. */
  lately: number[];
}

export function newSession(): SessionMemory {
  return { energyWh: 0, uncountedWh: 0, gridWh: 0, solarWh: 0, batteryWh: 0, otherWh: 0, chargingMs: 0, lately: [] };
}

const AVERAGE_OVER_S = 30;

/** Counts this second's energy. */
export function stepSession(device: Device): void {
  const { session, car, powerW } = device;
  const energyWh = powerW / 3600;
  session.lately = [...session.lately, powerW].slice(-AVERAGE_OVER_S);
  put(device, 'tpa', Math.round(session.lately.reduce((sum, watt) => sum + watt, 0) / AVERAGE_OVER_S));
  showSources(device, powerW);

  if (car && powerW > 0) {
    fillBattery(car, energyWh);
    session.energyWh += energyWh;
    countWhole(device, energyWh);
    write(device, 'wh', Number(session.energyWh.toPrecision(7)));
  }
  if (car?.state === CAR.charging) {
    if (session.chargingMs === 0) put(device, 'cdi', { type: 0, value: sinceBootMs(device) });
    session.chargingMs += 1000;
  } else if (session.chargingMs > 0) {
    put(device, 'cdi', { type: 1, value: session.chargingMs });
  }
}

function countWhole(device: Device, energyWh: number): void {
  const { session } = device;
  session.uncountedWh += energyWh;
  const whole = Math.floor(session.uncountedWh);
  if (whole === 0) return;
  session.uncountedWh -= whole;
  write(device, 'eto', numberOf(device, 'eto', 0) + whole);
  const place = payingCard(device);
  if (place !== undefined) writeCard(device, place, { energy: energyOfCard(device, place) + whole });
}

/** Splits the power by what the energy meter says; without one all of it is "other" (firmware 60). */
function showSources(device: Device, powerW: number): void {
  const { session, surplus } = device;
  const known = typeof device.values.get('pgrid') === 'number';
  const gridW = known ? Math.min(powerW, Math.max(0, surplus.gridW)) : 0;
  const batteryW = known ? Math.min(powerW - gridW, Math.max(0, surplus.batteryW ?? 0)) : 0;
  const solarW = known ? powerW - gridW - batteryW : 0;
  const otherW = known ? 0 : powerW;
  put(device, 'wg', known ? round(gridW) : null);
  put(device, 'wb', known ? round(batteryW) : null);
  put(device, 'ws', known ? round(solarW) : null);
  put(device, 'wo', round(otherW));
  if (powerW <= 0) return;
  session.gridWh += gridW / 3600;
  session.batteryWh += batteryW / 3600;
  session.solarWh += solarW / 3600;
  session.otherWh += otherW / 3600;
  showSplit(device);
}

function showSplit(device: Device): void {
  const { gridWh, batteryWh, solarWh, otherWh } = device.session;
  put(device, 'whg', round(gridWh));
  put(device, 'whb', round(batteryWh));
  put(device, 'whs', round(solarWh));
  put(device, 'who', round(otherWh));
}

/** Notices that a car has come or gone since the last second. */
export function stepArrival(device: Device): void {
  if (device.forceFallsMs !== undefined && device.nowMs >= device.forceFallsMs) neutralForce(device);
  if (device.car === device.arrivedCar) return;
  if (device.arrivedCar) endSession(device);
  if (device.car) beginSession(device);
  if (device.car && device.arrivedCar) {
    // The charger saw what no tick did.
    put(device, 'lccfi', sinceBootMs(device));
    if (device.arrivedCar.state === CAR.charging) put(device, 'lccfc', sinceBootMs(device));
  }
  put(device, 'cbl', device.car?.cableA ?? null);
  device.arrivedCar = device.car;
}

/** Everything counts from zero. */
function beginSession(device: Device): void {
  device.session = newSession();
  write(device, 'wh', 0);
  showSplit(device);
  put(device, 'cdi', { type: 1, value: 0 });
}

/** The transaction ends, and the owner's force falls back to neutral [owners' reports]. */
function endSession(device: Device): void {
  endTransaction(device);
  const late = device.faults.strike('lateReset');
  if (late) device.forceFallsMs = device.nowMs + (late.ms ?? 0);
  else neutralForce(device);
}

function neutralForce(device: Device): void {
  device.forceFallsMs = undefined;
  write(device, 'frc', 0);
}

/** `wh` begins again within the session [goecharger/go-eCharger-API-v2#68]. */
export function restartEnergy(device: Device): void {
  device.session.energyWh = 0;
  write(device, 'wh', 0);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
