/**
 * Probe: a test of a configuration before it is used. It connects to the charger once, reads a few keys, writes nothing, and
 * reports what it found or what is wrong, within about six seconds.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Signal } from '../abort-signal';
import { type Charger, type ChargerOptions, createCharger, type Json } from '../charger';
import { findDevicesOnBroker } from '../discovery/broker';
import type { OtherDevice } from '../discovery/broker-devices';
import { modelNamed } from '../discovery/found';
import { ChargerError } from '../errors';
import { labelOf, parseFirmware } from '../keys';
import { plainText, serialText } from '../plain-text';
import { failureBy } from '../transport/causes';
import {
  failed,
  failureOf,
  OTHER_DEVICE,
  type ProbeFailure,
  type ProbeReport,
  type ProbeSuccess,
  writeProblem,
} from './report';

const KEYS = ['sse', 'typ', 'styp', 'fwv', 'fna', 'car', 'amp', 'ama', 'mca', 'cbl', 'var', 'adi', 'mcr'];
/** Time limit of one request: a person waits in the dialog for the result [our choice]. */
const LONGEST_TIMEOUT_S = 4;
/** Wait for a live message: a heartbeat comes every second, so one may be missed [capture: V3 60.5]. */
const HEARTBEAT_WAIT_MS = 2300;
/** Length of the search for other chargers on the broker, which is time for one heartbeat [capture: V3 60.5]. */
const SEARCH_MS = 1300;
const MOST_REPORTED = 10;
/** Keys that change often [capture: V3 60.5], for a charger that does not send the usual heartbeats. */
const FREQUENT_KEYS = ['fhz', 'nrg', 'rssi', 'loc', 'tma', 'lccfi'];
/** Wait for the status of API v1, which comes every five seconds [syssi/homeassistant-goecharger-mqtt#22]. */
const V1_STATUS_WAIT_MS = 5400;

/** Probes a configuration. Never rejects. @param signal ends the probe early */
export async function probe(options: ChargerOptions, signal?: Signal): Promise<ProbeReport> {
  let charger: Charger | undefined;
  try {
    const timeoutS = Math.min(options.timeoutS ?? LONGEST_TIMEOUT_S, LONGEST_TIMEOUT_S);
    charger = createCharger({ ...options, timeoutS });
    const probed = charger;
    const abort = () => void probed.close();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    try {
      return options.connection === 'mqtt'
        ? await probeMqtt(probed, options, signal)
        : await probePolled(probed, options);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  } catch (thrown) {
    return failureOf(thrown, options.connection);
  } finally {
    await charger?.close().catch(() => {});
  }
}

type Values = ReadonlyMap<string, Json>;

async function probePolled(charger: Charger, options: ChargerOptions): Promise<ProbeReport> {
  const values = await valuesOf(charger);
  const isCharger = serialText(values.get('sse')) !== '' && hasFirmware(values);
  return isCharger ? success(values, options) : failed('PROTOCOL', 'otherDevice', OTHER_DEVICE);
}

/** Probes over MQTT. Anybody can publish anything there, and a dead charger's values stay, so only a live message proves it. */
async function probeMqtt(
  charger: Charger,
  options: ChargerOptions,
  signal: AbortSignal | undefined,
): Promise<ProbeReport> {
  const started = performance.now();
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
    return hasFirmware(values) ? success(values, options) : failed('PROTOCOL', 'otherDevice', OTHER_DEVICE);
  } finally {
    for (const stop of stops) stop();
  }
}

async function valuesOf(charger: Charger): Promise<Values> {
  const known = await charger.read(KEYS, 'charger');
  return new Map([...known].map(([key, { value }]) => [key, value]));
}

/** Values of a charger over MQTT; none where no message arrived at all. */
async function valuesReceived(charger: Charger): Promise<Values> {
  try {
    return await valuesOf(charger);
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
  const search = { timeoutMs: SEARCH_MS, signal };
  const { chargers, others } = await findDevicesOnBroker({ url: broker, username, password, tls }, search);
  const same = others.find((each) => each.serial === serial || each.topicPrefix === options.topicPrefix);
  const other = same ?? (chargers.length === 0 ? others[0] : undefined);
  if (other) return otherDevice(other);
  const heard = chargers.slice(0, MOST_REPORTED).map((each) => ({
    serial: each.serial,
    topicPrefix: each.topicPrefix ?? '',
    alive: each.alive === true,
  }));
  if (heard.length === 0)
    return failed(
      'OFFLINE',
      'nothingHeard',
      'No charger sends anything to the broker, below this prefix or the usual ones',
    );
  const names = heard.map((each) => each.topicPrefix).join(', ');
  const isPrefix = options.topicPrefix || heard.some((each) => each.serial === serial);
  return failed('OFFLINE', isPrefix ? 'wrongPrefix' : 'wrongSerial', `On the broker instead: ${names}`, heard);
}

function otherDevice({ kind, topicPrefix }: OtherDevice): ProbeFailure {
  const { code, reason, message } = failureBy(kind === 'controller' ? 'controller' : 'apiV1');
  return failed(code, reason ?? 'otherDevice', `${message} (found below ${topicPrefix})`);
}

function success(values: Values, options: ChargerOptions): ProbeSuccess {
  const firmware = plainText(values.get('fwv'), 20);
  const serial = serialText(values.get('sse')) || serialText(options.serial) || serialInPrefix(options.topicPrefix);
  const car = values.get('car');
  return {
    ok: true,
    name: plainText(values.get('fna')) || serial,
    model: modelNamed(values.get('typ'), values.get('styp')),
    firmware,
    serial,
    car: { value: typeof car === 'number' ? car : null, label: carLabel(car, firmware) },
    limits: {
      ...numbers(values, ['amp', 'ama', 'mca', 'cbl', 'var']),
      ...(typeof values.get('adi') === 'boolean' && { adi: values.get('adi') as boolean }),
    },
    ...writing(values, options),
    connection: options.connection,
  };
}

function carLabel(car: Json | undefined, firmware: string): ProbeSuccess['car']['label'] {
  const en = typeof car === 'number' ? labelOf('car', car, 'en', firmware) : undefined;
  const de = typeof car === 'number' ? labelOf('car', car, 'de', firmware) : undefined;
  return en !== undefined && de !== undefined ? { en, de } : undefined;
}

function writing(values: Values, options: ChargerOptions): Pick<ProbeSuccess, 'canWrite' | 'writeProblem'> {
  if (options.readOnly) return { canWrite: false, writeProblem: writeProblem('readOnlyHere') };
  if (options.connection !== 'mqtt' || values.get('mcr') === false) return { canWrite: true };
  if (values.get('mcr') === true) return { canWrite: false, writeProblem: writeProblem('mqttReadOnly') };
  return { canWrite: 'unknown', writeProblem: writeProblem('notTold') };
}

function numbers(values: Values, keys: readonly string[]): Record<string, number> {
  const entries = keys.map((key) => [key, values.get(key)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

function hasFirmware(values: Values): boolean {
  const firmware = values.get('fwv');
  return typeof firmware === 'string' && firmware.length <= 20 && parseFirmware(firmware) !== undefined;
}

function serialInPrefix(prefix = ''): string {
  return serialText(/go-eCharger\/(\d+)\/?$/.exec(prefix)?.[1]);
}
