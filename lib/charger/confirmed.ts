/** Whether what is read back is what was written. */
import type { KeyRow } from '../keys';
import type { Json } from './charger.types';

/** Chargers keep numbers as 32-bit floats, so 0.1 comes back as 0.100000001. */
const FLOAT_SLACK = 1e-6;

/**
 * Objects and lists may come back with more than was written: a charger fills in what was left out, and takes `{}` in a
 * list as "leave this entry" [vendor's API documents].
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
    if (!Array.isArray(read) || !written.every((item, i) => isWritten(item, read[i]))) return false;
    // Of a list of objects the rest may have been left alone; a list of plain values that is longer is another list.
    return written.length === read.length || (written.length > 0 && written.every(isObject));
  }
  if (typeof written === 'object' && written !== null) {
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return false;
    return Object.entries(written).every(([name, part]) =>
      isWritten(part, Object.hasOwn(read, name) ? read[name] : undefined),
    );
  }
  return false;
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** True where reading the key tells whether a write was applied. */
export function canReadBack(row: KeyRow): boolean {
  return row.access !== 'w' && row.echo !== false && row.secret !== true;
}
