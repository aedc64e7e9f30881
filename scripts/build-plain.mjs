/**
 * Build for mutation testing and coverage: each file is only translated to JavaScript, without type checks, as the types of
 * mutated code are wrong now and then, and with source maps. The next command that needs the usual build makes it again.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stampFile } from './sources.mjs';

// Stryker runs this in its copy of the project.
const root = process.cwd();

rmSync(stampFile(root), { force: true });
// Stryker's copy has no packages while it is built: they are found above it.
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const options = ['--noCheck', '--declaration', 'false', '--inlineSourceMap'];
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json', ...options], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
const keys = join(root, 'dist', 'lib', 'keys');
const { rows } = require(join(keys, 'rows', 'index.js'));
writeFileSync(join(keys, 'rows.json'), JSON.stringify(rows.map(({ description: _apart, ...facts }) => facts)));
