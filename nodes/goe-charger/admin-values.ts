/** What is known of a deployed charger, to be shown beside the keys in a dialog. */
import type { NodeAPI } from 'node-red';
import type { Charger, Json } from '../../lib/charger/charger.types';
import { redactText, keys as registry } from '../../lib/keys';
import type { ChargerNode } from '../runtime/charger-node';
import type { DeployedValues } from '../runtime/deployed-values';
import type { Refusal } from './admin-gate';

/** Asking for everything is heavy work for the device, which the vendor asks not to make a habit. */
const ASK_AT_MOST_EVERY_MS = 30_000;
/** The dialog is shown with what is known rather than late. */
const WAIT_MS = 6000;

interface Asking {
  startedMs: number;
  answer: Promise<void>;
  complete: boolean;
}
const asked = new WeakMap<Charger, Asking>();

/** @param ask everything, where nobody did lately */
export async function valuesOf(RED: NodeAPI, id: string | undefined, ask: boolean): Promise<DeployedValues | Refusal> {
  const node = id ? (RED.nodes.getNode(id) as ChargerNode | null) : null;
  if (node?.type !== 'goe-charger') return { status: 404, error: 'notDeployed' };
  const { charger } = node;
  if (!charger) return { status: 409, error: 'invalid' };
  if (ask) await askAll(charger);

  const known = charger.knownKeys();
  const values: Record<string, Json> = Object.create(null);
  for (const key of known) values[key] = charger.known(key)?.value ?? null;
  const complete = asked.get(charger)?.complete === true;
  const has = new Set(known);
  const unsupported = registry.filter(({ name, access }) => access !== 'w' && !has.has(name)).map(({ name }) => name);
  return {
    availability: charger.availability,
    // Where nothing else is known it is named by its broker's URL, which can hold a password.
    identity: { ...charger.identity, name: redactText(charger.identity.name) },
    firmware: charger.firmware,
    values,
    complete,
    unsupported: complete ? unsupported : [],
  };
}

/** Never rejects: whether the charger can be reached is told by its availability. */
async function askAll(charger: Charger): Promise<void> {
  const before = asked.get(charger);
  if (!before || Date.now() - before.startedMs >= ASK_AT_MOST_EVERY_MS) {
    const asking: Asking = { startedMs: Date.now(), answer: Promise.resolve(), complete: before?.complete === true };
    asking.answer = charger.read('all', 'charger').then(
      (all) => {
        asking.complete = all.size > 0;
      },
      () => {},
    );
    asked.set(charger, asking);
  }
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  await Promise.race([asked.get(charger)?.answer, enough]);
  clearTimeout(timer);
}
