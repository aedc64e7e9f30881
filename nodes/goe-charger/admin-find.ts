/** Route `find`: chargers on the network, or on the broker that the form or a broker node names. */
import type { NodeAPI } from 'node-red';
import { type Found, findOnBroker, findOnNetwork } from '../../lib/discovery';
import { failed, failureOf, type ProbeFailure } from '../../lib/probe';
import { formOf } from './admin-form';
import type { RouteRefusal } from './admin-gate';
import { type BrokerAccess, sharedBroker, tlsOptions } from './connection';
import { kindFoundBy } from './connections';

export async function findChargers(
  RED: NodeAPI,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<{ ok: true; found: Found[] } | ProbeFailure | RouteRefusal> {
  const { where } = body;
  const connection = kindFoundBy(where);
  if (!connection) return { status: 400, error: 'where' };
  try {
    if (where === 'network') return { ok: true, found: await findOnNetwork({ signal }) };
    const form = formOf(RED, { ...body, connection });
    if (form.needsDeploy) return failed('INVALID', 'notDeployed', 'The form names something that is not deployed yet');
    const { config, credentials } = form;
    const access: BrokerAccess = config.brokerNode
      ? sharedBroker(RED, config.brokerNode)
      : { url: String(config.broker), ...credentials, tls: tlsOptions(RED, config.tls) };
    return { ok: true, found: await findOnBroker(access, { signal }) };
  } catch (thrown) {
    return failureOf(thrown, connection);
  }
}
