/** Connection options of a configured charger, with those that other configuration nodes give: TLS, or a shared MQTT broker. */
import type { Node, NodeAPI } from 'node-red';
import type { ChargerOptions } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import { applies, settingOf } from '../runtime/settings';
import { type ChargerConfig, type ChargerCredentials, chargerOptions } from './options';
import { SETTINGS } from './settings';

/** A core `tls-config` node, as far as it is used here. */
interface TlsNode extends Node {
  valid?: boolean;
  addTLSOptions(options: Record<string, unknown>): void;
}

/** A core `mqtt-broker` node, as far as it is used here. */
interface MqttBrokerNode extends Node {
  brokerurl?: string;
  username?: string;
  password?: string;
  options?: Record<string, unknown>;
}

export interface BrokerAccess {
  url: string;
  username?: string;
  password?: string;
  tls?: Record<string, unknown>;
}

/** @throws ChargerError INVALID naming what is missing and the remedy */
export function connectionOptions(
  RED: NodeAPI,
  config: ChargerConfig,
  credentials: ChargerCredentials,
): ChargerOptions {
  if (config.brokerNode && applies(settingOf(SETTINGS, 'brokerNode'), config)) {
    const { url, username, password, tls } = sharedBroker(RED, config.brokerNode);
    return chargerOptions({ ...config, broker: url }, { username, password }, tls);
  }
  const isTls = applies(settingOf(SETTINGS, 'tls'), config);
  return chargerOptions(config, credentials, isTls ? tlsOptions(RED, config.tls) : undefined);
}

/** @throws ChargerError where TLS settings were chosen and cannot be had: going on without them would be unsafe */
export function tlsOptions(RED: NodeAPI, id: unknown): Record<string, unknown> | undefined {
  if (!id) return undefined;
  const node = RED.nodes.getNode(String(id)) as TlsNode | null;
  if (node?.type !== 'tls-config' || node.valid === false)
    throw new ChargerError(
      'INVALID',
      'The TLS settings are missing, disabled or wrong: open this charger and choose others',
    );
  const options: Record<string, unknown> = {};
  node.addTLSOptions(options);
  return options;
}

const TLS_OPTIONS = ['key', 'cert', 'ca', 'passphrase', 'servername', 'ALPNProtocols', 'rejectUnauthorized'];
const SCHEMES: Readonly<Record<string, string>> = { 'tcp:': 'mqtt:', 'ssl:': 'mqtts:', 'tls:': 'mqtts:' };

/**
 * Address, login and TLS of an `mqtt-broker` node. They are read from the running node whenever they are needed and copied
 * nowhere, so its password never passes through a browser, and changing it there changes it here.
 * @throws ChargerError INVALID where there is no such node
 */
export function sharedBroker(RED: NodeAPI, id: unknown): BrokerAccess {
  const node = RED.nodes.getNode(String(id)) as MqttBrokerNode | null;
  if (node?.type !== 'mqtt-broker' || !node.brokerurl)
    throw new ChargerError(
      'INVALID',
      'The MQTT broker that this charger shares is missing or disabled: open this charger and choose another',
    );
  const options = node.options ?? {};
  const tls = Object.fromEntries(TLS_OPTIONS.filter((name) => name in options).map((name) => [name, options[name]]));
  const url = node.brokerurl.replace(/^\w+:/, (scheme) => SCHEMES[scheme.toLowerCase()] ?? scheme);
  return { url, username: node.username || undefined, password: node.password || undefined, tls };
}
