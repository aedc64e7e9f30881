/**
 * Fuzz run: a seed that is printed, the number of cases, and texts that are nearly what a charger sends.
 * `GOE_FUZZ_SEED` repeats a run, `GOE_FUZZ_CASES` multiplies the number of cases, of which `npm test` runs a fifth.
 */
import assert from 'node:assert/strict';
import { createManualClock, createSimulator } from '../../lib/simulator';
import { createRandom } from '../../lib/simulator/random';
import { rounds } from '../support/rounds';

const SEED = Number(process.env.GOE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const FACTOR = Number(process.env.GOE_FUZZ_CASES ?? rounds(0.2, 1));

export interface FuzzRun {
  readonly seed: number;
  /** Number of cases of one kind; they are counted. */
  cases(count: number): number;
  /** One of a list. */
  one<T>(list: readonly T[]): T;
  /** A whole number from 0 and below a bound. */
  below(bound: number): number;
}

/** To be called in a `describe`: prints seed and cases at its end, and sees that nothing has touched every object's prototype. */
export function fuzzRun(name: string): FuzzRun {
  const chance = createRandom(SEED);
  let prototype: PropertyKey[] = [];
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  let started = 0;
  let total = 0;
  before(() => {
    started = performance.now();
    prototype = Reflect.ownKeys(Object.prototype);
    process.on('unhandledRejection', onUnhandled);
  });
  after(() => {
    process.off('unhandledRejection', onUnhandled);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`    ${name}: ${total} cases with GOE_FUZZ_SEED=${SEED}, ${seconds} s`);
    assert.deepEqual(unhandled, []);
    assert.deepEqual(Reflect.ownKeys(Object.prototype), prototype);
  });
  const below = (bound: number) => Math.floor(chance() * bound);
  return {
    seed: SEED,
    cases(count) {
      const cases = Math.ceil(count * FACTOR);
      total += cases;
      return cases;
    },
    one: (list) => list[below(list.length)]!,
    below,
  };
}

/** Values of a simulated charger, as it would send them. */
export function documents(): { whole: string; parts: [key: string, json: string][] } {
  const values = createSimulator({ serial: '123456', clock: createManualClock() }).all();
  return {
    whole: JSON.stringify(values),
    parts: Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]),
  };
}

/** Pieces that break careless readers. */
const PIECES = [
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{"polluted":1}},',
  '"\\u005f_proto__":{"polluted":1},',
  '[',
  '{',
  '}',
  ']',
  '"',
  '\\',
  ',',
  ':',
  '\0',
  '\ud83d',
  'null',
  'NaN',
  '1e999',
  '-0',
  '9'.repeat(400),
  '['.repeat(500),
  '<html>',
];

/** The text with one to four changes: cut, doubled, swapped, or with a piece put in. */
export function mutated(text: string, { one, below }: FuzzRun): string {
  let result = text;
  for (let change = below(4); change >= 0; change -= 1) {
    const at = below(result.length + 1);
    const length = below(12);
    const kinds = [
      () => result.slice(0, at),
      () => result.slice(0, at) + result.slice(at + length),
      () => result.slice(0, at + length) + result.slice(at),
      () => result.slice(0, at) + one(PIECES) + result.slice(at),
      () => result.slice(0, at) + String.fromCharCode(below(65_536)) + result.slice(at + 1),
      () => result.replace('{', `{${one(PIECES)}`),
    ];
    result = one(kinds)();
  }
  return result;
}
