/**
 * From what the editor saved to what the charger client takes. Environment variables arrive as text, and imported flows
 * may hold anything. Whether the options can work is for the client to say.
 */
import type { ChargerOptions } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';

/** The properties of a `goe-charger`, as saved or as imported from anywhere. */
export interface ChargerConfig {
  name?: unknown;
  connection?: unknown;
  host?: unknown;
  serial?: unknown;
  broker?: unknown;
  /** Id of an `mqtt-broker` node, whose address, login and TLS settings are used in place of this one's. */
  brokerNode?: unknown;
  tls?: unknown;
  topicPrefix?: unknown;
  pollInterval?: unknown;
  timeout?: unknown;
  /** mqtt: seconds of silence after which the charger counts as offline. */
  silence?: unknown;
  readOnly?: unknown;
  allowCaution?: unknown;
}

export interface ChargerCredentials {
  token?: string;
  username?: string;
  password?: string;
}

/** @throws ChargerError INVALID naming the property and the remedy */
export function chargerOptions(
  config: ChargerConfig,
  credentials: ChargerCredentials,
  tls: Record<string, unknown> | undefined,
): ChargerOptions {
  return {
    name: text(config.name, 'name'),
    // The editor's default, for flows written by hand.
    connection: (text(config.connection, 'connection') ?? 'http') as ChargerOptions['connection'],
    host: text(config.host, 'address'),
    serial: text(config.serial, 'serial number'),
    broker: text(config.broker, 'broker'),
    tls,
    topicPrefix: text(config.topicPrefix, 'topic prefix'),
    pollIntervalS: seconds(config.pollInterval, 'poll interval'),
    timeoutS: seconds(config.timeout, 'timeout'),
    silenceS: seconds(config.silence, 'silence'),
    readOnly: flag(config.readOnly),
    allowCaution: flag(config.allowCaution),
    token: text(credentials.token, 'API key'),
    username: credentials.username || undefined,
    password: credentials.password || undefined,
  };
}

function text(value: unknown, what: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const given = String(value).trim();
  if (/^\$\{.*\}$/.test(given)) {
    const why = `The ${what} is the environment variable ${given}, which is not set: set it, or enter a value`;
    throw new ChargerError('INVALID', why);
  }
  return given === '' ? undefined : given;
}

/** Nothing means the default. A day is more than anybody waits and less than a timer can hold. */
function seconds(value: unknown, what: string): number | undefined {
  const given = text(value, what);
  if (given === undefined) return undefined;
  const number = Number(given);
  if (number > 0 && number <= 86_400) return number;
  throw new ChargerError('INVALID', `The ${what} "${given}" is not one: enter seconds, more than 0 and at most 86400`);
}

function flag(value: unknown): boolean {
  return value === true || value === 'true';
}
