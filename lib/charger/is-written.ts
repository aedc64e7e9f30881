/** Comparison of a value that was written with the one that is read back. */
import type { Json } from '../json';
import type { KeyRow } from '../keys';
import type { StoredValue } from './value-store';

/** Chargers keep numbers as 32-bit floats, so 0.1 comes back as 0.100000001. */
const FLOAT_SLACK = 1e-6;

/**
 * True where the value that was read is the one that was written, as chargers keep it. Objects may come back with more parts: a
 * charger fills in what was not given [vendor's API documents]. Lists have the same length; `{}` leaves an entry alone only in
 * `wifis` and `cards`, which are never read back. After the last entry that was written there may be blank ones: a schedule of
 * one range, kept with room for two [goecharger/go-eCharger-API-v2#39, padding is our choice].
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
    // An empty object has no part that could be recognised in what was read.
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

/** True where a read of the key shows whether a write was applied. */
export function canReadBack(row: KeyRow): boolean {
  return row.access !== 'w' && row.echo !== false && row.secret !== true;
}

/**
 * True where a stored value confirms a write: it arrived after the write was sent, and it is what was written. A retained value
 * of a broker confirms it too where the charger had another value before: after a break in the connection the value comes as a
 * retained one.
 */
export function isConfirmedBy(
  entry: StoredValue,
  { value, previous, sentAt }: { value: Json; previous: Json | undefined; sentAt: number },
): boolean {
  if (entry.at < sentAt || !isWritten(value, entry.value)) return false;
  return entry.live || (previous !== undefined && !isWritten(value, previous));
}
