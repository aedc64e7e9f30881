/**
 * One goe-surplus a charger: two would take each other for a hand at the charger, and both would let go of it. The first that
 * comes has it, also over deploys; another waits until it has gone.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { MessageError } from '../runtime/failure';
import { LATE_MS } from './wish';

interface Holder {
  id: string;
  name: string;
  /** It has closed, and its successor is about to come. */
  leftMs?: number;
}

export interface Claim {
  /**
   * Takes the charger where it is free. To be asked again and again: it may become free, and a charger that is configured
   * twice shows only by its serial number.
   * @returns why not
   */
  refusal(): MessageError | undefined;
  /** Another left the charger so lately that what changes there may still be of that one. */
  readonly isInherited: boolean;
  /** @param next the holder itself comes back and is handed what was wished; other flows come and may have another; or nobody */
  release(next: 'itself' | 'others' | 'nobody'): void;
}

/** A deploy takes seconds; a successor that has not come by then does not come. */
const KEPT_MS = 60_000;

/** By the id of the configuration node, and by the serial number of the charger. */
const holders = new Map<string, Holder>();
/** When each was left to others, by the same: what was written last shows late, and is no hand's. By `performance.now()`. */
const leftAt = new Map<string, number>();

export function claimCharger(node: { id: string; name: string }, chargerId: string, charger: Charger): Claim {
  const me: Holder = { ...node };

  function keys(): string[] {
    const { serial } = charger.identity;
    return [`node ${chargerId}`, ...(serial === undefined ? [] : [`serial ${serial}`])];
  }

  function other(): Holder | undefined {
    const isGone = ({ leftMs }: Holder) => leftMs !== undefined && performance.now() - leftMs > KEPT_MS;
    const found = keys().map((key) => holders.get(key));
    return found.find((holder) => holder !== undefined && holder.id !== me.id && !isGone(holder));
  }

  function drop(): void {
    for (const [key, holder] of holders) if (holder === me) holders.delete(key);
  }

  return {
    get isInherited() {
      return keys().some((key) => performance.now() - (leftAt.get(key) ?? Number.NEGATIVE_INFINITY) < LATE_MS);
    },
    refusal() {
      const holder = other();
      drop();
      if (holder) {
        return new MessageError(
          'charger taken',
          `${charger.identity.name}: the node “${holder.name}” has this charger already, and two would work against each other: use one goe-surplus for a charger; several chargers share the sun by giving their nodes the same group`,
        );
      }
      for (const key of keys()) holders.set(key, me);
      return undefined;
    },
    release(next) {
      const now = performance.now();
      if (next === 'itself') me.leftMs = now;
      else drop();
      if (next === 'others') for (const key of keys()) leftAt.set(key, now);
    },
  };
}
