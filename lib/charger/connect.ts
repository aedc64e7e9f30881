/** The connection of a charger: makes the transport for its options, or says what is wrong with the options. */
import { createSecureContext } from 'node:tls';
import { ChargerError } from '../errors';
import { MASK, redactText } from '../keys';
import { baseUrlOf } from '../transport/base-url';
import type { PolledApi } from '../transport/http/polled-api';
import type { SameChargerOptions } from '../transport/http/same-charger';
import { fits, isBrokerUrl } from '../transport/mqtt/broker-options';
import type { Transport, TransportListener } from '../transport/transport';
import type { ChargerOptions } from './charger.types';
import {
  CONNECTION_KINDS,
  type ConnectionFacts,
  type ConnectionKind,
  isConnectionKind,
  isSerial,
  OPTION_TIMES,
} from './connection-kinds';

// Each kind of connection is loaded by the first charger that uses it.
const http = (): typeof import('../transport/http/http') => require('../transport/http/http');
const cloud = (): typeof import('../transport/http/cloud') => require('../transport/http/cloud');
const mqtt = (): typeof import('../transport/mqtt/mqtt') => require('../transport/mqtt/mqtt');
const polled = (): typeof import('../transport/http/polled') => require('../transport/http/polled');
const sameCharger = (): typeof import('../transport/http/same-charger') => require('../transport/http/same-charger');

/** Time for which an answer of the cloud proves which charger it is: its address names one charger [our choice]. */
const CLOUD_PROOF_MS = 60_000;

const LONGEST_PREFIX = 1000;
/** Brokers end a connection that subscribes to such a topic, and with it that of all other chargers [MQTT 3.1.1, 1.5.3 and 4.7]. */
const NOT_IN_A_TOPIC = /[#+\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
/** Most levels of a topic prefix: Mosquitto refuses topics of more than two hundred. */
const MOST_LEVELS = 100;

/** The keys that say which charger answers, and whether it is the same as before. */
export const INTRODUCTION: ReadonlySet<string> = new Set(['sse', 'fwv', 'typ', 'rbc', 'rbt']);

export function timeoutMsOf(options: ChargerOptions): number {
  return optionSeconds(options.timeoutS, OPTION_TIMES.timeout) * 1000;
}

export function pollIntervalMsOf(options: ChargerOptions): number {
  const kind: ConnectionFacts | undefined = isConnectionKind(options.connection)
    ? CONNECTION_KINDS[options.connection]
    : undefined;
  // Where values are pushed there are no polls; times that are counted in polls are those of the local network.
  const defaultS = kind?.pollIntervalS ?? CONNECTION_KINDS.http.pollIntervalS;
  return optionSeconds(options.pollIntervalS, { ...OPTION_TIMES.pollInterval, defaultS }) * 1000;
}

function optionSeconds(given: number | undefined, times: { defaultS: number; minS: number; maxS: number }): number {
  return typeof given === 'number' && Number.isFinite(given) && given > 0
    ? Math.min(Math.max(given, times.minS), times.maxS)
    : times.defaultS;
}

/** The serial number by which the options name the charger, before it has sent its own. */
export function configuredSerialOf({ connection, serial }: ChargerOptions): string | undefined {
  return isConnectionKind(connection) && CONNECTION_KINDS[connection].bySerial ? serial?.trim() : undefined;
}

/** @throws ChargerError INVALID naming the option and what it should be */
export function createTransport(options: ChargerOptions, listener: TransportListener): Transport {
  const { connection } = options;
  if (isConnectionKind(connection)) return TRANSPORTS[connection](options, listener);
  const kinds = Object.keys(CONNECTION_KINDS)
    .join(', ')
    .replace(/, (\w+)$/, ' or $1');
  throw invalid(options, `the connection must be ${kinds}, not “${String(connection)}”`);
}

const TRANSPORTS: Readonly<
  Record<ConnectionKind, (options: ChargerOptions, listener: TransportListener) => Transport>
> = { http: localTransport, mqtt: mqttTransport, cloud: cloudTransport };

function localTransport(options: ChargerOptions, listener: TransportListener): Transport {
  const { createHttpApi } = http();
  const { host = '' } = options;
  const base = baseUrlOf(host);
  if (!base) {
    const shown = withoutLogin(host);
    const why = !host.includes('@')
      ? `“${shown}” is not an address; enter one such as 192.168.1.20 or go-echarger_123456.local`
      : `user and password do not belong in the address “${shown}”: the charger has no login there; enter only its IP address or name`;
    throw invalid(options, why);
  }
  return polledTransport(createHttpApi(base, timeoutMsOf(options)), {}, options, listener);
}

function cloudTransport(options: ChargerOptions, listener: TransportListener): Transport {
  const serial = requiredSerial(options);
  const token = options.token?.trim();
  if (!token)
    throw invalid(
      options,
      'the cloud needs a token: make an API key in the go-e app under Internet, Advanced settings',
    );
  if (!/^[\x21-\x7e]+$/.test(token))
    throw invalid(
      options,
      'the API key of the cloud contains a character that no such key has; copy it again from the go-e app',
    );
  const { cloudUrlOf, createCloudApi } = cloud();
  const base = cloudUrlOf(serial, options.cloudUrl);
  if (!/^https?:/.test(base) || !URL.canParse(base))
    throw invalid(options, `“${redactText(base)}” is not the address of a cloud; enter a URL that begins with https:`);
  // The cloud's address names one charger, so who it is need not be asked before each write.
  const which = { serial, proofMs: CLOUD_PROOF_MS };
  return polledTransport(createCloudApi(base, token, timeoutMsOf(options)), which, options, listener);
}

/** Transport of an API that only answers: the local one and the cloud's. */
function polledTransport(
  transport: PolledApi,
  which: SameChargerOptions,
  options: ChargerOptions,
  listener: TransportListener,
): Transport {
  const one = sameCharger().sameCharger(transport, which);
  return polled().createPolledTransport(one, pollIntervalMsOf(options), INTRODUCTION, listener);
}

function mqttTransport(options: ChargerOptions, listener: TransportListener): Transport {
  const url = options.broker?.trim() ?? '';
  if (!isBrokerUrl(url)) {
    throw invalid(options, 'the broker must be a URL such as mqtt://192.168.1.10:1883 (or mqtts://, ws://, wss://)');
  }
  const prefix = options.topicPrefix?.trim() ?? '';
  if (NOT_IN_A_TOPIC.test(prefix))
    throw invalid(options, 'the topic prefix must not hold +, # or characters that cannot be seen; type it again');
  if (prefix.split('/').length > MOST_LEVELS) throw invalid(options, 'the topic prefix has too many levels');
  if (prefix.length > LONGEST_PREFIX) throw invalid(options, 'the topic prefix is too long');
  const serial = prefix === '' ? requiredSerial(options) : (options.serial?.trim() ?? '');
  const { username, password, tls } = options;
  if (![username, password].every((text) => fits(String(text ?? ''))))
    throw invalid(options, "the broker's user or password is too long");
  if (tls) checkTls(options, tls);
  const offlineAfterMs = optionSeconds(options.silenceS, OPTION_TIMES.silence) * 1000;
  const mqttOptions = { url, username, password, tls, serial, topicPrefix: prefix, offlineAfterMs };
  return mqtt().createMqttTransport(mqttOptions, listener);
}

/** Checks the TLS options once: otherwise each attempt to connect would throw, also those without a caller. */
function checkTls(options: ChargerOptions, tls: Record<string, unknown>): void {
  try {
    createSecureContext(tls);
  } catch (error) {
    const code = (error as { code?: unknown }).code ?? 'unreadable';
    throw invalid(options, `the TLS configuration cannot be used (${code}); check certificate, key and passphrase`);
  }
}

function requiredSerial(options: ChargerOptions): string {
  const serial = options.serial?.trim() ?? '';
  if (!isSerial(serial)) {
    throw invalid(
      options,
      `“${serial}” is not a serial number; enter the number on the charger's label or reset card, digits only`,
    );
  }
  return serial;
}

/**
 * The address without its login, as it may be shown. It need not be a URL, so all before the last `@` is masked, and the query:
 * that of a cloud address holds its token.
 */
function withoutLogin(host: string): string {
  const text = host.includes('@') ? `${MASK}${host.slice(host.lastIndexOf('@'))}` : host;
  return text.replace(/([?#]).*$/s, `$1${MASK}`);
}

function invalid(options: ChargerOptions, why: string): ChargerError {
  return new ChargerError('INVALID', `${options.name || 'Charger'}: ${why}`);
}
