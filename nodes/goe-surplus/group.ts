/** Nodes on one roof. A measurement that reaches one of a group reaches all, each with its share of the surplus. */
import { type Member, share } from '../../lib/surplus';
import type { Measured } from './input';

export interface GroupMember {
  /** What it charges and could charge, at this moment. */
  member(): Member;
  /** What the home battery is charged with is the cars' now. */
  carFirst(socPercent: number | undefined): boolean;
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
      const { gridW, batteryW } = measured;
      if (gridW === undefined) {
        for (const each of all) each.take(measured);
        return;
      }
      // What charges the home battery can be had once: it is shared like what goes to the grid, and each is told its part.
      const charging = batteryW !== undefined && batteryW < 0;
      const forCarsW = charging && all.some((each) => each.carFirst(measured.socPercent)) ? -batteryW : 0;
      const shares = share(
        all.map((each) => each.member()),
        gridW - forCarsW,
      );
      const sharedW = shares.reduce((sum, { shareW }) => sum + Math.max(0, shareW), 0);
      for (const [place, each] of all.entries()) {
        const own = shares[place]!;
        const partW = sharedW > 0 ? (forCarsW * Math.max(0, own.shareW)) / sharedW : 0;
        each.take({ ...measured, gridW: own.gridW + partW, ...(charging ? { batteryW: -partW } : {}) });
      }
    },
    leave() {
      members.delete(me);
      if (members.size === 0 && groups.get(name) === members) groups.delete(name);
    },
  };
}
