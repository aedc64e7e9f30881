/**
 * Filter of changes: leaves out the first values unless they are wanted, changes smaller than a minimum, and changes within an
 * interval. Of those the newest is kept and sent when the interval is over.
 */
import type { Change, Json } from '../../lib/charger/charger.types';
import { isEqual } from '../../lib/json';

export interface ChangeRules {
  /** Send the values that are known when watching begins too. */
  initial: boolean;
  /** Smallest difference of a number from the one that was sent last; 0 sends every change. */
  minChange: number;
  /** Milliseconds between two messages about the same name; 0 sends at once. */
  minIntervalMs: number;
  /** One interval for all names; otherwise each has its own. */
  together: boolean;
}

export interface ChangeFilter {
  changed(changes: readonly Change[]): void;
  /** Forgets what is kept for the end of an interval. */
  close(): void;
}

/** An interval of one name, or of all. */
interface Interval {
  /** The newest change of each name, to be sent at its end. */
  kept: Map<string, Change>;
  /** Set while it lasts. */
  timer?: NodeJS.Timeout;
}

const ALL = '';

/** @param send gets changes whose `previous` is what was sent before */
export function createChangeFilter(rules: ChangeRules, send: (changes: Change[]) => void): ChangeFilter {
  /** The last value by name: sent, or known from the beginning. */
  const last = new Map<string, Json>();
  const intervals = new Map<string, Interval>();

  const keep = (intervalName: string, changes: readonly Change[]) => {
    let interval = intervals.get(intervalName);
    if (!interval) {
      interval = { kept: new Map() };
      intervals.set(intervalName, interval);
    }
    for (const change of changes) interval.kept.set(change.name, change);
    if (!interval.timer) flush(interval);
  };

  const flush = (interval: Interval) => {
    const significant = significantOf(interval.kept.values());
    interval.kept.clear();
    if (significant.length === 0) return;
    interval.timer = setTimeout(() => {
      interval.timer = undefined;
      flush(interval);
    }, rules.minIntervalMs);
    send(significant);
  };

  /** Changes that differ enough from the last value, with that value beside them; they become the last values. */
  const significantOf = (changes: Iterable<Change>): Change[] => {
    const significant: Change[] = [];
    for (const { name, value, time } of changes) {
      const previous = last.get(name);
      if (!differs(previous, value, rules.minChange)) continue;
      last.set(name, value);
      significant.push({ name, value, previous, time });
    }
    return significant;
  };

  /** The first value of a name is no change, but the next change is a change from it. */
  const isChange = ({ name, value, previous }: Change): boolean => {
    // There is no undefined in JSON.
    if (last.get(name) !== undefined) return true;
    if (previous !== undefined) last.set(name, previous);
    else if (!rules.initial) last.set(name, value);
    return previous !== undefined || rules.initial;
  };

  return {
    changed(all) {
      const changes = all.filter(isChange);
      if (changes.length === 0) return;
      if (rules.minIntervalMs === 0) {
        const significant = significantOf(changes);
        if (significant.length > 0) send(significant);
      } else if (rules.together) keep(ALL, changes);
      else for (const change of changes) keep(change.name, [change]);
    },
    close() {
      for (const { timer } of intervals.values()) clearTimeout(timer);
      intervals.clear();
    },
  };
}

/** Sums of decimal fractions are a little off; a step of 0.1 A must still count as 0.1. */
const ROUNDING = 1e-9;

function differs(previous: Json | undefined, value: Json, minChange: number): boolean {
  if (typeof previous === 'number' && typeof value === 'number')
    return previous !== value && Math.abs(value - previous) + ROUNDING >= minChange;
  return !isEqual(previous, value);
}
