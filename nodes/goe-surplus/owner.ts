/**
 * Owner of a charger: the one goe-surplus that controls it. Two would take each other's writes for a manual override and both
 * leave the charger alone. The first node that comes is the owner, also over deploys; another waits until the owner has gone.
 */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { MessageError } from '../runtime/failure';
import { SHOWS_LATE_MS, type Target, type TargetKey } from './target';
import type { StatusEntry } from './texts';

interface Owner {
  id: string;
  name: string;
  /** It has closed, and its successor is about to come. */
  closedMs?: number;
}

export interface Ownership {
  /**
   * Makes this node the owner where the charger has none. To be called again and again: the owner may go, and a charger that is
   * configured twice shows only by its serial number.
   * @returns the conflict with the owner, where that is another node
   */
  acquire(): MessageError | undefined;
  /** The conflict when this node last tried. */
  readonly conflict: MessageError | undefined;
  /** The value was in the target of a former owner, so lately that it may show only now. */
  isInherited(key: string, value: Json): boolean;
  /** Keeps the charger for a successor of this node, which gets its target too. */
  keepForSuccessor(): void;
  /** Gives the charger up. @param targets the last targets: the next owner must not take them for a manual override */
  release(...targets: readonly Readonly<Target>[]): void;
}

/** A charger is kept for a successor this long: a deploy takes seconds [our choice]. */
const KEPT_MS = 60_000;

/** By the id of the configuration node, and by the serial number of the charger. */
const owners = new Map<string, Owner>();
/** Last targets of former owners, by the same keys. */
const released = new Map<string, { targets: readonly Readonly<Target>[]; atMs: number }>();

export function createOwnership(node: { id: string; name: string }, chargerId: string, charger: Charger): Ownership {
  const me: Owner = { ...node };
  let conflict: MessageError | undefined;

  function keys(): string[] {
    const { serial } = charger.identity;
    return [`node ${chargerId}`, ...(serial === undefined ? [] : [`serial ${serial}`])];
  }

  function otherOwner(): Owner | undefined {
    const isGone = ({ closedMs }: Owner) => closedMs !== undefined && performance.now() - closedMs > KEPT_MS;
    const found = keys().map((key) => owners.get(key));
    return found.find((owner) => owner !== undefined && owner.id !== me.id && !isGone(owner));
  }

  function drop(): void {
    for (const [key, owner] of owners) if (owner === me) owners.delete(key);
  }

  return {
    acquire() {
      const other = otherOwner();
      drop();
      conflict = other && conflictWith(other.name, charger.identity.name);
      if (!other) for (const key of keys()) owners.set(key, me);
      return conflict;
    },
    get conflict() {
      return conflict;
    },
    isInherited: (key, value) =>
      keys().some((each) => {
        const { targets = [], atMs = Number.NEGATIVE_INFINITY } = released.get(each) ?? {};
        return performance.now() - atMs < SHOWS_LATE_MS && targets.some((target) => target[key as TargetKey] === value);
      }),
    keepForSuccessor() {
      me.closedMs = performance.now();
    },
    release(...targets) {
      for (const key of keys()) released.set(key, { targets, atMs: performance.now() });
      drop();
    },
  };
}

function conflictWith(owner: string, charger: string): MessageError {
  return new MessageError<StatusEntry>(
    'controlled by another node',
    `${charger}: the node “${owner}” controls this charger already, and two would work against each other: use one goe-surplus for a charger; several chargers share the sun by giving their nodes the same group`,
  );
}
