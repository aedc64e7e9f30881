/**
 * The one state behind all faces: what the API shows, and what the hardware knows beyond that. Each part of the physics
 * reads it and puts its results back; nobody else writes to it.
 */
import type { PluggedCar } from './car';
import type { Faults } from './faults';
import type { Identity, Model } from './models';
import type { PhaseMemory } from './phases';
import type { SessionMemory } from './session';
import type { Json } from './simulator.types';
import type { SurplusMemory } from './surplus';
import type { Masks } from './visible-values';

export interface Device {
  readonly model: Model;
  readonly identity: Identity;
  /** What the API shows, in the model's order. */
  readonly values: Map<string, Json>;
  /** Keys that only HTTP shows. */
  readonly unpublished: ReadonlySet<string>;
  /** Keys held by hand; the physics leaves them alone. */
  readonly held: Set<string>;
  /** Keys changed since they were last told. */
  readonly changed: Set<string>;
  /** Taken and not yet applied, by key. */
  readonly taken: Map<string, { value: Json; dueMs: number }>;
  readonly faults: Faults;
  /** What a broker is shown instead of the values since the last tick. */
  masks: Masks;
  /** Repeatable noise, 0 up to 1. */
  readonly chance: () => number;
  nowMs: number;
  bootMs: number;
  /** Until then the charge controller has not answered after a boot. */
  readyAtMs: number;
  /** A reboot was asked for through the API. */
  rebootWanted: boolean;
  car: PluggedCar | undefined;
  /** The car whose session is counted; differs from `car` until the next tick. */
  arrivedCar: PluggedCar | undefined;
  phases: PhaseMemory;
  surplus: SurplusMemory;
  session: SessionMemory;
  /** What the charger offers the car this second. */
  offer: Offer;
  /** What flows on L1, L2 and L3 this second, in ampere. */
  drawA: [number, number, number];
  /** What the meter counted in the last second, in W. */
  powerW: number;
  /** Temperature inside the charger, and the limit it last led to. */
  insideC: number;
  temperatureLimitA: number;
  /** When `frc` falls to 0 after an unplug, where that comes late. */
  forceFallsMs: number | undefined;
  /** When a temporary limit (`tcl`) lapses. */
  temporaryLimitUntilMs: number;
  /** When a transaction without a car lapses. */
  transactionUntilMs: number;
  /** The last card held to the reader, for `lrn`. */
  lastCard: number | undefined;
}

/** `reason` is a `modelStatus`. */
export interface Offer {
  allowed: boolean;
  currentA: number;
  reason: number;
}

/** Keys that the physics works out; `set` holds them until they are released. */
export const WORKED_OUT: ReadonlySet<string> = new Set(
  (
    'acl acu acui alw alwt avgfhz car cbl cdi cll cus deltap fhz fsp lck lccfc lccfi lcctc lfspt lmsc loc lpsc lto modelStatus nrg pakku pgrid pha ' +
    'pnp ppv pvopt_averagePAkku pvopt_averagePGrid pvopt_averagePPv pwm rbt rcd rssi scan tab tma tpa utc wb wg wo ws'
  ).split(' '),
);

/** Shows a value, unless this model has no such key or it is held by hand. */
export function put(device: Device, key: string, value: Json): void {
  if (!device.values.has(key) || device.held.has(key)) return;
  write(device, key, value);
}

/** Shows a value whatever is held. */
export function write(device: Device, key: string, value: Json): void {
  const before = device.values.get(key);
  if (before === value || (typeof value === 'object' && JSON.stringify(before) === JSON.stringify(value))) return;
  device.values.set(key, value);
  device.changed.add(key);
}

/** The number a key shows, or `otherwise` where it shows none. */
export function numberOf(device: Device, key: string, otherwise: number): number {
  const value = device.values.get(key);
  return typeof value === 'number' ? value : otherwise;
}

export function isOn(device: Device, key: string): boolean {
  return device.values.get(key) === true;
}

/** Milliseconds since boot, as the age keys count. */
export function sinceBootMs(device: Device): number {
  return device.nowMs - device.bootMs;
}
