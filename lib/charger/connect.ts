/** The wire for a charger's options, or what is wrong with the options. */
import { createSecureContext } from 'node:tls';
import { ChargerError } from '../errors';
import { MASK, redactText } from '../keys';
import { fits, isBrokerUrl } from '../transport/broker-options';
import type { PolledApi } from '../transport/polled-api';
import type { SameChargerOptions } from '../transport/same-charger';
import type { Transport, TransportListener } from '../transport/transport';
import type { ChargerOptions } from './charger.types';

// Each way is loaded by the first charger that is reached by it.
const http = (): typeof import('../transport/http') => require('../transport/http');
const cloud = (): typeof import('../transport/cloud') => require('../transport/cloud');
const mqtt = (): typeof import('../transport/mqtt') => require('../transport/mqtt');
const polled = (): typeof import('../transport/polled') => require('../transport/polled');
const sameCharger = (): typeof import('../transport/same-charger') => require('../transport/same-charger');

const DEFAULTS = { httpPollS: 5, cloudPollS: 30, timeoutS: 10, silenceS: 30 };
/** Longer is no use to anybody, and more than a timer holds would be no time at all. */
const LONGEST_S = 86_400;
/** Asking more often than this is no use: the charger's own logic runs once a second. */
const SHORTEST_POLL_S = 0.2;

const CLOUD_PROOF_MS = 60_000;

const LONGEST_PREFIX = 1000;
/** Brokers end the connection of whoever asks for such a topic, and with it that of all other chargers [MQTT 3.1.1, 1.5.3 and 4.7]. */
const NOT_IN_A_TOPIC = /[#+\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
/** Mosquitto refuses more than two hundred. */
const MOST_LEVELS = 100;

/** Who a charger is, and whether it is the same since it was last met. */
export const INTRODUCTION: ReadonlySet<string> = new Set(['sse', 'fwv', 'typ', 'rbc', 'rbt']);

export function timeoutMsOf(options: ChargerOptions): number {
  return seconds(options.timeoutS, DEFAULTS.timeoutS, 0.1) * 1000;
}

export function pollIntervalMsOf(options: ChargerOptions): number {
  const usual = options.connection === 'cloud' ? DEFAULTS.cloudPollS : DEFAULTS.httpPollS;
  return seconds(options.pollIntervalS, usual, SHORTEST_POLL_S) * 1000;
}

function seconds(given: number | undefined, usual: number, least: number): number {
  return typeof given === 'number' && Number.isFinite(given) && given > 0
    ? Math.min(Math.max(given, least), LONGEST_S)
    : usual;
}

/** @throws ChargerError INVALID naming the option and what it should be */
export function createTransport(options: ChargerOptions, listener: TransportListener): Transport {
  switch (options.connection) {
    case 'http':
      return localWire(options, listener);
    case 'cloud':
      return cloudWire(options, listener);
    case 'mqtt':
      return mqttWire(options, listener);
    default:
      throw invalid(options, `the connection must be http, mqtt or cloud, not “${String(options.connection)}”`);
  }
}

function localWire(options: ChargerOptions, listener: TransportListener): Transport {
  const { baseUrlOf, createHttpApi } = http();
  const { host = '' } = options;
  const base = baseUrlOf(host);
  if (!base) {
    const shown = withoutLogin(host);
    const why = !host.includes('@')
      ? `“${shown}” is not an address; enter one such as 192.168.1.20 or go-echarger_123456.local`
      : `user and password do not belong in the address “${shown}”: the charger has no login there; enter only its IP address or name`;
    throw invalid(options, why);
  }
  return askedWire(createHttpApi(base, timeoutMsOf(options)), {}, options, listener);
}

function cloudWire(options: ChargerOptions, listener: TransportListener): Transport {
  const serial = serialOf(options);
  const token = options.token?.trim();
  if (!token)
    throw invalid(
      options,
      'the cloud needs a token: make an API key in the go-e app under Internet, Advanced settings',
    );
  if (!/^[\x21-\x7e]+$/.test(token))
    throw invalid(
      options,
      'the API key of the cloud holds a character that no key has; copy it anew from the go-e app',
    );
  const { cloudUrlOf, createCloudApi } = cloud();
  const base = cloudUrlOf(serial, options.cloudUrl ?? process.env.GOE_CLOUD_URL);
  if (!/^https?:/.test(base) || !URL.canParse(base))
    throw invalid(options, `“${redactText(base)}” is no address of a cloud`);
  // The cloud's address names one charger, so who it is need not be asked before each write.
  const which = { serial, proofMs: CLOUD_PROOF_MS };
  return askedWire(createCloudApi(base, token, timeoutMsOf(options)), which, options, listener);
}

/** The local API and the cloud say nothing unasked. */
function askedWire(
  transport: PolledApi,
  which: SameChargerOptions,
  options: ChargerOptions,
  listener: TransportListener,
): Transport {
  const one = sameCharger().sameCharger(transport, which);
  return polled().createPolledTransport(one, pollIntervalMsOf(options), INTRODUCTION, listener);
}

function mqttWire(options: ChargerOptions, listener: TransportListener): Transport {
  const url = options.broker?.trim() ?? '';
  if (!isBrokerUrl(url)) {
    throw invalid(options, 'the broker must be a URL such as mqtt://192.168.1.10:1883 (or mqtts://, ws://, wss://)');
  }
  const prefix = options.topicPrefix?.trim() ?? '';
  if (NOT_IN_A_TOPIC.test(prefix))
    throw invalid(options, 'the topic prefix must not hold +, # or characters that cannot be seen; type it anew');
  if (prefix.split('/').length > MOST_LEVELS) throw invalid(options, 'the topic prefix has too many levels');
  if (prefix.length > LONGEST_PREFIX) throw invalid(options, 'the topic prefix is too long');
  const serial = prefix === '' ? serialOf(options) : (options.serial?.trim() ?? '');
  const { username, password, tls } = options;
  if (![username, password].every((text) => fits(String(text ?? ''))))
    throw invalid(options, "the broker's user or password is too long");
  if (tls) checkTls(options, tls);
  const silenceMs = seconds(options.silenceS, DEFAULTS.silenceS, 1) * 1000;
  return mqtt().createMqttTransport({ url, username, password, tls, serial, topicPrefix: prefix, silenceMs }, listener);
}

/** What cannot be used would otherwise be thrown at each attempt to connect, also at those that nobody waits for. */
function checkTls(options: ChargerOptions, tls: Record<string, unknown>): void {
  try {
    createSecureContext(tls);
  } catch (error) {
    const code = (error as { code?: unknown }).code ?? 'unreadable';
    throw invalid(options, `the TLS configuration cannot be used (${code}); check certificate, key and passphrase`);
  }
}

function serialOf(options: ChargerOptions): string {
  const serial = options.serial?.trim() ?? '';
  if (!/^\d{3,12}$/.test(serial)) {
    throw invalid(
      options,
      `“${serial}” is no serial number; it is the number on the charger's label or reset card, digits only`,
    );
  }
  return serial;
}

/**
 * An address as it may be shown. It need not be a URL, so whatever stands before the last `@` goes, and a query: that of a
 * cloud address holds its token.
 */
function withoutLogin(host: string): string {
  const text = host.includes('@') ? `${MASK}${host.slice(host.lastIndexOf('@'))}` : host;
  return text.replace(/([?#]).*$/s, `$1${MASK}`);
}

function invalid(options: ChargerOptions, why: string): ChargerError {
  return new ChargerError('INVALID', `${options.name || 'Charger'}: ${why}`);
}
