/** Group of chargers that share the surplus: a measurement that reaches one node of a group reaches all, each with its own share. */
import type { Charger } from '../../lib/charger/charger.types';
import { type Member, type Settings, share } from '../../lib/surplus';
import { asNumber, hasCar, knownOf } from './charger-reading';
import type { Decision } from './decision';
import type { Measurement } from './input';
import { createMeter, type Meter } from './meter';

export interface GroupMember {
  /** Its present and possible charging power. */
  member(): Member;
  /** The home battery's charging power counts as surplus for its car now. */
  carFirst(socPercent: number | undefined): boolean;
  receive(measurement: Measurement): void;
}

export interface Group {
  receive(measurement: Measurement): void;
  leave(): void;
}

interface SharedGroup {
  members: Set<GroupMember>;
  /** The home battery, which may have messages of its own. */
  battery: Meter;
}

const groups = new Map<string, SharedGroup>();

/**
 * @param name empty: the node has all of the surplus
 * @param staleAfterS how long a part of a measurement counts
 */
export function joinGroup(name: string, me: GroupMember, staleAfterS: number): Group {
  if (name === '') return { receive: (measurement) => me.receive(measurement), leave: () => {} };
  const group = groups.get(name) ?? { members: new Set(), battery: createMeter(staleAfterS) };
  groups.set(name, group);
  group.members.add(me);
  return {
    receive(measurement) {
      const nowMs = Date.now();
      const { gridW, batteryW: _shared, ...others } = measurement;
      group.battery.receive(measurement, nowMs);
      if (gridW !== undefined) {
        const batteryW = group.battery.part('batteryW', nowMs);
        shareOut([...group.members], gridW, batteryW, others, group.battery.part('socPercent', nowMs));
      } else if (Object.keys(others).length > 0) for (const each of [...group.members]) each.receive(others);
    },
    leave() {
      group.members.delete(me);
      if (group.members.size === 0 && groups.get(name) === group) groups.delete(name);
    },
  };
}

/**
 * Gives each member its share. The home battery's charging power can be used once: it is shared like the export, and each member
 * gets its part. Its discharge belongs to no car.
 */
function shareOut(
  all: readonly GroupMember[],
  gridW: number,
  batteryW: number | undefined,
  others: Measurement,
  socPercent: number | undefined,
): void {
  const dischargeW = Math.max(0, batteryW ?? 0);
  const batteryChargeW = Math.max(0, -(batteryW ?? 0));
  const forCarsW = all.some((each) => each.carFirst(socPercent)) ? batteryChargeW : 0;
  const shares = share(
    all.map((each) => each.member()),
    gridW + dischargeW - forCarsW,
  );
  const sharedW = shares.reduce((sum, { shareW }) => sum + Math.max(0, shareW), 0);
  for (const [place, each] of all.entries()) {
    const own = shares[place]!;
    const partW = sharedW > 0 ? (forCarsW * Math.max(0, own.shareW)) / sharedW : 0;
    const battery = batteryW === undefined ? {} : { batteryW: dischargeW > 0 ? dischargeW : -partW };
    each.receive({ ...others, ...battery, meterW: gridW, gridW: own.gridW - dischargeW + partW });
  }
}

/** Nominal voltage of a phase, by which the power of a member is estimated. */
const VOLT = 230;

/** Member of a group, from what is known of its charger. @param isFull the car has ended its charge, allowed to charge or not */
export function memberOf(
  { id, priority }: Pick<Member, 'id' | 'priority'>,
  charger: Pick<Charger, 'known'>,
  { mode, phases, minCurrent, maxCurrent }: Settings,
  decision: Decision | undefined,
  isFull: boolean,
): Member {
  const isRegulated = mode !== 'off' && hasCar(charger) && !['manual', 'error'].includes(decision?.state ?? 'error');
  const least = VOLT * minCurrent * (phases === '3' ? 3 : 1);
  const most = VOLT * maxCurrent * (phases === '1' ? 1 : 3);
  return {
    id,
    priority,
    // A car that no node regulates is a load of the house.
    chargeW: isRegulated ? (asNumber(knownOf(charger, 'nrg.powerTotal')) ?? 0) : 0,
    wants: isRegulated ? { minW: mode === 'fast' ? most : least, maxW: most } : null,
    charging: (decision?.currentA ?? 0) > 0,
    idle: isFull || decision?.state === 'full' || decision?.state === 'asleep',
  };
}
