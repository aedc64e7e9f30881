/**
 * One goe-surplus a charger: two would take each other for a hand at the charger, and both would let go of it. The first that
 * comes has it, also over deploys; another waits until it has gone.
 */
import type { Charger, Json } from '../../lib/charger/charger.types';
import { MessageError } from '../runtime/failure';
import { LATE_MS, type Wish, type WishedKey } from './target';
import type { StatusEntry } from './texts';

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
  /** Another wished this for the charger before it left, so lately that it may show only now. */
  isInherited(key: string, value: Json): boolean;
  /** It comes back by itself, and is handed what was wished. */
  keep(): void;
  /** @param wishes what was wished of the charger last: whoever has it next must not take it for a hand's */
  release(...wishes: readonly Readonly<Wish>[]): void;
}

/** A deploy takes seconds; a successor that has not come by then does not come. */
const KEPT_MS = 60_000;

/** By the id of the configuration node, and by the serial number of the charger. */
const holders = new Map<string, Holder>();
/** What was wished when each was left, and when, by the same keys. */
const left = new Map<string, { wishes: readonly Readonly<Wish>[]; atMs: number }>();

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
    isInherited: (key, value) =>
      keys().some((each) => {
        const { wishes = [], atMs = Number.NEGATIVE_INFINITY } = left.get(each) ?? {};
        return performance.now() - atMs < LATE_MS && wishes.some((wish) => wish[key as WishedKey] === value);
      }),
    refusal() {
      const holder = other();
      drop();
      if (holder) {
        return new MessageError<StatusEntry>(
          'charger taken',
          `${charger.identity.name}: the node “${holder.name}” has this charger already, and two would work against each other: use one goe-surplus for a charger; several chargers share the sun by giving their nodes the same group`,
        );
      }
      for (const key of keys()) holders.set(key, me);
      return undefined;
    },
    keep() {
      me.leftMs = performance.now();
    },
    release(...wishes) {
      for (const key of keys()) left.set(key, { wishes, atMs: performance.now() });
      drop();
    },
  };
}
