/**
 * Trying a configuration before it is used: meets the charger once, asks a few keys, writes nothing, and says what it found
 * or what is wrong. It takes about six seconds at most.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Signal } from '../abort-signal';
import { type Charger, type ChargerOptions, createCharger, type Json } from '../charger';
import { lookOnBroker, type OtherDevice } from '../discovery/broker';
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
const LONGEST_TIMEOUT_S = 4;
/** A living charger speaks every second, twice over. */
const HEARTBEAT_MS = 2300;
const LOOK_AROUND_MS = 1300;
const MOST_HEARD = 10;
/** Sent by a living charger whose usual heartbeats are silent. */
const SIGNS_OF_LIFE = ['fhz', 'nrg', 'rssi', 'loc', 'tma', 'lccfi'];
const V1_EVERY_MS = 5400;

/** Never rejects. @param signal gives up early */
export async function probe(options: ChargerOptions, signal?: Signal): Promise<ProbeReport> {
  let charger: Charger | undefined;
  try {
    const timeoutS = Math.min(options.timeoutS ?? LONGEST_TIMEOUT_S, LONGEST_TIMEOUT_S);
    charger = createCharger({ ...options, timeoutS });
    const probed = charger;
    const stop = () => void probed.close();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      return options.connection === 'mqtt'
        ? await probeMqtt(probed, options, signal)
        : await probeAsked(probed, options);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  } catch (thrown) {
    return failureOf(thrown, options.connection);
  } finally {
    await charger?.close().catch(() => {});
  }
}

type Values = ReadonlyMap<string, Json>;

async function probeAsked(charger: Charger, options: ChargerOptions): Promise<ProbeReport> {
  const values = await valuesOf(charger);
  const isCharger = serialText(values.get('sse')) !== '' && hasFirmware(values);
  return isCharger ? success(values, options) : failed('PROTOCOL', 'otherDevice', OTHER_DEVICE);
}

/** Over MQTT anybody can leave anything, and a dead charger's values stay: only what it sends now proves it. */
async function probeMqtt(
  charger: Charger,
  options: ChargerOptions,
  signal: AbortSignal | undefined,
): Promise<ProbeReport> {
  const started = performance.now();
  const stops = [charger.onAvailability(() => {}), charger.watch(SIGNS_OF_LIFE, { changed() {} })];
  try {
    const [values] = await Promise.all([valuesHeard(charger), online(charger, HEARTBEAT_MS)]);
    if (values.size === 0) {
      const around = await lookAround(options, signal);
      if (around.reason !== 'nothingHeard') return around;
      // API v1 tells something every five seconds only.
      await online(charger, V1_EVERY_MS - (performance.now() - started));
      if (charger.availability.state === 'offline') await valuesHeard(charger);
      return around;
    }
    if (charger.availability.state !== 'online')
      return failed('OFFLINE', 'onlyRetained', 'The broker has kept values of this charger, which itself is silent');
    return hasFirmware(values) ? success(values, options) : failed('PROTOCOL', 'otherDevice', OTHER_DEVICE);
  } finally {
    for (const stop of stops) stop();
  }
}

async function valuesOf(charger: Charger): Promise<Values> {
  const known = await charger.read(KEYS, 'charger');
  return new Map([...known].map(([key, { value }]) => [key, value]));
}

async function valuesHeard(charger: Charger): Promise<Values> {
  try {
    return await valuesOf(charger);
  } catch (error) {
    if (error instanceof ChargerError && error.reason === 'nothingHeard') return new Map();
    throw error;
  }
}

/** Resolves when the charger has been heard, when it cannot be, or when the time is over. */
async function online(charger: Charger, withinMs: number): Promise<void> {
  const over = new AbortController();
  const stop = charger.onAvailability(({ state }) => {
    if (state === 'online' || state === 'offline') over.abort();
  });
  await delay(withinMs, undefined, { signal: over.signal }).catch(() => {});
  stop();
}

/** Nothing came where the charger should be: who else is there? */
async function lookAround(options: ChargerOptions, signal: AbortSignal | undefined): Promise<ProbeFailure> {
  const { broker = '', username, password, tls, serial } = options;
  const search = { timeoutMs: LOOK_AROUND_MS, signal };
  const { chargers, others } = await lookOnBroker({ url: broker, username, password, tls }, search);
  const same = others.find((each) => each.serial === serial || each.topicPrefix === options.topicPrefix);
  const other = same ?? (chargers.length === 0 ? others[0] : undefined);
  if (other) return otherDevice(other);
  const heard = chargers.slice(0, MOST_HEARD).map((each) => ({
    serial: each.serial,
    topicPrefix: each.topicPrefix ?? '',
    alive: each.alive === true,
  }));
  if (heard.length === 0)
    return failed('OFFLINE', 'nothingHeard', 'No charger was heard on the broker, under this prefix or the usual ones');
  const names = heard.map((each) => each.topicPrefix).join(', ');
  const isPrefix = options.topicPrefix || heard.some((each) => each.serial === serial);
  return failed('OFFLINE', isPrefix ? 'wrongPrefix' : 'wrongSerial', `Heard on the broker instead: ${names}`, heard);
}

function otherDevice({ kind, topicPrefix }: OtherDevice): ProbeFailure {
  const { code, reason, message } = failureBy(kind === 'controller' ? 'controller' : 'apiV1');
  return failed(code, reason ?? 'otherDevice', `${message} (heard below ${topicPrefix})`);
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
