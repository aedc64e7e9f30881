/** What a node leaves at its charger. */
import type { Settings } from '../../lib/surplus';
import { FORCE } from './charger-reading';
import type { ManualChange } from './manual';
import type { Wish } from './wish';

/**
 * What is set at the end, when nobody will look after the charger: what was chosen for a lost meter. A car that charges fast,
 * or as somebody set it by hand, was never meant to depend on the meter.
 */
export function lastWish(
  { mode, onStale, minCurrent }: Settings,
  wish: Readonly<Wish>,
  manual: ManualChange | undefined,
): Record<string, number | null> | undefined {
  if (manual || mode === 'off' || mode === 'fast') return undefined;
  const limited = typeof wish.dwo === 'number';
  const unlimited: Record<string, null> = limited ? { dwo: null } : {};
  if (onStale === 'release') return { frc: FORCE.neutral, ...unlimited };
  if (onStale === 'stop') return { frc: FORCE.off, ...unlimited };
  return limited || wish.frc === FORCE.on ? { amp: minCurrent, frc: FORCE.on, ...unlimited } : undefined;
}
