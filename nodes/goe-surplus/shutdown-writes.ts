/** What a node leaves at its charger. */
import type { Settings } from '../../lib/surplus';
import { FORCE } from './charger-reading';
import type { ManualChange } from './manual-override';
import type { OnRemove } from './settings';
import type { Wish } from './target';

/**
 * What is set when Node-RED stops and nobody will look after the charger: what was chosen for a lost meter. A car that charges
 * fast, or as somebody set it by hand, was never meant to depend on the meter. Nothing is given back then: the charger's own
 * rules would charge from the grid for as long as Node-RED is away.
 */
export function wishAtStop(
  { mode, onStale, minCurrent }: Settings,
  wish: Readonly<Wish>,
  manual: ManualChange | undefined,
): Wish {
  if (manual || mode === 'off' || mode === 'fast') return {};
  const limited = typeof wish.dwo === 'number';
  const unlimited: Wish = limited ? { dwo: null } : {};
  if (onStale === 'release') return { frc: FORCE.neutral, ...unlimited };
  if (onStale === 'stop') return { frc: FORCE.off, ...unlimited };
  return limited || wish.frc === FORCE.on ? { amp: minCurrent, frc: FORCE.on, ...unlimited } : {};
}

/**
 * What is set when the node is removed, disabled, or given another charger.
 * @param found what stood before goe-surplus set it, of the keys that it set
 */
export function wishAtRemoval(onRemove: OnRemove, found: Readonly<Wish>): Wish {
  if (onRemove === 'restore') return { ...found };
  // Nobody moves the backstop's limit on any more.
  const unlimited: Wish = found.dwo === undefined ? {} : { dwo: found.dwo };
  return onRemove === 'stop' ? { ...unlimited, frc: FORCE.off } : unlimited;
}
