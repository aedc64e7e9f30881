/** Form of the dialog that is not saved yet: its values, with the stored secrets that the editor never had. */
import type { NodeAPI } from 'node-red';
import { applies, isVariable, NO_NODE } from '../runtime/settings';
import { fieldText, isStored } from './admin-gate';
import type { ChargerConfig, ChargerCredentials } from './options';
import { NODE_SETTINGS, SECRETS, SETTINGS } from './settings';

export interface Form {
  config: ChargerConfig;
  credentials: ChargerCredentials;
  /** It names something that only a deploy makes known: an environment variable, or a node. */
  needsDeploy: boolean;
}

export function formOf(RED: NodeAPI, body: Record<string, unknown>): Form {
  const config: ChargerConfig = {};
  const credentials: ChargerCredentials = {};
  for (const setting of SETTINGS) {
    const given = body[setting.name];
    if ('credential' in setting) credentials[setting.name] = fieldText(given);
    else config[setting.name] = setting.kind === 'flag' ? given === true : fieldText(given);
  }
  const asked = SECRETS.filter((name) => isStored(credentials[name]));
  const stored = asked.length > 0 ? storedOf(RED, fieldText(body.id)) : undefined;
  for (const name of asked) credentials[name] = stored?.[name];

  const nodes = NODE_SETTINGS.filter((setting) => applies(setting, config)).map(({ name }) => config[name]);
  const needsDeploy =
    Object.values(config).some(isVariable) ||
    (asked.length > 0 && !stored) ||
    nodes.some((id) => Boolean(id) && id !== NO_NODE && !RED.nodes.getNode(String(id)));
  return { config, credentials, needsDeploy };
}

/** Only a charger's own: no other node's secrets can be asked for by its id. */
function storedOf(RED: NodeAPI, id: string): ChargerCredentials | undefined {
  const node = id ? RED.nodes.getNode(id) : null;
  return node?.type === 'goe-charger' ? ((node.credentials ?? {}) as ChargerCredentials) : undefined;
}
