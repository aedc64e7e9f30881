/**
 * Tests (`npm test`), those with all their rounds (`npm run test:long`), or those that are measured (`npm run coverage`). Parts
 * that wait more than they work run beside each other. Prints for each how long it took, and how many tests passed and failed.
 * Arguments after `--` go to mocha.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const mocha = join(dirname(createRequire(import.meta.url).resolve('mocha/package.json')), 'bin', 'mocha.js');
const isLong = process.argv.includes('--long');
const more = process.argv.includes('--') ? process.argv.slice(process.argv.indexOf('--') + 1) : [];

/** All that waits for time alone; the clock of these processes is quick. Other processes and brokers have their own. */
const QUICK_CLOCK = ['--require', './dist/test/support/quick-clock.js'];
/** Files of these folders that need the usual clock: they start other processes, or measure what work takes. */
const USUAL_CLOCK = [
  'field/message-floods',
  'field/surplus-killed',
  'runtime/admin',
  'runtime/node-red',
  'unit/charger/freshness',
  'unit/transport/secure-http',
  'unit/transport/watchdog',
];

const files = (...names) => names.map((name) => `dist/test/${name}.test.js`);
const all = (folder) => `dist/test/${folder}/**/*.test.js`;
const parallel = (jobs) => ['--parallel', '--jobs', `${jobs}`];

const quick = (...folders) => [...QUICK_CLOCK, ...parallel(3), ...folders.map(all), ...ignored(USUAL_CLOCK)];
const QUICK = quick('field', 'runtime', 'unit/charger', 'unit/discovery', 'unit/probe', 'unit/transport');
/** The folders of the other unit tests. */
const UNIT = ['unit/*.test.js', 'unit/{bench,keys,nodes,simulator,soak,surplus}/**/*.test.js'].map(
  (path) => `dist/test/${path}`,
);

/** Each list of parts is run beside each other, one list after the other. */
const USUAL = [
  [{ name: 'field, runtime and unit tests that wait, with a quick clock', args: QUICK }],
  [
    {
      name: 'lifecycle, load, package and unit tests',
      args: [
        ...parallel(4),
        ...['lifecycle', 'load'].map(all),
        ...files(...USUAL_CLOCK),
        ...['fuzz', 'package'].map(all),
        ...UNIT,
      ],
    },
    { name: 'faults', args: [all('faults')] },
  ],
  [{ name: 'editor in the browser', args: [...parallel(2), all('editor')] }],
];
const LONG = [
  [
    {
      name: 'what repeats, all rounds',
      args: [...parallel(3), ...['lifecycle', 'load', 'fuzz'].map(all), ...files('field/message-floods')],
    },
    { name: 'faults, all connections', args: [all('faults')] },
  ],
  [{ name: 'editor in the browser, all languages', args: files('editor/story', 'editor/surplus') }],
];

/** The usual ones within this process and its workers. */
const COVERAGE = [
  [{ name: 'field, runtime and unit tests that wait', args: QUICK }],
  [{ name: 'other unit tests', args: [...parallel(4), ...files(...USUAL_CLOCK), ...UNIT] }],
];

const results = [];
const started = performance.now();
for (const parts of chosen()) results.push(...(await Promise.all(parts.map(run))));
console.log();
for (const { name, passed, failed, seconds } of results)
  console.log(`${seconds.toFixed(0).padStart(4)} s  ${name}: ${passed} passed, ${failed} failed`);
const sum = (count) => results.reduce((total, result) => total + result[count], 0);
console.log(
  `${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  in all: ${sum('passed')} passed, ${sum('failed')} failed`,
);
process.exitCode = sum('failed') > 0 ? 1 : 0;

function chosen() {
  if (process.argv.includes('--coverage')) return COVERAGE;
  return isLong ? LONG : USUAL;
}

function ignored(names) {
  return files(...names).flatMap((file) => ['--ignore', file]);
}

/** Prints what a part has said when it is over, as others print at the same time. A part in which nothing ran has failed. */
function run({ name, args }) {
  const from = performance.now();
  const child = spawn(process.execPath, [mocha, ...args, ...more], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(isLong && { GOE_TEST_LONG: '1' }) },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const count = (word) => Number(said.match(new RegExp(`^ +(\\d+) ${word}`, 'm'))?.[1] ?? 0);
      const passed = count('passing');
      const failed = count('failing') || (code === 0 && passed > 0 ? 0 : 1);
      console.log(`\n=== ${name}\n${said.trimEnd()}`);
      resolve({ name, passed, failed, seconds: (performance.now() - from) / 1000 });
    });
  });
}
