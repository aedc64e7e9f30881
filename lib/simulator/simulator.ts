/** A charger that is not there: puts state, physics, faces and faults together. */
import { readCard, stepAccess } from './access';
import { createApiLock } from './api-lock';
import { arrive, CAR, stepCar } from './car';
import { stepLogic } from './charging-logic';
import { realClock } from './clock';
import { listenCloud } from './cloud-endpoint';
import { stepController } from './controller';
import { type Device, numberOf, put, write } from './device';
import { stepSurroundings } from './environment';
import { createFaultSwitch } from './fault-injection';
import { createEvents, createTraffic, type Host, seenWrite, takeAll, valuesOf } from './host';
import { listenHttp } from './http-endpoint';
import { announceByMdns } from './mdns-endpoint';
import { connectMqtt, type MqttEndpoint } from './mqtt-endpoint';
import { createDevice } from './new-device';
import { applyTaken } from './pending-writes';
import { showPhases } from './phases';
import { stepPower } from './power';
import { stepArrival, stepSession } from './session';
import type { SimulatedCar, Simulator, SimulatorOptions } from './simulator.types';
import { NO_SURPLUS } from './surplus';
import { showTime } from './timekeeping';
import { pressButton, setByHand } from './user-actions';
import { followMasks, masksOf, seen } from './visible-values';

const TICK_MS = 1000;
/** How long the charge controller takes after a boot. */
const CONTROLLER_STARTS_MS = 3000;
const DOWN_MS = 5000;

/** One second of a charger. */
function stepCharger(device: Device): void {
  stepArrival(device);
  applyTaken(device);
  stepAccess(device);
  stepLogic(device);
  stepCar(device);
  showPhases(device);
  stepPower(device);
  stepSession(device);
  stepSurroundings(device);
}

/** @throws Error when there is no such model or the serial is not digits */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = options.clock ?? realClock;
  const device = createDevice(options, clock.now());
  const events = createEvents();
  const traffic = createTraffic(events);
  const lock = createApiLock();
  const closing = new AbortController();
  const served: { close(): Promise<void> }[] = [];
  let httpPort: number | undefined;
  let mqtt: MqttEndpoint | undefined;
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
    if (device.model.is === 'charger') stepCharger(device);
    else stepController(device);
    showTime(device);
    tellChanges();
    if (device.rebootWanted) reboot();
  }

  function tellChanges(): void {
    followMasks(device);
    if (device.changed.size === 0) return;
    const values = valuesOf(device, device.changed, device.masks);
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
    device.faults.clear('freeze');
    if (device.faults.active('apiDies')?.ms === undefined) device.faults.clear('apiDies');
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
    replug: () => faults.fault('replug'),
    pause() {
      if (device.car) device.car.paused = true;
    },
    resume() {
      if (device.car) device.car.paused = false;
    },
  };

  const faults = createFaultSwitch(device, events, clock, tellChanges);
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
      httpPort = face.port;
      return { url: face.url, port: face.port };
    },
    async announce(where) {
      if (httpPort === undefined) throw new Error('Nothing to announce: call listenHttp() first');
      served.push(await announceByMdns(host, { ...where, httpPort }));
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
    get: (key) => seen(device, key, masksOf(device)),
    all: () => valuesOf(device, device.values.keys(), masksOf(device)),
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
    fault: faults.fault,
    clearFaults: faults.clearFaults,
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
      faults.close();
      closing.abort();
      await Promise.all([mqtt?.close(), ...served.map((face) => face.close())]);
      served.length = 0;
      mqtt = undefined;
    },
  };
}
