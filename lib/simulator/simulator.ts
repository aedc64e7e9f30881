/** The simulated charger: puts the device, its physics, its endpoints and its faults together. */
import { readCard } from './access';
import { type Clock, realClock } from './clock';
import { type Device, TICK_MS } from './device';
import { createEndpointContext, type EndpointContext } from './endpoint-context';
import { createEndpoints } from './endpoints';
import { createEvents, type Events } from './events';
import { createFaultInjection } from './fault-injection';
import { createDevice } from './new-device';
import { stepDevice } from './physics';
import { createReboot, type Reboot } from './reboot';
import { createRequestLog } from './request-log';
import { createSimulatedCar } from './simulated-car';
import type { Simulator, SimulatorOptions } from './simulator.types';
import { forceValue, pressButton } from './user-actions';
import { overridesFor, updateOverrides, visibleValue, visibleValues } from './visible-values';

/** Creates a simulated charger. @throws Error when there is no such model, or the serial is not digits */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = options.clock ?? realClock;
  const device = createDevice(options, clock.now());
  const events = createEvents();
  const requestLog = createRequestLog(events);
  const emitChanges = () => emitChangesOf(device, events);
  const { tick, reboot } = createTicks(device, events, clock);
  const closing = new AbortController();
  const context = createEndpointContext({
    device,
    events,
    requestLog,
    clock,
    reboot,
    latencyMs: options.latencyMs ?? 0,
    closing: closing.signal,
  });
  const endpoints = createEndpoints(context);
  const faults = createFaultInjection(device, events, clock, emitChanges);
  const car = createSimulatedCar(device, () => faults.fault('replug'));
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
    ...endpoints,
    ...valuesOf(context, emitChanges),
    presentCard: (index) => readCard(device, index),
    pressButton: () => pressButton(device),
    reboot: reboot.start,
    fault: faults.fault,
    clearFaults: faults.clearFaults,
    requests: requestLog.requests,
    get openRequests() {
      return requestLog.open;
    },
    get maxOpenRequests() {
      return requestLog.maxOpen;
    },
    on: (event, listener) => events.on(event, listener as never),
    tick,
    async close() {
      stopTicking();
      reboot.close();
      faults.close();
      closing.abort();
      await endpoints.close();
    },
  };
}

/** The tick and the reboot: a boot begins with a tick, and a tick starts the reboot that was requested through the API. */
function createTicks(device: Device, events: Events, clock: Clock): { tick: () => void; reboot: Reboot } {
  const reboot = createReboot(device, events, clock, tick);
  function tick(): void {
    if (reboot.isDown) return;
    stepDevice(device, clock.now());
    emitChangesOf(device, events);
    if (device.rebootWanted) reboot.start();
  }
  return { tick, reboot };
}

/** Emits the values that look different from outside than at the last time. */
function emitChangesOf(device: Device, events: Events): void {
  updateOverrides(device);
  if (device.changed.size === 0) return;
  const values = visibleValues(device, device.changed, device.overrides);
  device.changed.clear();
  events.emit('change', values);
}

/** Access to the values from outside of the API. */
function valuesOf(
  { device, write }: EndpointContext,
  emitChanges: () => void,
): Pick<Simulator, 'get' | 'all' | 'set' | 'release' | 'apply'> {
  return {
    get: (key) => visibleValue(device, key, overridesFor(device)),
    all: () => visibleValues(device, device.values.keys(), overridesFor(device)),
    set(values) {
      for (const [key, value] of Object.entries(values)) forceValue(device, key, value);
      emitChanges();
    },
    release(...keys) {
      for (const key of keys.length ? keys : [...device.held]) device.held.delete(key);
    },
    apply(values) {
      const writes = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const);
      const results = write('direct', writes);
      return Object.fromEntries([...results].map(([key, result]) => [key, result === true ? true : result.reason]));
    },
  };
}
