/**
 * Scorecard: runs Node-RED's official one (`node-red-dev validate`) on the packed package, and fails on every failed test, where
 * the tool itself only warns.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Tests that have to pass. One that the tool leaves out has not been tested. */
const EXPECTED = ['P01', 'P04', 'P05', 'P06', 'P07', 'P08', 'N01', 'N02', 'D01', 'D02'];
/** Named exceptions, each with its reason, and the packages it is for. One that passes has to leave this list. */
const EXCEPTIONS = {
  P03: { reason: 'the address of the repository is set when the package is published' },
  D03: { reason: 'undici 8 needs Node.js 22.19 or newer, and this package runs on 20', packages: ['undici'] },
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const work = mkdtempSync(join(tmpdir(), 'goe-scorecard-'));
try {
  judge(validate(unpack()));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function unpack() {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', work], process.platform === 'win32');
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', join(work, tarball), '-C', work]);
  return join(work, 'package');
}

function validate(folder) {
  const output = join(work, 'scorecard.json');
  const tool = join(root, 'node_modules', 'node-red-dev', 'bin', 'run');
  const lookups = join(root, 'scripts', 'scorecard', 'lookups.cjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-deprecation', '--require', lookups, tool, 'validate', '--path', folder, '--output', output],
    { cwd: root, encoding: 'utf8', timeout: 180_000 },
  );
  if (existsSync(output)) return JSON.parse(readFileSync(output, 'utf8'));
  console.error(`${stdout}\n${stderr}\nThe scorecard did not finish.`);
  return {};
}

function judge(scorecard) {
  let passed = 0;
  let failed = 0;
  for (const id of EXPECTED) {
    const { test, ...details } = scorecard[id] ?? { test: false, reason: 'not tested' };
    if (test) passed++;
    else failed++;
    console.log(`${id} ${test ? 'passed' : 'FAILED'} ${JSON.stringify(details)}`);
  }
  for (const [id, { reason, packages }] of Object.entries(EXCEPTIONS)) {
    const { test, ...details } = scorecard[id] ?? {};
    const isAsNamed = test === false && (!packages || packages.join() === details.packages?.join());
    if (!isAsNamed) failed++;
    const fault = test ? 'it passes now, and is no exception any more' : JSON.stringify(details);
    console.log(`${id} ${isAsNamed ? `is an exception: ${reason}` : `FAILED: ${fault}`}`);
  }
  console.log(`Scorecard: ${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

function run(command, args, shell = false) {
  const { status, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
