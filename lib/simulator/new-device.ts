/** The device at the start of the simulation: it has been running for a while, and no car is plugged in. */

import type { Json } from '../json';
import { type Device, setValue } from './device';
import { createFaults } from './faults';
import { MODELS } from './models';
import { vendorPrefix } from './pending-writes';
import { createRandom } from './random';
import { newSessionCounters } from './session';
import type { SimulatorOptions } from './simulator.types';
import { INITIAL_SURPLUS } from './surplus';
import { NO_OVERRIDES } from './visible-values';

/** The time since boot at the start of the simulation [our choice]. */
const RUNNING_MS = 127_003;
/** The time of an event that has not happened yet [our choice]. */
const NEVER_MS = Number.NEGATIVE_INFINITY;

/** Creates a device of a model. @throws Error when there is no such model, or the serial is not digits */
export function createDevice(options: SimulatorOptions, nowMs: number): Device {
  const model = MODELS[options.model ?? 'v3-60.5'];
  if (!model) throw new Error(`The model must be one of ${Object.keys(MODELS).join(', ')}, not "${options.model}"`);
  const serial = options.serial ?? '012345';
  if (!/^\d+$/.test(serial)) throw new Error(`The serial number must consist of digits, not "${serial}"`);
  const identity = { serial, name: options.name ?? `go-eCharger ${serial}` };
  const unpublished = model.unpublished(identity);
  const device: Device = {
    model,
    identity,
    values: new Map<string, Json>([...Object.entries(model.published(identity)), ...Object.entries(unpublished)]),
    unpublished: new Set(Object.keys(unpublished)),
    held: new Set(),
    changed: new Set(),
    pendingWrites: new Map(),
    faults: createFaults(),
    overrides: NO_OVERRIDES,
    random: createRandom(options.seed ?? 1),
    nowMs,
    bootMs: nowMs - RUNNING_MS,
    readyAtMs: nowMs,
    rebootWanted: false,
    car: undefined,
    sessionCar: undefined,
    phases: { single: false, pauseUntilMs: undefined, pausedMs: NEVER_MS, switchedMs: NEVER_MS },
    surplus: { ...INITIAL_SURPLUS },
    session: newSessionCounters(),
    offer: { allowed: false, currentA: 0, modelStatus: 0 },
    drawA: [0, 0, 0],
    powerW: 0,
    insideC: 27,
    temperatureLimitA: 32,
    forceFallsMs: undefined,
    temporaryLimitUntilMs: 0,
    transactionUntilMs: 0,
    lastCard: undefined,
  };
  setValue(device, 'fwv', model.firmware);
  setValue(device, 'mtp', vendorPrefix(device));
  return device;
}
