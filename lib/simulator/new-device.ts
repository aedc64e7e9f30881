/** A charger as it stands when the simulation begins: running for a while, nothing plugged in. */

import { type Device, write } from './device';
import { createFaults } from './faults';
import { MODELS } from './models';
import { vendorPrefix } from './pending-writes';
import { createRandom } from './random';
import { newSession } from './session';
import type { Json, SimulatorOptions } from './simulator.types';
import { NO_SURPLUS } from './surplus';
import { NO_MASKS } from './visible-values';

/** How long it has been running when it is created. */
const RUNNING_MS = 127_003;
const NEVER_MS = Number.NEGATIVE_INFINITY;

/** @throws Error when there is no such model or the serial is not digits */
export function createDevice(options: SimulatorOptions, nowMs: number): Device {
  const model = MODELS[options.model ?? 'v3-60.5'];
  if (!model) throw new Error(`There is no model ${options.model}; there are ${Object.keys(MODELS).join(', ')}`);
  const serial = options.serial ?? '012345';
  if (!/^\d+$/.test(serial)) throw new Error(`A serial number has digits only, not "${serial}"`);
  const identity = { serial, name: options.name ?? `go-eCharger ${serial}` };
  const unpublished = model.unpublished(identity);
  const device: Device = {
    model,
    identity,
    values: new Map<string, Json>([...Object.entries(model.published(identity)), ...Object.entries(unpublished)]),
    unpublished: new Set(Object.keys(unpublished)),
    held: new Set(),
    changed: new Set(),
    taken: new Map(),
    faults: createFaults(),
    masks: NO_MASKS,
    chance: createRandom(options.seed ?? 1),
    nowMs,
    bootMs: nowMs - RUNNING_MS,
    readyAtMs: nowMs,
    rebootWanted: false,
    car: undefined,
    arrivedCar: undefined,
    phases: { single: false, pauseUntilMs: undefined, pausedMs: NEVER_MS, switchedMs: NEVER_MS },
    surplus: { ...NO_SURPLUS },
    session: newSession(),
    offer: { allowed: false, currentA: 0, reason: 0 },
    drawA: [0, 0, 0],
    powerW: 0,
    insideC: 27,
    temperatureLimitA: 32,
    forceFallsMs: undefined,
    temporaryLimitUntilMs: 0,
    transactionUntilMs: 0,
    lastCard: undefined,
  };
  write(device, 'fwv', model.firmware);
  write(device, 'mtp', vendorPrefix(device));
  return device;
}
