/**
 * One goe-surplus a charger: two would take each other for a hand at the charger, and both would let go of it. The first that
 * comes has it, also over deploys; another waits until it has gone.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { MessageError } from '../runtime/failure';

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
  /** Since when it has the charger after it had to wait for it, in milliseconds; undefined: it had not to wait, or does. */
  readonly tookOverMs: number | undefined;
  /** @param comesBack kept for the successor */
  release(comesBack: boolean): void;
}

/** A deploy takes seconds; a successor that has not come by then does not come. */
const KEPT_MS = 60_000;

/** By the id of the configuration node, and by the serial number of the charger. */
const holders = new Map<string, Holder>();

export function claimCharger(node: { id: string; name: string }, chargerId: string, charger: Charger): Claim {
  const me: Holder = { ...node };
  let waited = false;
  let tookOverMs: number | undefined;

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
    get tookOverMs() {
      return tookOverMs;
    },
    refusal() {
      const holder = other();
      drop();
      if (holder) {
        waited = true;
        return new MessageError(
          'charger taken',
          `${charger.identity.name}: the node “${holder.name}” has this charger already, and two would work against each other: use one goe-surplus for a charger; several chargers share the sun by giving their nodes the same group`,
        );
      }
      for (const key of keys()) holders.set(key, me);
      if (waited) tookOverMs = Date.now();
      waited = false;
      return undefined;
    },
    release(comesBack) {
      if (comesBack) me.leftMs = performance.now();
      else drop();
    },
  };
}
