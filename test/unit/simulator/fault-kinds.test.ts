/** The faults of the simulator: each acts, and a test plays it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_KINDS } from '../../../lib/simulator/fault-kinds';

const ROOT = join(__dirname, '..', '..', '..', '..');
const HERE = 'lib/simulator/fault-kinds.ts';

function sourcesBelow(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/fault-kinds(\.test)?\.ts$/.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');
}

describe('The faults of a simulated charger', () => {
  const simulator = sourcesBelow('lib/simulator');
  const tests = sourcesBelow('test');

  for (const name of Object.keys(FAULT_KINDS)) {
    const isNamedIn = (source: string) => new RegExp(`['"\`]${name}['":=\`]|^ +${name}(:|\\()`, 'm').test(source);

    it(`${name} is used and played`, () => {
      assert.ok(isNamedIn(simulator), `${HERE} has ${name}, and no other file of lib/simulator uses it`);
      assert.ok(isNamedIn(tests), `${HERE} has ${name}, and no test plays it`);
    });
  }
});
