/** The values of a form that is not saved yet, with the secrets that the editor never had. */
import type { NodeAPI } from 'node-red';
import { isStored, SECRETS, textOf } from './admin-gate';
import type { ChargerConfig, ChargerCredentials } from './options';

export interface Form {
  config: ChargerConfig;
  credentials: ChargerCredentials;
  /** It names something that only a deploy makes known: an environment variable, or a node. */
  needsDeploy: boolean;
}

const TEXTS = [
  'name',
  'connection',
  'host',
  'serial',
  'broker',
  'brokerNode',
  'tls',
  'topicPrefix',
  'timeout',
] as const;

export function formOf(RED: NodeAPI, body: Record<string, unknown>): Form {
  const config: ChargerConfig = { readOnly: body.readOnly === true };
  for (const name of TEXTS) config[name] = textOf(body[name]);
  const credentials: ChargerCredentials = {};
  for (const name of SECRETS) credentials[name] = textOf(body[name]);

  const asked = SECRETS.filter((name) => isStored(credentials[name]));
  const stored = asked.length > 0 ? storedOf(RED, textOf(body.id)) : undefined;
  for (const name of asked) credentials[name] = stored?.[name];

  const nodes = config.connection === 'mqtt' ? [config.brokerNode, config.brokerNode ? '' : config.tls] : [];
  const needsDeploy =
    Object.values(config).some((value) => /\$\{[^}]+\}/.test(String(value))) ||
    (asked.length > 0 && !stored) ||
    nodes.some((id) => Boolean(id) && id !== '_ADD_' && !RED.nodes.getNode(String(id)));
  return { config, credentials, needsDeploy };
}

/** Only a charger's own: no other node's secrets can be asked for by its id. */
function storedOf(RED: NodeAPI, id: string): ChargerCredentials | undefined {
  const node = id ? RED.nodes.getNode(id) : null;
  return node?.type === 'goe-charger' ? ((node.credentials ?? {}) as ChargerCredentials) : undefined;
}
