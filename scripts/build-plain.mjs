/**
 * Build for mutation testing and coverage: each file is only translated to JavaScript, without type checks, as the types of
 * mutated code are wrong now and then, and with source maps. The next command that needs the usual build makes it again.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { filesUnder, stampFile } from './sources.mjs';

// Stryker runs this in its copy of the project.
const root = process.cwd();

rmSync(stampFile(root), { force: true });
await esbuild.build({
  entryPoints: ['lib', 'nodes', 'test']
    .flatMap((folder) => filesUnder(join(root, folder)))
    .filter((file) => file.endsWith('.ts') && !/[\\/]nodes[\\/](editor[\\/]|[^\\/]+[\\/]editor)/.test(file)),
  outdir: join(root, 'dist'),
  outbase: root,
  format: 'cjs',
  platform: 'node',
  target: 'es2022',
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'warning',
});
const keys = join(root, 'dist', 'lib', 'keys');
const { rows } = createRequire(import.meta.url)(join(keys, 'rows'));
writeFileSync(join(keys, 'rows.json'), JSON.stringify(rows.map(({ description: _apart, ...facts }) => facts)));
