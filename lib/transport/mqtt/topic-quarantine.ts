/**
 * Quarantine of topics that may make the broker end the connection. Some brokers end it instead of refusing a topic (an access
 * list that says "disconnect", too many topics in one packet), again and again, for all chargers on the connection. So topics
 * without an acknowledgement when the connection ended are subscribed to apart, in smaller and smaller parts, until one group of
 * topics is left: a bisection into 16 parts. A group is what access lists name: everything before the last slash of a topic.
 */

/** A thousand groups are down to one after three lost connections; two parts at a time would take ten. */
const PARTS = 16;
/** Losses in a row that make a group the cause: a connection may also be lost by chance while a topic is subscribed to. */
const CERTAIN_AFTER = 2;
/** The same where the broker acknowledged nothing before: it may have a fault and end every connection. */
const CERTAIN_AFTER_ALONE = 4;

export interface TopicQuarantine {
  has(group: string): boolean;
  /** Groups to subscribe to apart, one part after the other, behind all others. */
  readonly parts: readonly (readonly string[])[];
  connected(): void;
  /** The broker has acknowledged these, be it with a refusal. */
  acknowledged(groups: Iterable<string>): void;
  /**
   * The connection has ended.
   * @param unacknowledged groups of the topics that wait for an acknowledgement
   * @returns the group that made the broker end it, once that is certain
   */
  disconnected(unacknowledged: Iterable<string>): string | undefined;
}

export function createTopicQuarantine(): TopicQuarantine {
  let parts: string[][] = [];
  /** Losses in a row with this group alone in the packet. */
  const losses = new Map<string, number>();
  let hasAcknowledged = false;

  function release(groups: ReadonlySet<string>): void {
    parts = parts.map((part) => part.filter((group) => !groups.has(group))).filter((part) => part.length > 0);
  }

  return {
    has: (group) => parts.some((part) => part.includes(group)),
    get parts() {
      return parts;
    },
    connected() {
      hasAcknowledged = false;
    },
    acknowledged(groups) {
      hasAcknowledged = true;
      if (parts.length === 0) return;
      const harmless = new Set(groups);
      for (const group of harmless) losses.delete(group);
      release(harmless);
    },
    disconnected(unacknowledged) {
      const groups = [...new Set(unacknowledged)];
      if (groups.length === 0) return undefined;
      release(new Set(groups));
      const size = Math.ceil(groups.length / PARTS);
      for (let at = 0; at < groups.length; at += size) parts.push(groups.slice(at, at + size));
      const [only, ...others] = groups;
      if (only === undefined || others.length > 0) return undefined;
      const times = (losses.get(only) ?? 0) + 1;
      losses.set(only, times);
      if (times < (hasAcknowledged ? CERTAIN_AFTER : CERTAIN_AFTER_ALONE)) return undefined;
      release(new Set([only]));
      losses.delete(only);
      return only;
    },
  };
}

/** The group of a topic: its level. A wildcard topic is a group of its own, as some brokers refuse it alone. */
export function groupOf(topic: string): string {
  return topic.endsWith('+') ? topic : topic.slice(0, topic.lastIndexOf('/') + 1);
}
