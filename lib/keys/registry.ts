/** All rows, and the row of one key as it is in one firmware. */
import { isAtLeast, parseFirmware } from './firmware';
import type { KeyRow } from './row';
import { rows } from './rows';

/** Every key, sorted by name. */
export const keys: readonly KeyRow[] = [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));

/** A key's meanings, oldest first: the row as written, then the row with each version's facts laid over it. */
const meanings = new Map<string, readonly KeyRow[]>();
for (const row of keys) {
  if (meanings.has(row.name)) throw new Error(`Key registry: ${row.name} has two rows`);
  const all = [row];
  for (const { since: _since, ...facts } of row.versions ?? []) all.push({ ...all[all.length - 1]!, ...facts });
  meanings.set(row.name, all);
}

/** All meanings a key ever had, oldest first; empty for a key the registry does not know. */
export function meaningsOf(key: string): readonly KeyRow[] {
  return meanings.get(key) ?? [];
}

/**
 * The row of a key as it is in this firmware.
 * @param firmware such as `055.7`; unknown means the newest meaning
 */
export function rowOf(key: string, firmware?: string): KeyRow | undefined {
  const all = meanings.get(key);
  if (!all || all.length === 1) return all?.[0];
  if (firmware === undefined || !parseFirmware(firmware)) return all[all.length - 1];
  const versions = all[0]!.versions ?? [];
  let index = 0;
  while (index < versions.length && isAtLeast(firmware, versions[index]!.since)) index += 1;
  return all[index];
}

/** The meanings a key can have in this firmware, oldest first: one, or all of them while the firmware is not known. */
export function meaningsIn(key: string, firmware: string | undefined): readonly KeyRow[] {
  if (firmware === undefined || !parseFirmware(firmware)) return meaningsOf(key);
  const row = rowOf(key, firmware);
  return row ? [row] : [];
}

/** True when some firmware lets the key be written. */
export function canWrite(row: KeyRow): boolean {
  return meaningsOf(row.name).some((meaning) => meaning.access !== 'r');
}
