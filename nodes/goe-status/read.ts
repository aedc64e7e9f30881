/** Read of a `goe-status`: the names that a message wants, and what a charger has of them. */
import type { NodeMessage } from 'node-red';
import type { Charger, Known } from '../../lib/charger/charger.types';
import { keyOf } from '../../lib/keys';
import type { MessageError } from '../runtime/failure';
import { namesFrom } from '../runtime/names';
import { StatusError } from './payload';

export type Source = 'latest' | 'charger';

export interface StatusRead {
  /** In the order asked for; of everything, in the order of the charger. */
  known: Map<string, Known>;
  /** Names asked for that this charger does not have. */
  missing: string[];
}

/** The names that a message wants: its own, else the node's. None means everything. */
export function wantedNames(msg: NodeMessage, chosen: readonly string[]): readonly string[] {
  if (msg.keys === undefined || msg.keys === null || msg.keys === '') return chosen;
  const names = namesFrom(msg.keys);
  if (!names) throw new StatusError('invalid keys', 'msg.keys must be an array of names, or names separated by commas');
  return names;
}

/**
 * @throws MessageError where nothing asked for is there
 * @throws ChargerError OFFLINE, TIMEOUT, AUTH, PROTOCOL, CLOSED
 */
export async function readNames(
  charger: Pick<Charger, 'read' | 'identity' | 'leftOutKeys'>,
  names: readonly string[],
  source: Source,
  signal?: AbortSignal,
): Promise<StatusRead> {
  if (names.length === 0) return { known: await charger.read('all', source, signal), missing: [] };
  const result = await charger.read(names, source, signal);
  const known = new Map<string, Known>();
  const missing: string[] = [];
  for (const name of names) {
    const one = result.get(name);
    if (one) known.set(name, one);
    else missing.push(name);
  }
  if (known.size === 0) throw nothingThere(charger, missing);
  return { known, missing };
}

/** Error of a read without any value. Other keys are the remedy where the model does not have them, a look at the charger where it has shown them before. */
function nothingThere(charger: Pick<Charger, 'identity' | 'leftOutKeys'>, missing: readonly string[]): MessageError {
  const { name } = charger.identity;
  const leftOut = new Set(charger.leftOutKeys());
  const gone = missing.filter((each) => leftOut.has(keyOf(each)));
  if (gone.length > 0)
    return new StatusError(
      'key not there',
      `${name} does not show ${listed(gone)} any more, although it answers: wait if it was just started, else restart it (key rst)`,
    );
  return new StatusError(
    'key not there',
    `${name} does not have ${listed(missing)}: choose keys that its model and firmware report`,
  );
}

/** Most names in an error. */
const MOST_NAMED = 20;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
