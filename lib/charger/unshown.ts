/**
 * What was sent to a key and has not shown yet. Until it has, or long enough has passed, the value that a charger shows is not
 * the one it is about to have: the same value need not be sent again, and another one must be, even where it stands.
 *
 * The time limit counts from the first value that has not shown. Values that take each other's place inherit it, so that a
 * flow which writes every few seconds hears of a charger that ignores it. It hears of that once: a failure that is told
 * again with each value would drown a Catch node, and what nobody replaces fails by itself in any case.
 */
import type { Json } from './charger.types';
import { isShown, isWritten } from './is-written';
import type { WriteContext } from './write-context';
import type { WriteRequest } from './write-request';

/** A charger shows a value after about a second; the cloud may tell what is half a minute old [vendor's API documents]. */
const SETTLED_MS = 30_000;
/** Looked at with no longer break than this, a value cannot have shown and gone again unseen [our choice]. */
const WATCHED_MS = 2500;
/** With longer time limits than the usual ones there may be more; then the oldest are not looked for. */
const MOST_VALUES = 20;

interface Sent {
  value: Json;
  at: number;
  /** When it should have shown; never where nobody waits for that, or where it stood before. */
  deadline: number;
}

interface Trail {
  /** What stood before the first of them. Its being there proves nothing. */
  stood: Json | undefined;
  /** When the first of them should have shown. */
  deadline: number;
  /** Somebody has been told that they do not show. */
  isTold: boolean;
  /** The newest last. */
  values: Sent[];
  /** The charger has taken the newest. */
  isTaken: boolean;
  /** The newest is known to be there. */
  isSettled: boolean;
  /** When something was last done about the key. */
  touchedAt: number;
  timeoutMs: number;
}

export interface Unshown {
  readonly isEmpty: boolean;
  sent(request: WriteRequest): void;
  taken(key: string): void;
  /** The value that was sent last is there. */
  settled(key: string): void;
  /** Values have arrived. */
  look(): void;
  /** The key may yet change by itself. */
  has(key: string): boolean;
  /** The charger took this very value a moment ago, and nothing that was seen since speaks against it. */
  isOnItsWay(key: string, value: Json): boolean;
  /** Somebody else has changed the key since. */
  isOverruled(key: string): boolean;
  /** What was sent last: what stood before, and when it was sent. */
  newest(key: string): { previous: Json | undefined; sentAt: number } | undefined;
  /** When it has to be told that nothing shows, while this value is on its way. */
  failsAt(key: string, value: Json): number;
  failed(key: string): void;
}

export function createUnshown({ transport, known, freshness }: WriteContext): Unshown {
  const trails = new Map<string, Trail>();
  const now = () => performance.now();

  const shows = ({ stood }: Trail, { value, at }: Sent, key: string): boolean => {
    const entry = known(key);
    return entry !== undefined && isShown({ value, previous: stood, sentAt: at }, entry);
  };

  function settle(key: string, trail: Trail): void {
    trail.isSettled = true;
    if (proves(trail, trail.values.at(-1)!.value)) trails.delete(key);
    else if (trail.isTold) {
      // Somebody is told of a success again, so the next failure is news.
      trail.isTold = false;
      trail.deadline = Number.POSITIVE_INFINITY;
    }
  }

  function isOverruled(key: string): boolean {
    const trail = trails.get(key);
    const entry = known(key);
    if (!trail || !entry || trail.stood === undefined || entry.at < trail.values.at(-1)!.at) return false;
    return ![{ value: trail.stood }, ...trail.values].some(({ value }) => isWritten(value, entry.value));
  }

  return {
    get isEmpty() {
      return trails.size === 0;
    },

    sent({ key, value, sentAt, previous, deadline, timeoutMs, needsReadback }) {
      const before = trails.get(key);
      const goesOn = before !== undefined && sentAt - before.touchedAt <= before.timeoutMs;
      const trail = goesOn ? before : newTrail(previous);
      const isTimed = needsReadback && proves(trail, value);
      const sent = { value, at: sentAt, deadline: isTimed ? deadline : Number.POSITIVE_INFINITY };
      trail.values.push(sent);
      if (trail.values.length > MOST_VALUES) trail.values.shift();
      trail.deadline = Math.min(trail.deadline, sent.deadline);
      trail.isTaken = false;
      trail.isSettled = false;
      trail.touchedAt = sentAt;
      trail.timeoutMs = timeoutMs;
      trails.set(key, trail);
    },

    taken(key) {
      const trail = trails.get(key);
      if (trail) trail.isTaken = true;
    },

    settled(key) {
      const trail = trails.get(key);
      if (trail) settle(key, trail);
    },

    look() {
      for (const [key, trail] of trails) {
        const newest = trail.values.at(-1)!;
        if (now() - trail.touchedAt > Math.max(trail.timeoutMs, SETTLED_MS)) trails.delete(key);
        else if (shows(trail, newest, key)) settle(key, trail);
        else if (trail.values.some((sent) => proves(trail, sent.value) && shows(trail, sent, key))) {
          // The charger follows, if late: the time of those that are still to show begins with the newest.
          trail.values = [newest];
          trail.deadline = newest.deadline;
          trail.isTold = false;
        }
      }
    },

    has(key) {
      const trail = trails.get(key);
      return trail !== undefined && !trail.isSettled && now() - trail.values.at(-1)!.at <= SETTLED_MS;
    },

    isOnItsWay(key, value) {
      const trail = trails.get(key);
      const newest = trail?.values.at(-1);
      if (!trail || !newest || !trail.isTaken || trail.isSettled || !isWritten(value, newest.value)) return false;
      if (now() - newest.at >= trail.timeoutMs || isOverruled(key)) return false;
      const entry = known(key);
      if (transport.pushes) return entry !== undefined && freshness.isCurrent(key, entry);
      return now() - Math.max(newest.at, entry?.at ?? 0) <= WATCHED_MS;
    },

    isOverruled,

    newest(key) {
      const trail = trails.get(key);
      return trail && { previous: trail.stood, sentAt: trail.values.at(-1)!.at };
    },

    failsAt(key, value) {
      const trail = trails.get(key);
      return trail && !trail.isTold && proves(trail, value) ? trail.deadline : Number.POSITIVE_INFINITY;
    },

    failed(key) {
      const trail = trails.get(key);
      if (!trail) return;
      trail.isTold = true;
      trail.touchedAt = now();
    },
  };
}

function newTrail(stood: Json | undefined): Trail {
  const none = Number.POSITIVE_INFINITY;
  return {
    stood,
    deadline: none,
    isTold: false,
    values: [],
    isTaken: false,
    isSettled: false,
    touchedAt: 0,
    timeoutMs: 0,
  };
}

/** A value that stood all the time does not show that the charger does what it is told. */
function proves({ stood }: Trail, value: Json): boolean {
  return stood === undefined || !isWritten(value, stood);
}
