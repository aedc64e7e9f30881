/**
 * Which changes a flow is told of, and when: not the first look unless wanted, not smaller than a minimum, not more often
 * than an interval. What waits for the interval is replaced by what is newer and comes when the interval is over.
 */
import type { Change, Json } from '../../lib/charger/charger.types';

export interface ChangeRules {
  /** Tell also of what is known when watching begins. */
  initial: boolean;
  /** Numbers must differ by at least this from what was told last; 0 tells every change. */
  minChange: number;
  /** Milliseconds between two messages about the same; 0 tells at once. */
  minIntervalMs: number;
  /** One call for all that changed at the same moment, and one interval for all; otherwise each name for itself. */
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
    const worthy: Change[] = [];
    for (const change of lane.waiting.values()) {
      const previous = told.get(change.name);
      if (!differs(previous, change.value, rules.minChange)) continue;
      told.set(change.name, change.value);
      worthy.push({ ...change, previous });
    }
    lane.waiting.clear();
    if (worthy.length === 0) return;
    if (rules.minIntervalMs > 0)
      lane.timer = setTimeout(() => {
        lane.timer = undefined;
        flush(lane);
      }, rules.minIntervalMs);
    tell(worthy);
  };

  return {
    changed(changes) {
      const news = changes.filter((change) => {
        if (told.has(change.name)) return true;
        if (change.previous !== undefined) told.set(change.name, change.previous);
        else if (!rules.initial) told.set(change.name, change.value);
        return change.previous !== undefined || rules.initial;
      });
      if (news.length === 0) return;
      if (rules.together) offer(ALL, news);
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
  if (typeof previous !== 'object' || typeof value !== 'object') return previous !== value;
  return JSON.stringify(previous) !== JSON.stringify(value);
}
