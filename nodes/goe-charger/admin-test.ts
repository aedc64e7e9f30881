/** Route `test`: tries the configuration in a form before it is deployed. */
import type { NodeAPI } from 'node-red';
import { failed, failureOf, type ProbeReport, probe } from '../../lib/probe';
import { formOf } from './admin-form';
import { connectionOptions } from './connection';

export async function testConnection(
  RED: NodeAPI,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const { config, credentials, needsDeploy } = formOf(RED, body);
  if (needsDeploy) return failed('INVALID', 'notDeployed', 'The form names something that is not deployed yet');
  try {
    return await probe(connectionOptions(RED, config, credentials), signal);
  } catch (thrown) {
    return failureOf(thrown, 'http');
  }
}
