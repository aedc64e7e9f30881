/**
 * Setup, run before `npm start`, `npm test` and `npm run sim`: installs what is missing and builds what is old, so that a fresh
 * clone needs no other command. It is plain Node.js without dependencies, because it runs before there are any. When nothing has
 * changed it only compares, which takes some ten milliseconds.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesDigest, stampFile } from './sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

refuseOldNode();
if (!installed())
  run('Installing the packages of the lock file …', ...npm('ci', '--include=dev', '--no-fund', '--no-audit'));
if (!built()) run('Building …', process.execPath, ['scripts/build.mjs']);

function refuseOldNode() {
  const needed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '');
  const [needs, has] = [needed, process.versions.node].map((version) => version.split('.').map(Number));
  const difference = needs.map((part, index) => has[index] - part).find((part) => part !== 0) ?? 0;
  if (difference >= 0) return;
  console.error(
    `This needs Node.js ${needed} or newer; this is ${process.version}. Get a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

/** True when every package of the lock file is installed in its version. npm writes the hidden file last, when all is done. */
function installed() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || optional || devOptional || peer || present[path]?.version === version,
  );
}

function built() {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === sourcesDigest(root);
}

/** The npm that was started, or the one on the path; on Windows that is a batch file, which needs a shell. */
function npm(...args) {
  const started = process.env.npm_execpath;
  if (started && /npm-cli\.c?js$/.test(started)) return [process.execPath, [started, ...args]];
  return ['npm', args, { shell: process.platform === 'win32' }];
}

function run(what, command, args, options) {
  console.log(what);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
