/**
 * Kinds of connection as the dialog shows them, one row each. How a charger is reached over one is its transport, in
 * `lib/charger/connect.ts`; which settings it needs is said by those, in `settings.ts`.
 */
import { type ConnectionKind, isConnectionKind } from '../../lib/charger/connection-kinds';

export interface ConnectionCard {
  /** Of Font Awesome, without `fa-`. */
  icon: string;
  /** Place that can be searched for chargers: the network is searched when the dialog opens, a broker once its settings are filled in. */
  search?: 'network' | 'broker';
  /** Settings that name a charger in lists: the first that is filled in. */
  label: readonly ('host' | 'serial' | 'topicPrefix')[];
  /** The way leads through the internet: where it fails, Node-RED's own connection is to blame. */
  overInternet?: true;
}

export const CONNECTIONS: Readonly<Record<ConnectionKind, ConnectionCard>> = {
  http: { icon: 'wifi', search: 'network', label: ['host'] },
  mqtt: { icon: 'exchange', search: 'broker', label: ['serial', 'topicPrefix'] },
  cloud: { icon: 'cloud', label: ['serial'], overInternet: true },
};

/** @param kind of a saved node, which may hold anything */
export function cardOf(kind: unknown): ConnectionCard | undefined {
  return isConnectionKind(kind) ? CONNECTIONS[kind] : undefined;
}

/** The kind whose chargers a search finds. */
export function kindFoundBy(search: unknown): ConnectionKind | undefined {
  const kinds = Object.keys(CONNECTIONS) as ConnectionKind[];
  return search === undefined ? undefined : kinds.find((kind) => CONNECTIONS[kind].search === search);
}
