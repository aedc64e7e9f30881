/**
 * Masks: what is seen of a value from outside where it is not the value inside. Faults leave values out, empty them or put
 * something else in their place; the physics goes on with what is true.
 */
import { CAR } from './car';
import type { Device } from './device';
import type { FaultName } from './fault-kinds';
import { keysOf, type RunningFault } from './faults';
import type { EndpointName, Json } from './simulator.types';

/** By key: what is seen instead, undefined for nothing at all. */
export type Masks = ReadonlyMap<string, Json | undefined>;

export const NO_MASKS: Masks = new Map();

const HEARTBEAT = ['rbt', 'utc'];
/** What a broken sensor reports [goecharger/go-eCharger-API-v2#161]. */
const BROKEN_SENSOR = [-16843.01];

/**
 * What this face is shown instead of the values. Without a face: what all of them are shown, but for what is left out, which
 * whoever stands at the charger knows all the same.
 */
export function masksOf(device: Device, face?: EndpointName): Masks {
  const masks = new Map<string, Json | undefined>();
  const running = (name: FaultName): RunningFault | undefined => {
    const fault = device.faults.active(name, { face });
    return fault?.face && !face ? undefined : fault;
  };
  const mask = (key: string, value: Json | undefined) => {
    if (device.values.has(key)) masks.set(key, value);
  };

  if (face && device.nowMs < device.readyAtMs)
    for (const key of device.model.lateAtBoot) mask(key, device.model.unknownKeys === 'null' ? null : undefined);
  if (running('sensorFault')) mask('tma', BROKEN_SENSOR);
  if (face === 'mqtt' && running('noHeartbeat')) for (const key of HEARTBEAT) mask(key, undefined);
  const idle = running('carIdleWhileSwitching');
  if (idle && device.nowMs - device.phases.pausedMs < (idle.ms ?? 0)) mask('car', CAR.idle);
  const other = running('otherSerial');
  if (other) mask('sse', other.text ?? '');
  const nulls = running('nulls');
  if (nulls) for (const key of keysOf(nulls) ?? []) masks.set(key, null);
  const missing = face && running('missing');
  if (missing) for (const key of keysOf(missing) ?? []) masks.set(key, undefined);
  return masks;
}

/** What a mask leaves of a value; undefined where nothing is shown. */
export function seen(device: Device, key: string, masks: Masks): Json | undefined {
  return masks.has(key) ? masks.get(key) : device.values.get(key);
}

/** Notes which keys look different now that faults have come or gone. */
export function followMasks(device: Device): void {
  const before = device.masks;
  const now = masksOf(device, 'mqtt');
  for (const key of new Set([...before.keys(), ...now.keys()]))
    if (before.has(key) !== now.has(key) || before.get(key) !== now.get(key)) device.changed.add(key);
  device.masks = now;
}

const ONLY_KEY: { readonly [name in FaultName]?: readonly string[] } = { otherSerial: ['sse'], sensorFault: ['tma'] };

/** Counts an answer that one of the masking faults has struck, for those that end after some `times`. */
export function countStrikes(device: Device, face: EndpointName, asked: (key: string) => boolean): void {
  const where = { face, path: 'status' } as const;
  for (const name of ['missing', 'nulls', 'otherSerial', 'sensorFault'] as const) {
    const fault = device.faults.active(name, where);
    const keys = ONLY_KEY[name] ?? (fault && keysOf(fault));
    if (fault?.times !== undefined && keys?.some(asked)) device.faults.strike(name, where);
  }
}
