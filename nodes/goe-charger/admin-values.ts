/** Route `values`: the known values of a deployed charger, which dialogs show beside the keys. */
import type { NodeAPI } from 'node-red';
import type { Charger, Json } from '../../lib/charger/charger.types';
import { redactText, keys as registry } from '../../lib/keys';
import type { ChargerNode } from '../runtime/charger-node';
import type { DeployedValues } from '../runtime/deployed-values';
import type { RouteRefusal } from './admin-gate';

/** Shortest time between two reads of everything, which is heavy work for the device [vendor's API documents]. */
const READ_ALL_EVERY_MS = 30_000;
/** Longest wait of a dialog for a read: after it the dialog shows what is known [our choice]. */
const READ_TIMEOUT_MS = 6000;

/** The last read of everything from a charger. */
interface FullRead {
  startedMs: number;
  finished: Promise<void>;
  complete: boolean;
}
const fullReads = new WeakMap<Charger, FullRead>();

/** @param ask reads everything from the charger, unless that was done lately */
export async function valuesOf(
  RED: NodeAPI,
  id: string | undefined,
  ask: boolean,
): Promise<DeployedValues | RouteRefusal> {
  const node = id ? (RED.nodes.getNode(id) as ChargerNode | null) : null;
  if (node?.type !== 'goe-charger') return { status: 404, error: 'notDeployed' };
  const { charger } = node;
  if (!charger) return { status: 409, error: 'invalid' };
  if (ask) await readAll(charger);

  const known = charger.knownKeys();
  const values: Record<string, Json> = Object.create(null);
  for (const key of known) values[key] = charger.known(key)?.value ?? null;
  const complete = fullReads.get(charger)?.complete === true;
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

/** Never rejects: whether the charger can be reached is said by its availability. */
async function readAll(charger: Charger): Promise<void> {
  const last = fullReads.get(charger);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, READ_TIMEOUT_MS);
  });
  const isRecent = last !== undefined && Date.now() - last.startedMs < READ_ALL_EVERY_MS;
  await Promise.race([isRecent ? last.finished : startRead(charger, last?.complete === true), timeout]);
  clearTimeout(timer);
}

function startRead(charger: Charger, complete: boolean): Promise<void> {
  const read: FullRead = { startedMs: Date.now(), finished: Promise.resolve(), complete };
  fullReads.set(charger, read);
  read.finished = charger.read('all', 'charger').then(
    (all) => {
      read.complete = all.size > 0;
    },
    () => {},
  );
  return read.finished;
}
