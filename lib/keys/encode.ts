/**
 * Encoding of a value for a key: it is validated and converted to JSON before anything is sent, because chargers answer "true"
 * to some writes that they ignore [marq24/ha-goecharger-api2#160], and apply the valid half of a request whose other half they
 * refuse.
 */
import type { Json } from '../json';
import { check, type ValueProblem } from './check';
import { problemText } from './problem-text';
import { meaningsIn } from './registry';
import type { KeyRow } from './row';

/** The value as it will be sent, or why it cannot be sent. */
export type Encoded = { value: Json; json: string } | { why: string };

/**
 * Encodes a value by the meaning that the key has in a firmware.
 * @param value of any type; options may be given by number, name or label, numbers as text
 * @param firmware while it is unknown, the value is valid when it is valid in any firmware; the newest is tried first
 */
export function encode(key: string, value: unknown, firmware?: string): Encoded {
  const meanings = [...meaningsIn(key, firmware)].reverse();
  if (meanings.length === 0) return { why: 'there is no such key; choose one from the list of keys' };
  const writable = meanings.filter((row) => row.access !== 'r');
  if (writable.length === 0) return { why: readOnlyHint(key) };
  const failed: { row: KeyRow; problem: ValueProblem }[] = [];
  for (const row of writable) {
    const result = check(row, value);
    if ('value' in result) return { value: result.value, json: JSON.stringify(result.value) };
    failed.push({ row, problem: result.problem });
  }
  // A list with a wrong entry was meant for the firmware that accepts lists.
  const { row, problem } = failed.find(({ problem: { is } }) => is !== 'unexpected') ?? failed[0]!;
  return { why: problemText(row, problem) };
}

/** Names the key to write instead of one that only shows a state [owners' reports: people try these]. */
function readOnlyHint(key: string): string {
  const instead: Record<string, string> = {
    alw: 'frc (1 off, 2 on)',
    fsp: 'psm (1 one phase, 2 three)',
    acu: 'amp',
    car: 'frc',
  };
  const remedy = Object.hasOwn(instead, key) ? `set ${instead[key]} instead` : 'remove it from the values to set';
  return `this key can only be read; ${remedy}`;
}
