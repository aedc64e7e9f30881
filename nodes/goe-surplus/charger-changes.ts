/** Changes of the charger: they go to the plug, to the watch for manual overrides, and to the record of what was found. */
import type { Change } from '../../lib/charger/charger.types';
import { PLUG_KEYS } from '../../lib/charger/plug';
import { READ_KEYS } from './charger-reading';
import { FEED_KEYS } from './feed-strategy';
import { RESTART_KEYS } from './manual-override';
import { isFeeding, type SurplusNode } from './surplus-node';

/** Subscribes to the keys that the node needs. @returns ends it */
export function subscribeToCharger(surplus: SurplusNode): () => void {
  const feedKeys = isFeeding(surplus.config) ? FEED_KEYS : [];
  return surplus.charger.watch([...READ_KEYS, ...PLUG_KEYS, ...RESTART_KEYS, ...feedKeys], {
    changed: (changes) => receiveChanges(surplus, changes),
  });
}

function receiveChanges(
  { manual, ownership, plug, record, writer }: SurplusNode,
  changes: readonly Change[],
  nowMs = Date.now(),
): void {
  plug.receive(changes, nowMs);
  if (ownership.conflict) return;
  manual.receive(changes, nowMs);
  for (const { name, value, previous } of changes)
    if (!writer.isOwnWrite(name, value)) record.noteShown(name, value, previous === undefined);
}
