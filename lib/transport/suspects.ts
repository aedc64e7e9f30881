/**
 * Suspects: topics that may make the broker end the connection. Some brokers do that instead of refusing a topic (a list of
 * rights that says "disconnect", too many topics in one packet), and all chargers on the connection would go down with it, again
 * and again. So what was asked for and not answered when the connection ended is asked for apart, in smaller and smaller parts,
 * until one group of topics is left. Topics are grouped by what stands before their last slash, as rights are.
 */

/** A thousand groups are down to one after three lost connections; two parts at a time would take ten. */
const PARTS = 16;
/** A connection may be lost by chance while a topic is asked for: this often in a row it is none. */
const SURE_AFTER = 2;
/** Where nothing else was granted before, the broker itself may be ill and end every connection. */
const SURE_AFTER_ALONE = 4;

export interface Suspects {
  has(group: string): boolean;
  /** Groups to ask for apart, one part after the other, behind all others. */
  readonly parts: readonly (readonly string[])[];
  connected(): void;
  /** The broker has answered for these, be it that it refuses them. */
  answered(groups: Iterable<string>): void;
  /** The connection has ended while these were asked for. @returns the culprit, once there is little doubt */
  ended(pending: Iterable<string>): string | undefined;
}

export function createSuspects(): Suspects {
  let parts: string[][] = [];
  const strikes = new Map<string, number>();
  let hasAnswered = false;

  function acquit(groups: ReadonlySet<string>): void {
    parts = parts.map((part) => part.filter((group) => !groups.has(group))).filter((part) => part.length > 0);
  }

  return {
    has: (group) => parts.some((part) => part.includes(group)),
    get parts() {
      return parts;
    },
    connected() {
      hasAnswered = false;
    },
    answered(groups) {
      hasAnswered = true;
      if (parts.length === 0) return;
      const innocent = new Set(groups);
      for (const group of innocent) strikes.delete(group);
      acquit(innocent);
    },
    ended(pending) {
      const groups = [...new Set(pending)];
      if (groups.length === 0) return undefined;
      acquit(new Set(groups));
      const size = Math.ceil(groups.length / PARTS);
      for (let at = 0; at < groups.length; at += size) parts.push(groups.slice(at, at + size));
      const [only, ...others] = groups;
      if (only === undefined || others.length > 0) return undefined;
      const times = (strikes.get(only) ?? 0) + 1;
      strikes.set(only, times);
      if (times < (hasAnswered ? SURE_AFTER : SURE_AFTER_ALONE)) return undefined;
      acquit(new Set([only]));
      strikes.delete(only);
      return only;
    },
  };
}

/** The group of a topic: its level. A whole level is a group of its own, as some brokers refuse it alone. */
export function groupOf(topic: string): string {
  return topic.endsWith('+') ? topic : topic.slice(0, topic.lastIndexOf('/') + 1);
}
