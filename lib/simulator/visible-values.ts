/**
 * Visible values: what an endpoint shows of each key. Faults override a value: they leave it out, make it null or replace it.
 * The physics goes on with the real values.
 */

import type { Json } from '../json';
import { CAR } from './car';
import type { Device } from './device';
import type { FaultName } from './fault-kinds';
import { type ActiveFault, affectedKeys } from './faults';
import type { EndpointName, Values } from './simulator.types';

/** The values shown in place of the real ones, by key; undefined where the key is left out. */
export type Overrides = ReadonlyMap<string, Json | undefined>;

export const NO_OVERRIDES: Overrides = new Map();

/** Keys that a charger publishes every second. */
const HEARTBEAT = ['rbt', 'utc'];
/** The reading of a faulty sensor [goecharger/go-eCharger-API-v2#161]. */
const FAULTY_SENSOR = [-16843.01];

/**
 * The overrides of an endpoint. Without an endpoint: those that all endpoints share, but no key is left out, so that `get` and
 * `all` of the simulator know every value.
 */
export function overridesFor(device: Device, endpoint?: EndpointName): Overrides {
  const overrides = new Map<string, Json | undefined>();
  const activeFault = (name: FaultName): ActiveFault | undefined => {
    const fault = device.faults.active(name, { face: endpoint });
    return fault?.face && !endpoint ? undefined : fault;
  };
  const override = (key: string, value: Json | undefined) => {
    if (device.values.has(key)) overrides.set(key, value);
  };

  if (endpoint && device.nowMs < device.readyAtMs)
    for (const key of device.model.lateAtBoot) override(key, device.model.unknownKeys === 'null' ? null : undefined);
  if (activeFault('sensorFault')) override('tma', FAULTY_SENSOR);
  if (endpoint === 'mqtt' && activeFault('noHeartbeat')) for (const key of HEARTBEAT) override(key, undefined);
  const idle = activeFault('carIdleWhileSwitching');
  if (idle && device.nowMs - device.phases.pausedMs < (idle.ms ?? 0)) override('car', CAR.idle);
  const otherSerial = activeFault('otherSerial');
  if (otherSerial) override('sse', otherSerial.text ?? '');
  const nulls = activeFault('nulls');
  if (nulls) for (const key of affectedKeys(nulls) ?? []) overrides.set(key, null);
  const missing = endpoint && activeFault('missing');
  if (missing) for (const key of affectedKeys(missing) ?? []) overrides.set(key, undefined);
  return overrides;
}

/** The visible value of a key; undefined where none is shown. */
export function visibleValue(device: Device, key: string, overrides: Overrides): Json | undefined {
  return overrides.has(key) ? overrides.get(key) : device.values.get(key);
}

/** The visible values of these keys. */
export function visibleValues(device: Device, keys: Iterable<string>, overrides: Overrides): Values {
  // Without a prototype: a key can have any name.
  const values: Values = Object.create(null);
  for (const key of keys) {
    const value = visibleValue(device, key, overrides);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Marks the keys as changed whose visible value is another one since faults started or ended. */
export function updateOverrides(device: Device): void {
  const before = device.overrides;
  const now = overridesFor(device, 'mqtt');
  for (const key of new Set([...before.keys(), ...now.keys()]))
    if (before.has(key) !== now.has(key) || before.get(key) !== now.get(key)) device.changed.add(key);
  device.overrides = now;
}

const ONLY_KEY: { readonly [name in FaultName]?: readonly string[] } = { otherSerial: ['sse'], sensorFault: ['tma'] };

/** Counts a read that an overriding fault has affected, for faults that end after some `times`. */
export function countReads(device: Device, endpoint: EndpointName, isRead: (key: string) => boolean): void {
  const where = { face: endpoint, path: 'status' } as const;
  for (const name of ['missing', 'nulls', 'otherSerial', 'sensorFault'] as const) {
    const fault = device.faults.active(name, where);
    const keys = ONLY_KEY[name] ?? (fault && affectedKeys(fault));
    if (fault?.times !== undefined && keys?.some(isRead)) device.faults.trigger(name, where);
  }
}
