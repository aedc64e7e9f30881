/** Whether what is read back is what was written. */
import type { KeyRow } from '../keys';
import type { Json } from './charger.types';
import type { StoredValue } from './value-store';

/** Chargers keep numbers as 32-bit floats, so 0.1 comes back as 0.100000001. */
const FLOAT_SLACK = 1e-6;

/**
 * Objects may come back with more than was written: a charger fills in what was left out [vendor's API documents]. Lists have
 * the same length; `{}` leaves an entry alone only in `wifis` and `cards`, which are never read back. Beyond the last entry
 * that was written there may be entries that say nothing: a schedule of one range, kept with room for two
 * [goecharger/go-eCharger-API-v2#39, padding is our choice].
 */
export function isWritten(written: Json, read: Json | undefined): boolean {
  if (written === read) return true;
  if (typeof written === 'number' && typeof read === 'number') {
    return Math.abs(written - read) <= Math.abs(written) * FLOAT_SLACK;
  }
  if (typeof written === 'number' && typeof read === 'boolean') return written === Number(read);
  if (typeof written === 'boolean' && typeof read === 'number') return Number(written) === read;
  if (typeof written === 'string' && typeof read === 'string') {
    return isColor(written) && written.toLowerCase() === read.toLowerCase();
  }
  if (Array.isArray(written)) {
    if (!Array.isArray(read) || read.length < written.length) return false;
    return read.every((entry, at) => (at < written.length ? isWritten(written[at]!, entry) : isBlank(entry)));
  }
  if (typeof written === 'object' && written !== null) {
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return false;
    const parts = Object.entries(written);
    // Nothing was written, so nothing can be recognised in what stands.
    if (parts.length === 0) return Object.keys(read).length === 0;
    return parts.every(([name, part]) => isWritten(part, Object.hasOwn(read, name) ? read[name] : undefined));
  }
  return false;
}

/** An object of nothing but zeros: `{"begin":{"hour":0,"minute":0},"end":{"hour":0,"minute":0}}`. */
function isBlank(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const parts = Object.values(value);
  return parts.length > 0 && parts.every((part) => part === 0 || isBlank(part));
}

function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** True where reading the key tells whether a write was applied. */
export function canReadBack(row: KeyRow): boolean {
  return row.access !== 'w' && row.echo !== false && row.secret !== true;
}

/**
 * The charger shows since then what was written. What a broker has kept from earlier shows it too where something else stood
 * before: after a break in the connection the value comes as a retained one.
 */
export function isShown(
  written: { value: Json; previous: Json | undefined; sentAt: number },
  entry: StoredValue,
): boolean {
  const { value, previous, sentAt } = written;
  if (entry.at < sentAt || !isWritten(value, entry.value)) return false;
  return entry.live || (previous !== undefined && !isWritten(value, previous));
}
