/** What a node that is deployed anew passes on to its successor, so that the car is not stopped and started by a deploy. */
import type { PlugObserver } from '../../lib/charger/plug';
import type { Settings, State } from '../../lib/surplus';
import type { Setting } from './input';
import type { ManualChange } from './manual-override';
import type { Count } from './session';
import type { Wish } from './target';

export interface Handover {
  /** It let the charger regulate. */
  feeds: boolean;
  /** The charger was its to set: it had been told what the meter says, or needed none. */
  inCharge: boolean;
  state: State | undefined;
  wish: Wish;
  /** The settings it was deployed with, and what messages changed since. */
  chosen: Settings;
  setting: Setting;
  manual: ManualChange | undefined;
  session: Count | undefined;
  plug: PlugObserver;
}

/**
 * What a successor goes on wishing. One with another strategy gives back what it found, but for the force, which both set: the
 * one would leave the current, the phases or the limit of the other in force for ever.
 */
export function handedWish(before: Handover | undefined, feeds: boolean, found: Readonly<Wish>): Wish {
  if (!before || before.feeds === feeds) return { ...before?.wish };
  const { frc } = before.wish;
  return { ...found, frc };
}

/** A deploy takes seconds; whatever is older is of another life. */
const LASTS_MS = 60_000;

const kept = new Map<string, { handover: Handover; atMs: number }>();

export function handOver(place: string, handover: Handover): void {
  kept.set(place, { handover, atMs: performance.now() });
}

/** @param place node and charger: of another charger nothing is known */
export function takeOver(place: string): Handover | undefined {
  const found = kept.get(place);
  for (const [each, { atMs }] of kept) if (each === place || performance.now() - atMs > LASTS_MS) kept.delete(each);
  return found && performance.now() - found.atMs <= LASTS_MS ? found.handover : undefined;
}
