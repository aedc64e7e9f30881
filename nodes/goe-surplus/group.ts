/** Nodes on one roof. A measurement that reaches one of a group reaches all, each with its share of the surplus. */
import { type Member, share } from '../../lib/surplus';
import type { Measured } from './input';

export interface GroupMember {
  /** What it charges and could charge, at this moment. */
  member(): Member;
  take(measured: Measured): void;
}

export interface Group {
  measured(measured: Measured): void;
  leave(): void;
}

const groups = new Map<string, Set<GroupMember>>();

/** @param name without one the node has all of the surplus */
export function joinGroup(name: string, me: GroupMember): Group {
  if (name === '') return { measured: (measured) => me.take(measured), leave: () => {} };
  const members = groups.get(name) ?? new Set();
  groups.set(name, members);
  members.add(me);
  return {
    measured(measured) {
      const all = [...members];
      const { gridW } = measured;
      const shares =
        gridW === undefined
          ? undefined
          : share(
              all.map((each) => each.member()),
              gridW,
            );
      for (const [place, each] of all.entries())
        each.take(shares ? { ...measured, gridW: shares[place]!.gridW } : measured);
    },
    leave() {
      members.delete(me);
      if (members.size === 0 && groups.get(name) === members) groups.delete(name);
    },
  };
}
