/**
 * Which changes a flow is told of, and when: not the first look unless wanted, not smaller than a minimum, not more often
 * than an interval. What waits for the interval is replaced by what is newer and comes when the interval is over.
 */
import type { Change, Json } from '../../lib/charger/charger.types';
import { isEqual } from '../../lib/json';

export interface ChangeRules {
  /** Tell also of what is known when watching begins. */
  initial: boolean;
  /** Numbers must differ by at least this from what was told last; 0 tells every change. */
  minChange: number;
  /** Milliseconds between two messages about the same; 0 tells at once. */
  minIntervalMs: number;
  /** One interval for all names; otherwise each has its own. */
  together: boolean;
}

export interface ChangeFilter {
  changed(changes: readonly Change[]): void;
  /** Forgets what waits. */
  close(): void;
}

/** Changes that wait for one interval to end. */
interface Lane {
  waiting: Map<string, Change>;
  timer?: NodeJS.Timeout;
}

const ALL = '';

/** @param tell is given changes whose `previous` is what was told before */
export function createChangeFilter(rules: ChangeRules, tell: (changes: Change[]) => void): ChangeFilter {
  const told = new Map<string, Json>();
  const lanes = new Map<string, Lane>();

  const offer = (laneName: string, changes: readonly Change[]) => {
    let lane = lanes.get(laneName);
    if (!lane) {
      lane = { waiting: new Map() };
      lanes.set(laneName, lane);
    }
    for (const change of changes) lane.waiting.set(change.name, change);
    if (!lane.timer) flush(lane);
  };

  const flush = (lane: Lane) => {
    const worthy = worthyOf(lane.waiting.values());
    lane.waiting.clear();
    if (worthy.length === 0) return;
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      flush(lane);
    }, rules.minIntervalMs);
    tell(worthy);
  };

  /** What differs enough from what was told last, with that beside it; it counts as told. */
  const worthyOf = (changes: Iterable<Change>): Change[] => {
    const worthy: Change[] = [];
    for (const { name, value, time } of changes) {
      const previous = told.get(name);
      if (!differs(previous, value, rules.minChange)) continue;
      told.set(name, value);
      worthy.push({ name, value, previous, time });
    }
    return worthy;
  };

  /** The first look at a name is no news, but what it changes from is known by it. */
  const isNews = ({ name, value, previous }: Change): boolean => {
    // There is no undefined in JSON.
    if (told.get(name) !== undefined) return true;
    if (previous !== undefined) told.set(name, previous);
    else if (!rules.initial) told.set(name, value);
    return previous !== undefined || rules.initial;
  };

  return {
    changed(changes) {
      const news = changes.filter(isNews);
      if (news.length === 0) return;
      if (rules.minIntervalMs === 0) {
        const worthy = worthyOf(news);
        if (worthy.length > 0) tell(worthy);
      } else if (rules.together) offer(ALL, news);
      else for (const change of news) offer(change.name, [change]);
    },
    close() {
      for (const { timer } of lanes.values()) clearTimeout(timer);
      lanes.clear();
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
