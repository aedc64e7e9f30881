/**
 * Checks a value that somebody wants to write and turns it into JSON. Everything is checked here, before a byte is sent,
 * because a charger takes some nonsense without a word and applies half of a request when it refuses the other half.
 */
import type { Json } from '../json';
import { check, type Problem } from './check';
import { problemText } from './problem-text';
import { meaningsIn } from './registry';
import type { KeyRow } from './row';

/** The value as it will be sent, or why it cannot be. */
export type Encoded = { value: Json; json: string } | { why: string };

/**
 * @param value of any type; options may be given by number, name or label, numbers as text
 * @param firmware unknown: the value is good when it is good in any firmware, the newest first
 */
export function encode(key: string, value: unknown, firmware?: string): Encoded {
  const meanings = [...meaningsIn(key, firmware)].reverse();
  if (meanings.length === 0) return { why: 'there is no such key; see the list of keys for what can be written' };
  const writable = meanings.filter((row) => row.access !== 'r');
  if (writable.length === 0) return { why: readOnlyHint(key) };
  const wrong: { row: KeyRow; problem: Problem }[] = [];
  for (const row of writable) {
    const result = check(row, value);
    if ('value' in result) return { value: result.value, json: JSON.stringify(result.value) };
    wrong.push({ row, problem: result.problem });
  }
  // A list with a wrong entry was meant for the firmware that takes lists.
  const { row, problem } = wrong.find(({ problem: { is } }) => is !== 'unexpected') ?? wrong[0]!;
  return { why: problemText(row, problem) };
}

/** What to write instead of keys that only show a state [owners' reports: these are the ones tried]. */
function readOnlyHint(key: string): string {
  const instead: Record<string, string> = {
    alw: 'frc (1 off, 2 on)',
    fsp: 'psm (1 one phase, 2 three)',
    acu: 'amp',
    car: 'frc',
  };
  const remedy = Object.hasOwn(instead, key) ? `set ${instead[key]} instead` : 'take it out of what is written';
  return `this key can only be read; ${remedy}`;
}
