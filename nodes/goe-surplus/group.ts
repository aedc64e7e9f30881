/** Nodes on one roof. A measurement that reaches one of a group reaches all, each with its share of the surplus. */
import { type Member, share } from '../../lib/surplus';
import type { Measured } from './input';
import { createMeter, type Meter } from './meter';

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

interface Shared {
  members: Set<GroupMember>;
  /** What of the home battery was told last: it may come in messages of its own. */
  battery: Meter;
}

const groups = new Map<string, Shared>();

/**
 * @param name without one the node has all of the surplus
 * @param staleAfterS how long a part of a measurement counts
 */
export function joinGroup(name: string, me: GroupMember, staleAfterS: number): Group {
  if (name === '') return { measured: (measured) => me.take(measured), leave: () => {} };
  const group = groups.get(name) ?? { members: new Set(), battery: createMeter(staleAfterS) };
  groups.set(name, group);
  group.members.add(me);
  return {
    measured(measured) {
      const nowMs = Date.now();
      const { gridW, batteryW: _shared, ...others } = measured;
      group.battery.take(measured, nowMs);
      if (gridW !== undefined) {
        const batteryW = group.battery.part('batteryW', nowMs);
        shareOut([...group.members], gridW, batteryW, others, group.battery.part('socPercent', nowMs));
      } else if (Object.keys(others).length > 0) for (const each of [...group.members]) each.take(others);
    },
    leave() {
      group.members.delete(me);
      if (group.members.size === 0 && groups.get(name) === group) groups.delete(name);
    },
  };
}

/**
 * What charges the home battery can be had once: it is shared like what goes to the grid, and each is told its part. What the
 * battery gives is nobody's.
 */
function shareOut(
  all: readonly GroupMember[],
  gridW: number,
  batteryW: number | undefined,
  others: Measured,
  socPercent: number | undefined,
): void {
  const givenW = Math.max(0, batteryW ?? 0);
  const takenW = Math.max(0, -(batteryW ?? 0));
  const forCarsW = all.some((each) => each.carFirst(socPercent)) ? takenW : 0;
  const shares = share(
    all.map((each) => each.member()),
    gridW + givenW - forCarsW,
  );
  const sharedW = shares.reduce((sum, { shareW }) => sum + Math.max(0, shareW), 0);
  for (const [place, each] of all.entries()) {
    const own = shares[place]!;
    const partW = sharedW > 0 ? (forCarsW * Math.max(0, own.shareW)) / sharedW : 0;
    const battery = batteryW === undefined ? {} : { batteryW: givenW > 0 ? givenW : -partW };
    each.take({ ...others, ...battery, meterW: gridW, gridW: own.gridW - givenW + partW });
  }
}
