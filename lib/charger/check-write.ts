/** The check before a write: what a message wants to write, key by key, before anything is sent. */
import type { ErrorCode } from '../errors';
import { ChargerError } from '../errors';
import { encode, rowOf } from '../keys';
import type { ChargerOptions, WriteOptions } from './charger.types';
import { createPendingWrite, type PendingWrite } from './pending-write';
import { type Failed, writeError } from './write-error';

export interface Permissions extends Pick<ChargerOptions, 'readOnly' | 'allowCaution'> {
  /** The charger's name, for errors. */
  charger: string;
  firmware: string | undefined;
  /** The reason why a value, as JSON, cannot be sent over this transport. */
  unsendable?(json: string): string | undefined;
}

/**
 * @param deadline when all must have ended, by `performance.now()`
 * @throws ChargerError INVALID, READ_ONLY or CAUTION, naming every key; then nothing may be sent
 */
export function checkWrite(
  values: Readonly<Record<string, unknown>>,
  confirm: PendingWrite['confirm'],
  deadline: number,
  permissions: Permissions,
  { resend }: WriteOptions = {},
): PendingWrite[] {
  const keys = Object.keys(values);
  if (keys.length === 0) {
    throw new ChargerError(
      'INVALID',
      `${permissions.charger}: there is nothing to set; give at least one key and its value`,
    );
  }
  const failed: Failed[] = [];
  const writes: PendingWrite[] = [];
  const message = {};
  for (const key of keys) {
    const value = read(values, key);
    const row = rowOf(key, permissions.firmware);
    const encoded = value.readable
      ? encode(key, value.value, permissions.firmware)
      : { why: 'the value cannot be read' };
    const fail = (code: ErrorCode, why: string) => failed.push({ key, value: value.value, failure: { code, why } });
    if ('why' in encoded) fail('INVALID', encoded.why);
    else if (!row) fail('INVALID', 'there is no such key');
    else if (permissions.readOnly) {
      fail('READ_ONLY', 'this charger is set to read only in its configuration; untick that there to write');
    } else if (row.caution && !permissions.allowCaution) {
      fail('CAUTION', `${row.caution.en} If you are sure, allow such keys in the charger's configuration`);
    } else if (permissions.unsendable?.(encoded.json) !== undefined) {
      fail('INVALID', permissions.unsendable(encoded.json)!);
    } else {
      const again = resend === true || row.resend === true;
      writes.push(createPendingWrite({ key, row, ...encoded, confirm, resend: again, deadline, message }));
    }
  }
  const [first, ...others] = failed;
  if (first)
    throw writeError(permissions.charger, [first, ...others], writes.length > 0 ? 'nothing was sent' : undefined);
  return writes;
}

/** A message may hold anything, also getters that throw. */
function read(values: Readonly<Record<string, unknown>>, key: string): { readable: boolean; value: unknown } {
  try {
    return { readable: true, value: values[key] };
  } catch {
    return { readable: false, value: undefined };
  }
}
