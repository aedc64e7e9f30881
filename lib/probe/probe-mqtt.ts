/**
 * Probe over MQTT. Anybody can publish anything there, and a dead charger's values stay, so only a live message proves a charger.
 * Where no message arrives, a search of the broker finds what is there instead.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Charger, ChargerOptions } from '../charger';
import { findDevicesOnBroker } from '../discovery/broker';
import type { OtherDevice } from '../discovery/found';
import { ChargerError } from '../errors';
import { failureBy } from '../transport/failure-causes';
import { FREQUENT_KEYS } from '../transport/mqtt/heartbeat';
import { hasFirmware, type ProbedValues, readValues, successOf } from './charger-facts';
import { failed, OTHER_DEVICE, type ProbeFailure, type ProbeReport } from './report';

/** Wait for a live message: a heartbeat comes every second, so one may be missed [capture: V3 60.5]. */
const HEARTBEAT_WAIT_MS = 2300;
/** Length of the search for other chargers on the broker, which is time for one heartbeat [capture: V3 60.5]. */
const PROBE_SEARCH_MS = 1300;
const MOST_REPORTED = 10;
/** Wait for the status of API v1, which comes every five seconds [syssi/homeassistant-goecharger-mqtt#22]. */
const V1_STATUS_WAIT_MS = 5400;

/** Probes a charger over MQTT. @throws ChargerError */
export async function probeMqtt(
  charger: Charger,
  options: ChargerOptions,
  signal: AbortSignal | undefined,
): Promise<ProbeReport> {
  const started = performance.now();
  // A charger that does not send the usual heartbeats is found by these as soon.
  const stops = [charger.onAvailability(() => {}), charger.watch(FREQUENT_KEYS, { changed() {} })];
  try {
    const [values] = await Promise.all([valuesReceived(charger), availabilityKnown(charger, HEARTBEAT_WAIT_MS)]);
    if (values.size === 0) {
      const others = await otherChargers(options, signal);
      if (others.reason !== 'nothingHeard') return others;
      await availabilityKnown(charger, V1_STATUS_WAIT_MS - (performance.now() - started));
      // With an error of its own for a charger with API v1.
      if (charger.availability.state === 'offline') await valuesReceived(charger);
      return others;
    }
    if (charger.availability.state !== 'online')
      return failed(
        'OFFLINE',
        'onlyRetained',
        'The broker has retained values of this charger, which sends nothing itself',
      );
    return hasFirmware(values) ? successOf(values, options) : failed('PROTOCOL', 'otherDevice', OTHER_DEVICE);
  } finally {
    for (const stop of stops) stop();
  }
}

/** Values of a charger over MQTT; none where no message arrived at all. */
async function valuesReceived(charger: Charger): Promise<ProbedValues> {
  try {
    return await readValues(charger);
  } catch (error) {
    if (error instanceof ChargerError && error.reason === 'nothingHeard') return new Map();
    throw error;
  }
}

/** Resolves when the charger is online or offline, or when the time is over. */
async function availabilityKnown(charger: Charger, timeoutMs: number): Promise<void> {
  const over = new AbortController();
  const stop = charger.onAvailability(({ state }) => {
    if (state === 'online' || state === 'offline') over.abort();
  });
  await delay(timeoutMs, undefined, { signal: over.signal }).catch(() => {});
  stop();
}

/** The failure where no message arrived, with the devices that are on the broker instead. */
async function otherChargers(options: ChargerOptions, signal: AbortSignal | undefined): Promise<ProbeFailure> {
  const { broker = '', username, password, tls, serial } = options;
  const search = { timeoutMs: PROBE_SEARCH_MS, signal };
  const { chargers, others } = await findDevicesOnBroker({ url: broker, username, password, tls }, search);
  const same = others.find((each) => each.serial === serial || each.topicPrefix === options.topicPrefix);
  const other = same ?? (chargers.length === 0 ? others[0] : undefined);
  if (other) return otherDevice(other);
  const present = chargers.slice(0, MOST_REPORTED).map((each) => ({
    serial: each.serial,
    topicPrefix: each.topicPrefix ?? '',
    alive: each.alive === true,
  }));
  if (present.length === 0)
    return failed(
      'OFFLINE',
      'nothingHeard',
      'No charger sends anything to the broker, below this prefix or the usual ones',
    );
  const names = present.map((each) => each.topicPrefix).join(', ');
  const isPrefix = options.topicPrefix || present.some((each) => each.serial === serial);
  return failed('OFFLINE', isPrefix ? 'wrongPrefix' : 'wrongSerial', `On the broker instead: ${names}`, present);
}

function otherDevice({ kind, topicPrefix }: OtherDevice): ProbeFailure {
  const { code, reason, message } = failureBy(kind === 'controller' ? 'controller' : 'apiV1');
  return failed(code, reason ?? 'otherDevice', `${message} (found below ${topicPrefix})`);
}
