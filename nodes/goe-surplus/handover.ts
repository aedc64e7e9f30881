/** Handover from a node that is redeployed to its successor, so that a deploy does not stop and start the car. */
import type { PlugObserver } from '../../lib/charger/plug';
import type { Settings, State } from '../../lib/surplus';
import type { ChangedSettings } from './input';
import type { ManualOverride } from './manual-override';
import type { SessionCount } from './session-sources';
import type { Target } from './target';

export interface Handover {
  /** Its strategy was `feed`. */
  feeds: boolean;
  /** It set the charger: a measurement had come, or the mode needed none. */
  inCharge: boolean;
  state: State | undefined;
  target: Target;
  /** Settings that it was deployed with, and those that messages have changed since. */
  deployed: Settings;
  changed: ChangedSettings;
  manual: ManualOverride | undefined;
  session: SessionCount | undefined;
  plug: PlugObserver;
}

/**
 * Target that a successor starts with. With another strategy it is what was found, so that current, phases or limit of the former
 * strategy do not stay; the force stays, as both strategies set it.
 */
export function inheritedTarget(before: Handover | undefined, feeds: boolean, found: Readonly<Target>): Target {
  if (!before || before.feeds === feeds) return { ...before?.target };
  const { frc } = before.target;
  return { ...found, frc };
}

/** A handover is forgotten after this: a deploy takes seconds [our choice]. */
const HANDOVER_TIMEOUT_MS = 60_000;

const kept = new Map<string, { handover: Handover; atMs: number }>();

/** Names a handover by node and charger: with another charger a node starts from nothing. */
export function handoverKey(nodeId: string, chargerId: string): string {
  return `${nodeId} ${chargerId}`;
}

export function keepHandover(key: string, handover: Handover): void {
  kept.set(key, { handover, atMs: performance.now() });
}

export function takeHandover(key: string): Handover | undefined {
  const found = kept.get(key);
  const isOld = (atMs: number) => performance.now() - atMs > HANDOVER_TIMEOUT_MS;
  for (const [each, { atMs }] of kept) if (each === key || isOld(atMs)) kept.delete(each);
  return found && !isOld(found.atMs) ? found.handover : undefined;
}
