/** A charger that is not there: puts state, physics, faces and faults together. */
import { beginTransaction, readCard, stepAccess } from './access';
import { createApiLock } from './api-lock';
import { applyTaken, vendorPrefix } from './apply';
import { arrive, CAR, stepCar } from './car';
import { createChance } from './chance';
import { realClock } from './clock';
import { listenCloud } from './cloud-face';
import { type Device, numberOf, put, sinceBootMs, WORKED_OUT, write } from './device';
import { createFaults } from './faults';
import { createEvents, createTraffic, type Host, seenWrite, takeAll, valuesOf } from './host';
import { listenHttp } from './http-face';
import { stepLogic } from './logic';
import { MODELS } from './models';
import { connectMqtt, type MqttFace } from './mqtt-face';
import { showPhases } from './phases';
import { stepPower } from './power';
import type { Served } from './serve';
import { newSession, stepArrival, stepSession } from './session';
import type { Json, SimulatedCar, Simulator, SimulatorOptions } from './simulator.types';
import { NO_SURPLUS } from './surplus';
import { stepSurroundings } from './surroundings';
import { showTime } from './timekeeping';

const TICK_MS = 1000;
/** How long it has been running when it is created, and how long the controller takes after a boot. */
const RUNNING_MS = 127_003;
const CONTROLLER_STARTS_MS = 3000;
const DOWN_MS = 5000;

/** @throws Error when the model is not one of `MODEL_NAMES` or the serial is not digits */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = options.clock ?? realClock;
  const device = createDevice(options, clock.now());
  const events = createEvents();
  const traffic = createTraffic(events);
  const lock = createApiLock();
  const closing = new AbortController();
  const served: Served[] = [];
  let mqtt: MqttFace | undefined;
  let powerW = 0;
  let down = false;
  let cancelBoot: (() => void) | undefined;

  const host: Host = {
    device,
    get down() {
      return down;
    },
    now: () => clock.now(),
    write(face, writes) {
      const results = takeAll(device, face, writes);
      if (writes.length) events.tell('write', seenWrite(clock.now(), face, writes, results));
      return results;
    },
    traffic,
    events,
    latencyMs: options.latencyMs ?? 0,
    closing: closing.signal,
  };

  function tick(): void {
    if (down) return;
    device.nowMs = clock.now();
    stepArrival(device);
    applyTaken(device);
    stepAccess(device);
    stepLogic(device, powerW);
    stepCar(device);
    showPhases(device);
    powerW = stepPower(device);
    stepSession(device, powerW);
    stepSurroundings(device);
    showTime(device);
    tellChanges();
    if (device.rebootWanted) reboot();
  }

  function tellChanges(): void {
    if (device.changed.size === 0) return;
    const values = valuesOf(device, device.changed);
    device.changed.clear();
    events.tell('change', values);
  }

  function reboot({ downMs = DOWN_MS }: { downMs?: number } = {}): void {
    device.rebootWanted = false;
    device.taken.clear();
    cancelBoot?.();
    down = true;
    events.tell('down');
    cancelBoot = clock.after(downMs, boot);
  }

  function boot(): void {
    cancelBoot = undefined;
    down = false;
    device.nowMs = clock.now();
    device.bootMs = device.nowMs;
    device.readyAtMs = device.nowMs + CONTROLLER_STARTS_MS;
    device.surplus = { ...NO_SURPLUS };
    device.phases.pauseUntilMs = undefined;
    // The contactor has been open: the car has to wake again.
    if (device.car) Object.assign(device.car, { drawA: 0, allowedSinceMs: undefined, state: CAR.waiting });
    write(device, 'rbc', numberOf(device, 'rbc', 0) + 1);
    for (const key of ['lbp', 'lccfi', 'lccfc', 'lcctc', 'lrr', 'lrc', 'lri']) put(device, key, null);
    tick();
    events.tell('up');
  }

  const car: SimulatedCar = {
    get plugged() {
      return device.car !== undefined;
    },
    get soc() {
      return device.car?.soc;
    },
    get drawA() {
      return device.drawA;
    },
    plugIn(carOptions) {
      device.car = arrive(carOptions);
      if (carOptions?.adapter !== undefined && device.values.has('adi')) write(device, 'adi', carOptions.adapter);
    },
    unplug() {
      device.car = undefined;
    },
    pause() {
      if (device.car) device.car.paused = true;
    },
    resume() {
      if (device.car) device.car.paused = false;
    },
  };

  if (options.car) car.plugIn(options.car);
  tick();
  device.changed.clear();
  const stopTicking = clock.every(TICK_MS, tick);

  return {
    serial: device.identity.serial,
    name: device.identity.name,
    model: device.model.name,
    firmware: device.model.firmware,
    car,
    async listenHttp(where = {}) {
      const face = await listenHttp(host, lock, where);
      served.push(face);
      return { url: face.url, port: face.port };
    },
    async listenCloud(where) {
      const face = await listenCloud(host, where);
      served.push(face);
      put(device, 'cae', true);
      return { url: face.url, port: face.port };
    },
    async connectMqtt(where) {
      await mqtt?.close();
      mqtt = await connectMqtt(host, where);
    },
    async disconnectMqtt() {
      await mqtt?.close();
      mqtt = undefined;
    },
    get: (key) => device.values.get(key),
    all: () => valuesOf(device, device.values.keys()),
    set(values) {
      for (const [key, value] of Object.entries(values)) setByHand(device, key, value);
      tellChanges();
    },
    release: (...keys) => {
      for (const key of keys.length ? keys : [...device.held]) device.held.delete(key);
    },
    apply(values) {
      const writes = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const);
      const results = host.write('direct', writes);
      return Object.fromEntries([...results].map(([key, result]) => [key, result === true ? true : result.reason]));
    },
    presentCard: (index) => readCard(device, index),
    pressButton: () => pressButton(device),
    reboot,
    fault(name, faultOptions) {
      if (name === 'dropConnection') events.tell('drop', faultOptions?.ms ?? TICK_MS);
      else device.faults.start(name, faultOptions);
    },
    clearFaults: (...names) => device.faults.clear(...names),
    requests: traffic.requests,
    get openRequests() {
      return traffic.open;
    },
    get maxOpenRequests() {
      return traffic.most;
    },
    on: (event, listener) => events.on(event, listener as never),
    tick,
    async close() {
      stopTicking();
      cancelBoot?.();
      closing.abort();
      await Promise.all([mqtt?.close(), ...served.map((face) => face.close())]);
      served.length = 0;
      mqtt = undefined;
    },
  };
}

function createDevice(options: SimulatorOptions, nowMs: number): Device {
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
    chance: createChance(options.seed ?? 1),
    nowMs,
    bootMs: nowMs - RUNNING_MS,
    readyAtMs: nowMs,
    rebootWanted: false,
    car: undefined,
    arrivedCar: undefined,
    phases: { single: false, pauseUntilMs: undefined, switchedMs: Number.NEGATIVE_INFINITY },
    surplus: { ...NO_SURPLUS },
    session: newSession(),
    offer: { allowed: false, currentA: 0, reason: 0 },
    drawA: [0, 0, 0],
    insideC: 27,
    temperatureLimitA: 32,
    temporaryLimitUntilMs: 0,
    transactionUntilMs: 0,
    lastCard: undefined,
  };
  write(device, 'fwv', model.firmware);
  write(device, 'mtp', vendorPrefix(device));
  return device;
}

function setByHand(device: Device, key: string, value: Json | undefined): void {
  if (value === undefined) {
    device.values.delete(key);
    return;
  }
  if (WORKED_OUT.has(key)) device.held.add(key);
  if (key === 'wh' && typeof value === 'number') device.session.energyWh = value;
  if (key === 'trx') beginTransaction(device);
  write(device, key, value);
}

/** The next preset of `clp`, unless the button is locked (`bac`: 0 always, 1 with a car, 2 while charging; or a boolean). */
function pressButton(device: Device): void {
  put(device, 'lbp', sinceBootMs(device));
  const bac = device.values.get('bac');
  const charging = device.car?.state === CAR.charging;
  const locked = bac === false || bac === 0 || (bac === 1 && device.car !== undefined) || (bac === 2 && charging);
  const presets = device.values.get('clp');
  if (locked || !Array.isArray(presets) || presets.length === 0) return;
  const next = presets.find((preset) => Number(preset) > numberOf(device, 'amp', 6)) ?? presets[0];
  if (typeof next === 'number') write(device, 'amp', next);
}
