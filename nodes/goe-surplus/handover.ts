/** What a node that is deployed anew passes on to its successor, so that the car is not stopped and started by a deploy. */
import type { PlugObserver } from '../../lib/charger/plug';
import type { Settings, State } from '../../lib/surplus';
import type { Setting } from './input';
import type { ManualChange } from './manual';
import type { Count } from './session';
import type { Wish } from './wish';

export interface Handover {
  state: State | undefined;
  wish: Wish;
  /** The settings it was deployed with, and what messages changed since. */
  chosen: Settings;
  setting: Setting;
  manual: ManualChange | undefined;
  session: Count | undefined;
  plug: PlugObserver;
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
