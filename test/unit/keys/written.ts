/** A written value in tests: the value that is given, and the value that is sent, or `refused`. */
import assert from 'node:assert/strict';
import { encode } from '../../../lib/keys';

/** The value is not sent. */
export const refused = Symbol('refused');
/** For titles of tests. */
export const show = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value) ?? 'an object';
  return Object.is(value, -0) ? '-0' : String(value);
};

export function check(key: string, value: unknown, expected: unknown, firmware?: string): void {
  const result = encode(key, value, firmware);
  if (expected === refused) {
    assert.ok('why' in result, `${key} took ${'json' in result ? result.json : ''}`);
    assert.ok(result.why.length > 10, `the reason says too little: "${result.why}"`);
    return;
  }
  assert.ok('value' in result, 'why' in result ? result.why : '');
  assert.deepEqual(result.value, expected);
  assert.deepEqual(JSON.parse(result.json), expected);
}
