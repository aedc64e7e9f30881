/** Sharing of the surplus among several chargers, so that two never take the same watt. */

/** One charger of a group. Powers in watt. */
export interface Member {
  id: string;
  /** The lower number comes first; equal numbers share fairly. */
  priority: number;
  /** Power into its car now. */
  chargeW: number;
  /** Least and most power that its car can take; null: none is wanted (no car, full, off). */
  wants: { minW: number; maxW: number } | null;
  /** It charges, or is allowed to. It keeps its minimum before another of the same priority starts. */
  charging?: boolean;
  /**
   * Its car may charge and takes nothing (full, asleep). Nothing is kept for it; but it stays allowed to charge while there is
   * surplus for its minimum, so that it can begin again by itself.
   */
  idle?: boolean;
}

/** Share of one charger, as the grid power for its controller. */
export interface Share {
  id: string;
  gridW: number;
  /** Its part of the surplus, in watt. */
  shareW: number;
}

/** A further charger starts with this many times its minimum left: without a margin it would soon stop again. */
const START_MARGIN = 1.1;

/**
 * Divides the surplus by priority; within one priority first the minimum of those that charge, then of those that could start,
 * then the rest equally up to what each can take.
 * @param members the chargers of the group, in any order
 * @param gridW the house's grid power in watt, negative is export, all cars included; home battery accounted for
 * @returns for each charger, in the order given, the grid power with which its controller sees its own share only
 */
export function share(members: readonly Member[], gridW: number): Share[] {
  const flowing = members.reduce((sum, { chargeW }) => sum + positive(chargeW), 0);
  const totalW = flowing - (Number.isFinite(gridW) ? gridW : flowing);
  const shares = new Map<Member, number>();
  let leftW = totalW;
  for (const level of levels(members)) {
    const given = divide(level, leftW);
    for (const [member, watt] of given) {
      shares.set(member, watt);
      leftW -= watt;
    }
  }
  return members.map((member) => {
    // Without a surplus each of them sees the whole lack.
    const shareW = totalW <= 0 ? totalW : (shares.get(member) ?? 0);
    const seenW = member.idle ? Math.min(totalW, limits(member).minW * START_MARGIN) : shareW;
    return { id: member.id, shareW, gridW: positive(member.chargeW) - seenW };
  });
}

function levels(members: readonly Member[]): Member[][] {
  const wanting = members.filter(({ wants, idle }) => wants !== null && !idle);
  const priorities = [...new Set(wanting.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.map((priority) => wanting.filter((member) => member.priority === priority));
}

/** Divides among chargers of the same priority. */
function divide(level: readonly Member[], totalW: number): Map<Member, number> {
  const given = new Map<Member, number>();
  let leftW = Math.max(0, totalW);
  const order = [...level].sort((a, b) => Number(charges(b)) - Number(charges(a)));
  for (const member of order) {
    const { minW } = limits(member);
    const neededW = charges(member) ? minW : minW * START_MARGIN;
    if (leftW < neededW) {
      // The first without enough for its minimum sees the rest, so that its controller knows how much is missing.
      given.set(member, leftW);
      return given;
    }
    given.set(member, minW);
    leftW -= minW;
  }
  return fill(given, leftW);
}

/** Gives all of them equally more, until each has what it can take or nothing is left. */
function fill(given: Map<Member, number>, watt: number): Map<Member, number> {
  let leftW = watt;
  let open = [...given.keys()].filter((member) => given.get(member)! < limits(member).maxW);
  while (open.length > 0 && leftW > 1) {
    const eachW = leftW / open.length;
    for (const member of open) {
      const moreW = Math.min(eachW, limits(member).maxW - given.get(member)!);
      given.set(member, given.get(member)! + moreW);
      leftW -= moreW;
    }
    open = open.filter((member) => limits(member).maxW - given.get(member)! > 1);
  }
  return given;
}

function charges({ charging, chargeW }: Member): boolean {
  return charging ?? positive(chargeW) > 0;
}

function limits({ wants }: Member): { minW: number; maxW: number } {
  const minW = positive(wants?.minW ?? 0);
  return { minW, maxW: Math.max(minW, positive(wants?.maxW ?? 0)) };
}

function positive(watt: number): number {
  return Number.isFinite(watt) ? Math.max(0, watt) : 0;
}
