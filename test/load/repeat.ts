/**
 * Repeated hours of writes: runs `loop.test.js` again and again, each time with another seed, on an idle machine or on one that
 * a process per core keeps busy. Prints the counts of each run, and fails when one of them has failed.
 *
 * `node dist/test/load/repeat.js <times> [busy]`
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const MOCHA = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');

const times = Number(process.argv[2] ?? 10);
const isBusy = process.argv[3] === 'busy';
const burners: ChildProcess[] = isBusy ? cpus().map(() => spawn(process.execPath, ['-e', 'for (;;);'])) : [];

let failed = 0;
for (let run = 1; run <= times; run += 1) {
  const { status, stdout } = spawnSync(process.execPath, [MOCHA, join(__dirname, 'loop.test.js')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, GOE_TEST_LONG: '1' },
  });
  if (status !== 0) failed += 1;
  const counts = stdout.split('\n').filter((line) => line.includes(', seed '));
  console.log(`run ${run} of ${times}${isBusy ? ', busy' : ''}: ${status === 0 ? 'passed' : 'FAILED'}`);
  for (const line of status === 0 ? counts : [stdout]) console.log(`  ${line.trim()}`);
}
for (const burner of burners) burner.kill('SIGKILL');
console.log(`${times - failed} of ${times} passed`);
process.exitCode = failed > 0 ? 1 : 0;
