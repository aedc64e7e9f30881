/** The key registry by key: the row of a key as it is in one firmware, and every meaning that the key ever had. */
import { keys } from './all-rows';
import { isAtLeast, isComparable } from './firmware';
import type { Facts, KeyRow } from './row';

/** The rows as written, which is the oldest meaning of each key. */
const byKey: ReadonlyMap<string, KeyRow> = new Map(keys.map((row) => [row.name, row]));

/** The meanings of the keys that were asked for. */
const meanings = new Map<KeyRow, readonly KeyRow[]>();

/**
 * All meanings of a key, oldest first: the row as written, then the row with the facts of each version applied. None for an
 * unknown key.
 */
export function meaningsOf(key: string): readonly KeyRow[] {
  const row = byKey.get(key);
  if (!row) return [];
  const cached = meanings.get(row);
  if (cached) return cached;
  const all = [row];
  for (const { since: _since, ...facts } of row.versions ?? []) all.push(withFacts(all[all.length - 1]!, facts));
  meanings.set(row, all);
  return all;
}

/** Copies the getter of the description, not its value: reading it would load the descriptions of all keys. */
function withFacts(row: KeyRow, facts: Facts): KeyRow {
  return Object.defineProperties({} as KeyRow, {
    ...Object.getOwnPropertyDescriptors(row),
    ...Object.getOwnPropertyDescriptors(facts),
  });
}

/**
 * The row of a key as it is in this firmware.
 * @param firmware such as `055.7`; while it is unknown, the newest meaning is returned
 */
export function rowOf(key: string, firmware?: string): KeyRow | undefined {
  const row = byKey.get(key);
  if (!row?.versions) return row;
  const all = meaningsOf(key);
  if (!isComparable(firmware)) return all[all.length - 1];
  let index = 0;
  while (index < row.versions.length && isAtLeast(firmware, row.versions[index]!.since)) index += 1;
  return all[index];
}

/** The meanings that a key can have in this firmware, oldest first: one, or all of them while the firmware is unknown. */
export function meaningsIn(key: string, firmware: string | undefined): readonly KeyRow[] {
  if (!isComparable(firmware)) return meaningsOf(key);
  const row = rowOf(key, firmware);
  return row ? [row] : [];
}

/** True when the key can be written in at least one firmware. */
export function canWrite(row: KeyRow): boolean {
  return meaningsOf(row.name).some((meaning) => meaning.access !== 'r');
}
