/** Shutdown writes: the values that a closing node leaves at its charger when no successor comes. */
import type { Node } from 'node-red';
import type { Charger } from '../../lib/charger/charger.types';
import type { Settings } from '../../lib/surplus';
import { FORCE } from './charger-reading';
import type { ChargerRecord } from './charger-record';
import type { ManualOverride } from './manual-override';
import type { OnRemove } from './settings';
import type { Target } from './target';

/**
 * Values for a Node-RED that stops: the owner's choice for a lost meter. In `off` and `fast`, and under a manual override, the
 * charger does not depend on the meter, and nothing is set. What was found is not given back here: the charger's own rules would
 * charge from the grid while Node-RED is away.
 */
export function valuesAtStop(
  { mode, onStale, minCurrent }: Settings,
  target: Readonly<Target>,
  manual: ManualOverride | undefined,
): Target {
  if (manual || mode === 'off' || mode === 'fast') return {};
  const limited = typeof target.dwo === 'number';
  const unlimited: Target = limited ? { dwo: null } : {};
  if (onStale === 'release') return { frc: FORCE.neutral, ...unlimited };
  if (onStale === 'stop') return { frc: FORCE.off, ...unlimited };
  return limited || target.frc === FORCE.on ? { amp: minCurrent, frc: FORCE.on, ...unlimited } : {};
}

/**
 * Values for a node that is removed, disabled, or given another charger.
 * @param found the values from before goe-surplus wrote, of the keys that it wrote
 */
export function valuesAtRemoval(onRemove: OnRemove, found: Readonly<Target>): Target {
  if (onRemove === 'restore') return { ...found };
  // The backstop's limit is not raised any more, so it goes.
  const unlimited: Target = found.dwo === undefined ? {} : { dwo: found.dwo };
  return onRemove === 'stop' ? { ...unlimited, frc: FORCE.off } : unlimited;
}

interface Shutdown {
  values: Target;
  /** The node was removed: its record of the charger ends with the write. */
  removed: boolean;
  /** The charger could be reached until now. */
  online: boolean;
}

/**
 * Writes the values, in one write.
 * @returns resolves when that is done, and never rejects; undefined where there is nothing to wait for
 */
export function writeAtShutdown(
  node: Pick<Node, 'warn'>,
  charger: Charger,
  record: ChargerRecord,
  { values, removed, online }: Shutdown,
): Promise<void> | undefined {
  // Where it fails, the record stays: the next node of this charger gives the values back when it is removed.
  const failed = (why: unknown) => node.warn(`${charger.identity.name} was left as it is: ${why}`);
  const done = () => {
    if (removed) record.forget();
  };
  // The values are not compared with what is known here: another write may be on its way.
  if (Object.keys(values).length === 0) done();
  else if (!online) failed('it is out of reach');
  else {
    record.noteWrite(values);
    return charger.write(values, 'accepted').then(done, failed);
  }
  return undefined;
}
