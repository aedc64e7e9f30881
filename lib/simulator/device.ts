/**
 * The state of the device behind all endpoints: the values of its API, and the state of its hardware beyond that. Each part of
 * the physics reads it and reports its results to it.
 */

import type { Json } from '../json';
import type { PluggedCar } from './car';
import type { Faults } from './faults';
import type { Model, SimulatedIdentity } from './models';
import type { PhaseState } from './phases';
import type { SessionCounters } from './session';
import type { SurplusState } from './surplus';
import type { Overrides } from './visible-values';

/** The step of the physics, and the longest time from an accepted write to its value [our choice]. */
export const TICK_MS = 1000;

/** The state of a device. */
export interface Device {
  readonly model: Model;
  readonly identity: SimulatedIdentity;
  /** The values of the API, in the model's order. */
  readonly values: Map<string, Json>;
  /** Keys that are not published over MQTT. */
  readonly unpublished: ReadonlySet<string>;
  /** Keys that a test holds at a value; the physics does not change them. */
  readonly held: Set<string>;
  /** Keys that changed since the last event `change`. */
  readonly changed: Set<string>;
  /** Writes that are accepted and not yet applied, by key. */
  readonly pendingWrites: Map<string, { value: Json; dueMs: number }>;
  readonly faults: Faults;
  /** The overrides of the MQTT endpoint since the last tick. */
  overrides: Overrides;
  /** Repeatable random numbers from 0 up to 1. */
  readonly random: () => number;
  nowMs: number;
  bootMs: number;
  /** The charge controller does not report before this time, after a boot. */
  readyAtMs: number;
  /** A reboot was requested through the API (`rst`). */
  rebootWanted: boolean;
  car: PluggedCar | undefined;
  /** The car of the present session; differs from `car` until the next tick. */
  sessionCar: PluggedCar | undefined;
  phases: PhaseState;
  surplus: SurplusState;
  session: SessionCounters;
  /** The current that the charger offers the car in this second. */
  offer: Offer;
  /** The current on L1, L2 and L3 in this second, in ampere. */
  drawA: [number, number, number];
  /** The power of the last second by the meter, in W. */
  powerW: number;
  /** The temperature inside the charger, and the current limit of that temperature. */
  insideC: number;
  temperatureLimitA: number;
  /** When `frc` falls back to 0 after unplugging, where a fault delays that. */
  forceFallsMs: number | undefined;
  /** When the temporary limit (`tcl`) expires. */
  temporaryLimitUntilMs: number;
  /** When a transaction without a car expires. */
  transactionUntilMs: number;
  /** The last card at the reader, for `lrn`. */
  lastCard: number | undefined;
}

/** The current that the car may draw, and the reason as a number of `modelStatus`. */
export interface Offer {
  allowed: boolean;
  currentA: number;
  modelStatus: number;
}

/** Keys that the physics computes; `set` holds them at a value until they are released. */
export const COMPUTED_KEYS: ReadonlySet<string> = new Set(
  (
    'acl acu acui alw alwt avgfhz car cbl cdi cll cus deltap fhz fsp lck lccfc lccfi lcctc lfspt lmsc loc lpsc lto modelStatus nrg pakku pgrid pha ' +
    'pnp ppv pvopt_averagePAkku pvopt_averagePGrid pvopt_averagePPv pwm rbt rcd rssi scan tab tma tpa utc wb wg wo ws'
  ).split(' '),
);

/** Reports a computed value, unless the model has no such key or a test holds it. */
export function report(device: Device, key: string, value: Json): void {
  if (!device.values.has(key) || device.held.has(key)) return;
  setValue(device, key, value);
}

/** Sets a value, also of a held key. */
export function setValue(device: Device, key: string, value: Json): void {
  const before = device.values.get(key);
  if (before === value || (typeof value === 'object' && JSON.stringify(before) === JSON.stringify(value))) return;
  device.values.set(key, value);
  device.changed.add(key);
}

/** The value of a key where it is a number, or `otherwise`. */
export function numberOf(device: Device, key: string, otherwise: number): number {
  const value = device.values.get(key);
  return typeof value === 'number' ? value : otherwise;
}

/** True where the value of a key is true. */
export function isOn(device: Device, key: string): boolean {
  return device.values.get(key) === true;
}

/** Milliseconds since boot, the scale of the keys that hold a time. */
export function sinceBootMs(device: Device): number {
  return device.nowMs - device.bootMs;
}
