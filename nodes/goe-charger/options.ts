/** From what the editor saved to what the charger client takes; environment variables arrive as text. */
import type { ChargerOptions } from '../../lib/charger/charger.types';

/** The properties of a `goe-charger`, as saved or as imported from anywhere. */
export interface ChargerConfig {
  name?: unknown;
  connection?: unknown;
  host?: unknown;
  serial?: unknown;
  broker?: unknown;
  tls?: unknown;
  topicPrefix?: unknown;
  pollInterval?: unknown;
  timeout?: unknown;
  readOnly?: unknown;
  allowCaution?: unknown;
  cloudUrl?: unknown;
}

export interface ChargerCredentials {
  token?: string;
  username?: string;
  password?: string;
}

/** Thrown here only, and turned into the node's error: its text names the remedy. */
class Unusable extends Error {}

const BROKER_PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
const HTTP_PROTOCOLS = ['http:', 'https:'];

/** @returns the options, or what is wrong and what to do about it */
export function chargerOptions(
  config: ChargerConfig,
  credentials: ChargerCredentials,
  tls: Record<string, unknown> | undefined,
): { options: ChargerOptions } | { why: string } {
  try {
    return { options: checked(config, credentials, tls) };
  } catch (thrown) {
    if (thrown instanceof Unusable) return { why: thrown.message };
    throw thrown;
  }
}

function checked(
  config: ChargerConfig,
  credentials: ChargerCredentials,
  tls: Record<string, unknown> | undefined,
): ChargerOptions {
  const options = {
    name: text(config.name, 'name'),
    pollIntervalS: seconds(config.pollInterval, 'poll interval'),
    timeoutS: seconds(config.timeout, 'timeout'),
    readOnly: flag(config.readOnly),
    allowCaution: flag(config.allowCaution),
  };
  switch (config.connection) {
    case 'http':
    case undefined:
    case '':
      return { ...options, connection: 'http', host: host(config) };
    case 'mqtt':
      return {
        ...options,
        connection: 'mqtt',
        broker: broker(config),
        topicPrefix: text(config.topicPrefix, 'topic prefix'),
        serial: serial(config, text(config.topicPrefix, 'topic prefix') === undefined),
        tls,
        username: credentials.username || undefined,
        password: credentials.password || undefined,
      };
    case 'cloud':
      if (!credentials.token)
        throw new Unusable('The token is missing: create an API key in the go-e app and enter it as token');
      return {
        ...options,
        connection: 'cloud',
        serial: serial(config, true),
        token: credentials.token,
        cloudUrl: text(config.cloudUrl, 'cloud address'),
      };
    default:
      throw new Unusable(`Connection is "${String(config.connection)}": choose http, mqtt or cloud`);
  }
}

function host(config: ChargerConfig): string {
  const given = text(config.host, 'address');
  if (given === undefined)
    throw new Unusable('The address is missing: enter the charger’s IP address or name, such as 192.168.1.20');
  const url = parse(/^[a-z]+:\/\//i.test(given) ? given : `http://${given}`);
  if (!url || !HTTP_PROTOCOLS.includes(url.protocol) || /\s/.test(given))
    throw new Unusable(`The address "${given}" is not one: enter an IP address or name, such as 192.168.1.20`);
  return given;
}

function broker(config: ChargerConfig): string {
  const given = text(config.broker, 'broker');
  if (given === undefined)
    throw new Unusable('The broker is missing: enter its address, such as mqtt://192.168.1.10:1883');
  const url = parse(given);
  if (!url || !BROKER_PROTOCOLS.includes(url.protocol) || url.hostname === '')
    throw new Unusable(`The broker "${given}" is not one: enter an address such as mqtt://192.168.1.10:1883`);
  return given;
}

function serial(config: ChargerConfig, required: boolean): string | undefined {
  const given = text(config.serial, 'serial number');
  if (given === undefined && required)
    throw new Unusable('The serial number is missing: it is on the charger’s reset card and in the go-e app');
  if (given !== undefined && !/^\d+$/.test(given))
    throw new Unusable(`The serial number "${given}" is not one: enter its digits only`);
  return given;
}

function text(value: unknown, what: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const given = String(value).trim();
  if (/^\$\{.*\}$/.test(given))
    throw new Unusable(`The ${what} is the environment variable ${given}, which is not set: set it or enter a value`);
  return given === '' ? undefined : given;
}

function seconds(value: unknown, what: string): number | undefined {
  const given = text(value, what);
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!(number > 0 && number <= 86_400))
    throw new Unusable(`The ${what} "${given}" is not one: enter seconds, more than 0 and at most 86400`);
  return number;
}

function flag(value: unknown): boolean {
  return value === true || value === 'true';
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
